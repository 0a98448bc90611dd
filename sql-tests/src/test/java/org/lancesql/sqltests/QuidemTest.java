package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each script of {@code src/test/resources/sql} prints itself. {@code make accept} overwrites the scripts with what the
 * engine answers, for review in the diff.
 */
class QuidemTest {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path SCRIPTS = MODULE.resolve("src/test/resources/sql");
    private static final Path OUTPUTS = MODULE.resolve("target/quidem");

    @TestFactory
    Stream<DynamicTest> scriptPrintsItself(@TempDir Path databases) throws IOException {
        return scripts().stream()
                .map(script -> DynamicTest.dynamicTest(
                        script.getFileName().toString(),
                        script.toUri(),
                        () -> check(script, databases.resolve(script.getFileName()))));
    }

    private static List<Path> scripts() throws IOException {
        try (Stream<Path> files = Files.list(SCRIPTS)) {
            List<Path> scripts = files.filter(file -> file.toString().endsWith(".iq"))
                    .sorted()
                    .toList();
            assertThat(scripts).as("scripts in %s", SCRIPTS).isNotEmpty();
            return scripts;
        }
    }

    private static void check(Path script, Path database) throws IOException {
        Path output = OUTPUTS.resolve(script.getFileName());
        ScriptRunner runner = new ScriptRunner(Map.of(
                "main", "jdbc:lance:" + database,
                "readonly", "jdbc:lance:" + database + "?readOnly=true",
                "temporary", "jdbc:lance:"));
        runner.run(script, output);
        if (Boolean.getBoolean("lancesql.quidem.accept")) {
            Files.copy(output, script, StandardCopyOption.REPLACE_EXISTING);
            return;
        }
        assertThat(output)
                .as("%s; if the new output is right, \"make accept\" takes it over", output)
                .hasSameTextualContentAs(script);
    }
}
