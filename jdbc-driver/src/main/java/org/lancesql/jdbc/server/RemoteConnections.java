package org.lancesql.jdbc.server;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.calcite.avatica.BuiltInConnectionProperty;
import org.apache.calcite.avatica.remote.AvaticaRemoteConnectionProperty;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.ServedConnection;
import org.lancesql.jdbc.errors.SqlStates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The databases of a server and the connections of its clients. Keeps each database open, so that caches last. */
final class RemoteConnections implements AutoCloseable {
    private static final Logger LOGGER = LoggerFactory.getLogger(RemoteConnections.class);
    private static final Duration MOST_WAIT_AT_END = Duration.ofSeconds(10);
    private static final int MOST_ROLLED_BACK = 10_000;
    private static final String DATABASE = "database";

    /** What the client's properties may hold beside ours: those of Avatica, for the client itself. */
    private static final Set<String> CLIENT_PROPERTIES = Stream.concat(
                    Stream.of(BuiltInConnectionProperty.values()).map(BuiltInConnectionProperty::camelName),
                    Stream.of(AvaticaRemoteConnectionProperty.values()).map(AvaticaRemoteConnectionProperty::camelName))
            .collect(Collectors.toUnmodifiableSet());

    private final Map<String, Path> databases;
    private final List<ServedConnection> keepers = new ArrayList<>();
    private final Map<String, RemoteConnection> connections = new ConcurrentHashMap<>();
    private final RecentIds rolledBack = new RecentIds(MOST_ROLLED_BACK);
    private boolean closed;

    /**
     * Opens the databases.
     *
     * @param databases directory of each database by name
     */
    RemoteConnections(Map<String, Path> databases) throws SQLException {
        this.databases = new LinkedHashMap<>(databases);
        try {
            for (Path directory : databases.values()) {
                keepers.add(ServedConnection.open(directory, Map.of()));
            }
        } catch (SQLException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Opens a connection under the client's id; one that is open stays, since clients repeat lost requests. */
    void open(String id, RequestTarget target, @Nullable Map<String, String> info) throws SQLException {
        Map<String, String> options = options(target, info == null ? Map.of() : info);
        Path directory = directory(options.remove(DATABASE));
        synchronized (this) {
            if (closed) {
                throw SqlStates.create(SqlStates.CANNOT_CONNECT, "The server is shutting down");
            }
            if (!connections.containsKey(id)) {
                connections.put(id, new RemoteConnection(id, ServedConnection.open(directory, options)));
                LOGGER.info("Connection {} to {} opened, {} open", id, directory, connections.size());
            }
        }
    }

    private static Map<String, String> options(RequestTarget target, Map<String, String> info) throws SQLException {
        Map<String, String> options = new HashMap<>(target.options());
        if (target.database() != null) {
            options.put(DATABASE, target.database());
        }
        for (Map.Entry<String, String> given : info.entrySet()) {
            boolean isOurs = given.getKey().equals(DATABASE)
                    || ServedConnection.ownOptions().contains(given.getKey());
            if (isOurs || !CLIENT_PROPERTIES.contains(given.getKey())) {
                options.putIfAbsent(given.getKey(), given.getValue());
            }
        }
        for (String key : options.keySet()) {
            if (!key.equals(DATABASE) && !ServedConnection.ownOptions().contains(key)) {
                throw SqlStates.create(
                        SqlStates.INVALID_PARAMETER_VALUE,
                        "A client cannot set \"" + key + "\": it can set database, "
                                + String.join(", ", ServedConnection.ownOptions()));
            }
        }
        return options;
    }

    private Path directory(@Nullable String name) throws SQLException {
        String served = databases.keySet().stream().sorted().collect(Collectors.joining(", "));
        if (name == null && databases.size() > 1) {
            throw SqlStates.create(
                    SqlStates.UNKNOWN_CATALOG,
                    "This server has several databases: name one behind the port in the URL, as in /"
                            + databases.keySet().iterator().next() + "; there are " + served);
        }
        Path directory = name == null ? databases.values().iterator().next() : databases.get(name);
        if (directory == null) {
            throw SqlStates.create(
                    SqlStates.UNKNOWN_CATALOG,
                    "This server has no database \"" + name + "\": there " + (databases.size() == 1 ? "is " : "are ")
                            + served);
        }
        return directory;
    }

    /** Something that a request does on its connection. */
    interface Work<T> {
        T run(RemoteConnection connection) throws Exception;
    }

    <T> T with(@Nullable String id, Work<T> work) throws Exception {
        RemoteConnection connection = id == null ? null : connections.get(id);
        if (connection == null) {
            throw missing(String.valueOf(id));
        }
        try {
            if (!connection.enter()) {
                throw missing(String.valueOf(id));
            }
            return work.run(connection);
        } finally {
            connection.leave();
        }
    }

    private AvaticaRuntimeException missing(String id) {
        return rolledBack.contains(id) ? RemoteErrors.rolledBack(id) : RemoteErrors.noConnection(id);
    }

    /** Closes a connection; one that is not there is closed already. */
    void close(@Nullable String id) throws SQLException {
        RemoteConnection connection = id == null ? null : connections.remove(id);
        if (connection != null) {
            connection.close();
            LOGGER.info("Connection {} closed, {} open", id, connections.size());
        }
    }

    /** Closes the connections whose clients have asked nothing for a while; what they have pending is rolled back. */
    void closeIdle(Duration idleTime) {
        long now = System.nanoTime();
        connections.forEach((id, connection) -> {
            if (connection.isIdle(now, idleTime.toNanos())) {
                LOGGER.info("Connection {} was idle for {}", id, idleTime);
                if (connection.inTransaction()) {
                    rolledBack.add(id);
                }
                closeQuietly(id);
            }
        });
    }

    private void closeQuietly(String id) {
        try {
            close(id);
        } catch (SQLException | RuntimeException e) {
            LOGGER.warn("Closing connection {} failed", id, e);
        }
    }

    /** Number of connections that are open. */
    int count() {
        return connections.size();
    }

    /** Number of requests under way. */
    int runningCount() {
        return connections.values().stream()
                .mapToInt(RemoteConnection::requests)
                .sum();
    }

    /** Stops what is running, closes all connections, and then the databases. */
    @Override
    public void close() {
        List<RemoteConnection> ending;
        synchronized (this) {
            closed = true;
            ending = List.copyOf(connections.values());
        }
        List.copyOf(connections.keySet()).forEach(this::closeQuietly);
        long deadline = System.nanoTime() + MOST_WAIT_AT_END.toNanos();
        try {
            for (RemoteConnection connection : ending) {
                connection.awaitEnd(deadline);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (ServedConnection keeper : keepers) {
            try {
                keeper.close();
            } catch (SQLException | RuntimeException e) {
                LOGGER.warn("Closing a database failed", e);
            }
        }
    }
}
