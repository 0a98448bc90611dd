package org.lancesql.jdbc.cli;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sqlline.SqlLine;

/** Runs SQL that somebody types or pipes in. */
@Command(
        name = "shell",
        header = "Query a database.",
        description =
                "At a terminal this is SQLLine. Else SQL is read from the input and run; the first error ends it with"
                        + " exit code 1.",
        mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
    private static final String URL_PREFIX = "jdbc:";

    @Parameters(
            arity = "0..1",
            paramLabel = "DATABASE",
            description = "A directory or a JDBC URL (default: a temporary database).")
    private @Nullable String database;

    @Option(
            names = {"-c", "--command"},
            paramLabel = "SQL",
            description = "Run this script instead, and end.")
    private @Nullable String command;

    @Spec
    @SuppressWarnings("NullAway.Init") // by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, SQLException {
        String url = url(database);
        if (command != null) {
            return runScript(url, command);
        }
        return Terminals.isInteractive() ? runSqlLine(withProgress(url)) : runScript(url, readInput());
    }

    /** The URL of a directory, or the URL itself. */
    static String url(@Nullable String database) {
        if (database == null) {
            return "jdbc:lance:";
        } else if (database.startsWith(URL_PREFIX)) {
            return database;
        }
        Path directory = Path.of(database).toAbsolutePath().normalize();
        return "jdbc:lance:" + directory.toString().replace("%", "%25").replace("?", "%3F");
    }

    /** A person at a terminal wants to see how far a long statement is. */
    static String withProgress(String url) {
        if (!url.startsWith("jdbc:lance:") || url.contains("progress=")) {
            return url;
        }
        return url + (url.contains("?") ? "&" : "?") + "progress=true";
    }

    private static String readInput() throws IOException {
        try (Reader input = new InputStreamReader(System.in, Charset.defaultCharset())) {
            StringWriter text = new StringWriter();
            input.transferTo(text);
            return text.toString();
        }
    }

    private int runScript(String url, String script) throws SQLException {
        return new ScriptRunner(spec.commandLine().getOut(), spec.commandLine().getErr()).run(url, script) ? 0 : 1;
    }

    private static int runSqlLine(String url) throws IOException {
        Path home = Path.of(System.getProperty("user.home"), ".lancesql");
        Files.createDirectories(home);
        List<String> arguments = new ArrayList<>();
        arguments.add("--historyFile=" + home.resolve("history"));
        arguments.add("--propertiesFile=" + home.resolve("sqlline.properties"));
        arguments.add("--prompt=lancesql> ");
        arguments.add("--isolation=TRANSACTION_NONE");
        arguments.add("--maxWidth=200");
        arguments.addAll(List.of("-u", url, "-n", "", "-p", "", "-d", "org.lancesql.jdbc.LanceDriver"));
        SqlLine.Status status = new SqlLine().begin(arguments.toArray(new String[0]), null, true);
        return status == SqlLine.Status.OK ? 0 : 1;
    }
}
