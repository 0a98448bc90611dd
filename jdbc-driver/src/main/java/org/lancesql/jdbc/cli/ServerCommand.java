package org.lancesql.jdbc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.lancesql.jdbc.server.LanceServer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the server until it is told to stop. */
@Command(
        name = "server",
        header = "Serve databases to programs of this machine.",
        description = "Programs connect with the thin client of Apache Calcite Avatica. Control-C or SIGTERM ends it.",
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

    @Option(
            names = "--database",
            paramLabel = "NAME=DIRECTORY",
            required = true,
            description = "A database and its directory. May be given several times.")
    private List<String> given = List.of();

    @Option(names = "--port", paramLabel = "PORT", description = "Where to listen (default: ${DEFAULT-VALUE}).")
    private int port = 8765;

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description = "Only localhost, since there is no authentication yet.")
    private String host = "localhost";

    @Option(
            names = "--idle-timeout",
            paramLabel = "SECONDS",
            description = "Close connections that ask nothing for so long (default: ${DEFAULT-VALUE}).")
    private long idleSeconds = 1800;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws SQLException, InterruptedException {
        if (!LOOPBACK.contains(host)) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--host can only be localhost, not " + host
                            + ": the server has no authentication yet, so it serves this machine alone");
        }
        try (LanceServer server = LanceServer.start(config())) {
            Runtime.getRuntime().addShutdownHook(new Thread(server::close, "lancesql-shutdown"));
            PrintWriter out = spec.commandLine().getOut();
            out.println("LanceSQL serves " + String.join(", ", databases().keySet()) + " at " + server.url());
            out.flush();
            server.await();
        }
        return 0;
    }

    private LanceServer.Config config() {
        try {
            return new LanceServer.Config(databases(), port, Duration.ofSeconds(idleSeconds));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    /** Directory of each database by name. */
    private Map<String, Path> databases() {
        Map<String, Path> databases = new LinkedHashMap<>();
        for (String pair : given) {
            int equals = pair.indexOf('=');
            if (equals <= 0 || equals == pair.length() - 1) {
                throw new ParameterException(
                        spec.commandLine(), "--database is NAME=DIRECTORY, as sales=/data/sales, not " + pair);
            }
            String name = pair.substring(0, equals);
            if (databases.put(name, Path.of(pair.substring(equals + 1))) != null) {
                throw new ParameterException(spec.commandLine(), "--database " + name + " is given twice");
            }
        }
        return databases;
    }
}
