package org.lancesql.jdbc.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.demo.Demo;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the demo. */
@Command(
        name = "demo",
        header = "Make TPC-H data as Lance tables and show queries on them.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    @Option(names = "--scale", paramLabel = "FACTOR", description = "TPC-H scale factor (default: ${DEFAULT-VALUE}).")
    private double scale = 0.1;

    @Option(
            names = "--dir",
            paramLabel = "DIRECTORY",
            description = "Where the tables are, or are made (default: a directory for temporary files).")
    private @Nullable Path directory;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws SQLException {
        if (!(scale > 0)) {
            throw new ParameterException(spec.commandLine(), "--scale must be more than 0, it is " + scale);
        }
        Path target = directory == null ? defaultDirectory() : directory;
        PrintWriter out = spec.commandLine().getOut();
        new Demo(target, scale, out, Terminals.isInteractive()).run();
        return 0;
    }

    private Path defaultDirectory() {
        String user = System.getProperty("user.name", "user").replaceAll("\\W", "_");
        return Path.of(System.getProperty("java.io.tmpdir"), "lancesql-demo-" + user, "tpch-" + scale);
    }
}
