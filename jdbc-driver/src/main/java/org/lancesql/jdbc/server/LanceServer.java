package org.lancesql.jdbc.server;

import static java.util.Objects.requireNonNull;

import java.net.BindException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.lancesql.jdbc.errors.SqlStates;

/** A running server, which clients of this machine reach through Avatica's thin driver. */
public final class LanceServer implements AutoCloseable {
    private static final int MAX_PORT = 65_535;

    private final RemoteConnections connections;
    private final LoopbackServer http;
    private final ScheduledExecutorService sweeper;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final int port;
    private final String defaultPath;

    /**
     * What to serve.
     *
     * @param databases directory of each database by name; a missing directory is made
     * @param port 0 for any that is free
     * @param idleTime time without a request after which a connection is closed
     */
    public record Config(Map<String, Path> databases, int port, Duration idleTime) {
        public Config {
            requireNonNull(idleTime, "idleTime is null");
            databases = Collections.unmodifiableMap(new LinkedHashMap<>(databases));
            if (databases.isEmpty()) {
                throw new IllegalArgumentException("A server needs a database");
            }
            for (String name : databases.keySet()) {
                if (!name.matches("[\\w.-]+")) {
                    throw new IllegalArgumentException("The database name \"" + name
                            + "\" cannot stand in a URL: use letters, digits, _, - and .");
                }
            }
            if (port < 0 || port > MAX_PORT) {
                throw new IllegalArgumentException("A port is from 0 to " + MAX_PORT + ", not " + port);
            }
            if (idleTime.isNegative() || idleTime.isZero()) {
                throw new IllegalArgumentException("The idle time must be more than 0, it is " + idleTime);
            }
        }
    }

    private LanceServer(Config config) throws SQLException {
        connections = new RemoteConnections(config.databases());
        http = new LoopbackServer(config.port(), new RequestHandler(connections));
        defaultPath = config.databases().size() == 1
                ? ""
                : "/" + config.databases().keySet().iterator().next();
        try {
            http.start();
        } catch (RuntimeException e) {
            http.stop();
            connections.close();
            throw cannotListen(config.port(), e);
        }
        port = http.getPort();
        sweeper = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "lancesql-idle-connections");
            thread.setDaemon(true);
            return thread;
        });
        long period = Math.max(1, Math.min(config.idleTime().toMillis() / 2, TimeUnit.MINUTES.toMillis(1)));
        sweeper.scheduleWithFixedDelay(
                () -> connections.closeIdle(config.idleTime()), period, period, TimeUnit.MILLISECONDS);
    }

    /**
     * Opens the databases and begins to listen.
     *
     * @throws SQLException when a database cannot be opened, or the port is in use (08001)
     */
    public static LanceServer start(Config config) throws SQLException {
        return new LanceServer(config);
    }

    private static SQLException cannotListen(int port, RuntimeException failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return SqlStates.create(
                        SqlStates.CANNOT_CONNECT,
                        "Port " + port + " is in use: stop the program that listens on it, or choose another port",
                        failure);
            }
        }
        return SqlStates.create(
                SqlStates.CANNOT_CONNECT, "The server cannot listen on port " + port + ": " + failure, failure);
    }

    /** The port on which it listens. */
    public int port() {
        return port;
    }

    /** JDBC URL of the first database, for Avatica's thin driver. */
    public String url() {
        return "jdbc:avatica:remote:url=http://localhost:" + port + defaultPath + ";serialization=protobuf";
    }

    /** Number of connections that clients have open. */
    public int connectionCount() {
        return connections.count();
    }

    /** Number of requests under way. */
    int runningCount() {
        return connections.runningCount();
    }

    /** Waits until the server has been closed. */
    public void await() throws InterruptedException {
        closed.await();
    }

    /** Stops what is running for clients, closes their connections and the databases, and stops listening. */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            try {
                sweeper.shutdownNow();
                connections.close();
                http.stop();
            } finally {
                closed.countDown();
            }
        }
    }
}
