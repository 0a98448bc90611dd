package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.jdbc.server.LanceServer;

/**
 * Each script of {@code src/test/resources/sql} prints itself, through the embedded driver and through the server with
 * Avatica's thin client. {@code make accept} overwrites the scripts with what the engine answers, for review in the
 * diff. {@code -Dlancesql.quidem.only=time|insert} runs the scripts with one of these in their names.
 */
class QuidemTest {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SCRIPTS = MODULE.resolve("src/test/resources/sql");
    private static final Path OUTPUTS = MODULE.resolve("target/quidem");

    /**
     * Why a script prints something else through the thin client: what it prints there is kept in the folder {@code
     * thin-client}. docs/server.md says the same to users.
     */
    private static final Map<String, String> THIN_CLIENT_DIFFERENCES = Map.of(
            "create-table.iq", "getString shows a VARBINARY as characters, not in hexadecimal digits",
            "functions-date.iq", "getString shows all three digits of a TIME(3) and TIMESTAMP(3), zeros too",
            "literals.iq", "getString shows a VARBINARY as characters, not in hexadecimal digits",
            "decimals.iq", "getString shows a tiny DECIMAL with an exponent",
            "scripts-and-comments.iq", "of a script with several results the client reads the first only",
            "types-nested.iq", "getString of an array shows texts without quotes",
            "types-uuid-json.iq", "getString shows a VARBINARY as characters, not in hexadecimal digits",
            "timestamps.iq", "getString shows all three digits of a TIME(3) and TIMESTAMP(3), zeros too");

    @TestFactory
    Stream<DynamicTest> scriptPrintsItself(@TempDir Path databases) throws IOException {
        return tests(SCRIPTS, script -> checkEmbedded(script, databases.resolve(script.getFileName())));
    }

    @TestFactory
    Stream<DynamicTest> scriptPrintsTheSameThroughTheThinClient(@TempDir Path databases) throws IOException {
        return tests(SCRIPTS, script -> checkRemote(script, databases.resolve(script.getFileName())));
    }

    @Test
    void thinClientDifferencesAreThoseListed() throws IOException {
        Path folder = SCRIPTS.resolve("thin-client");
        assertThat(Files.isDirectory(folder) ? scripts(folder) : List.<Path>of())
                .extracting(script -> script.getFileName().toString())
                .containsExactlyInAnyOrderElementsOf(THIN_CLIENT_DIFFERENCES.keySet());
        for (String name : THIN_CLIENT_DIFFERENCES.keySet()) {
            assertThat(Files.readString(folder.resolve(name)))
                    .as("%s is listed, so its outputs differ", name)
                    .isNotEqualTo(Files.readString(SCRIPTS.resolve(name)));
        }
    }

    /** A check of one script. */
    private interface Check {
        void of(Path script) throws IOException, SQLException;
    }

    private static Stream<DynamicTest> tests(Path folder, Check check) throws IOException {
        Pattern only = Pattern.compile(System.getProperty("lancesql.quidem.only", ""));
        return scripts(folder).stream()
                .filter(script -> only.matcher(script.getFileName().toString()).find())
                .map(script -> DynamicTest.dynamicTest(
                        script.getFileName().toString(), script.toUri(), () -> check.of(script)));
    }

    private static List<Path> scripts(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".iq"))
                    .sorted()
                    .toList();
            assertThat(scripts).as("scripts in %s", folder).isNotEmpty();
            return scripts;
        }
    }

    /** A database with a table that other programs have made, for the scripts that use one. */
    private static Path foreign(Path script, Path database) throws IOException {
        Path foreign = database.resolveSibling(database.getFileName() + ".foreign");
        if (Files.readString(script).contains("!use foreign")) {
            Files.createDirectories(foreign);
            ForeignHistory.write(foreign);
        }
        return foreign;
    }

    private static void checkEmbedded(Path script, Path database) throws IOException {
        Map<String, String> urls = Map.of(
                "foreign", "jdbc:lance:" + foreign(script, database),
                "main", "jdbc:lance:" + database,
                "readonly", "jdbc:lance:" + database + "?readOnly=true",
                "temporary", "jdbc:lance:");
        Path output = OUTPUTS.resolve(script.getFileName());
        run(script, urls, output);
        compare(output, script, true);
    }

    private static void checkRemote(Path script, Path database) throws IOException, SQLException {
        String name = script.getFileName().toString();
        Map<String, Path> databases = Map.of(
                "main",
                database,
                "foreign",
                foreign(script, database),
                "temporary",
                database.resolveSibling(name + ".temporary"));
        try (LanceServer server = LanceServer.start(new LanceServer.Config(databases, 0, Duration.ofMinutes(5)))) {
            String url = "jdbc:avatica:remote:serialization=protobuf;url=http://localhost:" + server.port();
            Map<String, String> urls = Map.of(
                    "main", url + "/main",
                    "foreign", url + "/foreign",
                    "readonly", url + "/main?readOnly=true",
                    "temporary", url + "/temporary");
            boolean differs = THIN_CLIENT_DIFFERENCES.containsKey(name);
            Path expected = differs ? SCRIPTS.resolve("thin-client").resolve(name) : script;
            Path output = OUTPUTS.resolve("thin-client").resolve(name);
            run(script, urls, output);
            // A script that both share is what the embedded driver prints.
            compare(output, expected, differs);
        }
    }

    private static void run(Path script, Map<String, String> urls, Path output) throws IOException {
        new ScriptRunner(urls).run(script, output);
    }

    private static void compare(Path output, Path expected, boolean mayAccept) throws IOException {
        if (mayAccept && Boolean.getBoolean("lancesql.quidem.accept")) {
            Files.copy(output, expected, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        assertThat(output)
                .as("%s; if the new output is right, \"make accept\" takes it over", output)
                .hasSameTextualContentAs(expected);
    }
}
