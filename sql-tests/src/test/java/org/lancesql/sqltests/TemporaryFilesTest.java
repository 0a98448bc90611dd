package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of temporary tables, of programs that end in different ways. */
class TemporaryFilesTest {
    private static final long TIMEOUT_SECONDS = 120;

    @TempDir
    private Path directory;

    @Test
    void killedProgramsAreSweptAndLivingOnesAreNot() throws Exception {
        try (Program killed = new Program();
                Program living = new Program()) {
            killed.expect("rows 1");
            living.expect("rows 1");
            List<String> both = sessions();
            assertThat(both).hasSize(2);

            killed.kill();
            assertThat(sessions()).as("nobody was there to clean up").isEqualTo(both);

            try (Program next = new Program()) {
                next.expect("rows 1");
                assertThat(sessions()).hasSize(2).isNotEqualTo(both);
                living.send();
                living.expect("rows 2");
                next.end();
            }
            assertThat(sessions()).hasSize(1).isSubsetOf(both);
            living.send();
            living.expect("rows 3");
            living.end();
            assertThat(sessions()).isEmpty();
        }
    }

    /** Names of the directories of sessions. */
    private List<String> sessions() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("tmp"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.startsWith("lancesql-session-") && !name.endsWith(".lock"))
                    .sorted()
                    .toList();
        }
    }

    /** A JVM that runs {@link TemporaryRows}. */
    private final class Program implements AutoCloseable {
        private final Process process;
        private final BufferedReader output;
        private final Writer input;

        Program() throws IOException {
            Path temporary = Files.createDirectories(directory.resolve("tmp"));
            List<String> command = new ArrayList<>(List.of(
                    ChildJvm.currentJavaHome().resolve("bin/java").toString(),
                    "--add-opens=java.base/java.nio=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path"),
                    TemporaryRows.class.getName(),
                    Files.createDirectories(directory.resolve("db")).toString()));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            output = process.inputReader();
            input = process.outputWriter();
        }

        void expect(String line) throws IOException {
            assertThat(output.readLine()).isEqualTo(line);
        }

        void send() throws IOException {
            input.write("\n");
            input.flush();
        }

        /** Ends it as {@code kill -9} does. */
        void kill() throws InterruptedException {
            assertThat(process.destroyForcibly().waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS))
                    .isTrue();
            assertThat(process.exitValue()).isEqualTo(128 + 9);
        }

        void end() throws IOException, InterruptedException {
            input.close();
            assertThat(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }
}
