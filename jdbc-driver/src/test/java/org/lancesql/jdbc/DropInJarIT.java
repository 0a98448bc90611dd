package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The drop-in jar, by itself and without JVM flags. */
class DropInJarIT {
    private static final Path JAR = Path.of(System.getProperty("lancesql.jar", "target/lancesql-jdbc.jar"));

    private static final String PROGRAM = """
            import java.sql.*;
            public class Program {
                public static void main(String[] arguments) throws Exception {
                    try (Connection connection = DriverManager.getConnection("jdbc:lance:" + arguments[0]);
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE t (i INTEGER NOT NULL, s VARCHAR)");
                        statement.executeUpdate("INSERT INTO t VALUES (1, 'one'), (2, 'zwölf')");
                        statement.executeUpdate("INSERT INTO t VALUES (3, 'three')");
                        print(statement, "SELECT i, s FROM t ORDER BY i");
                        print(statement, "SELECT count(*), max(s) FROM t FOR VERSION AS OF 2");
                    }
                }
                static void print(Statement statement, String sql) throws SQLException {
                    try (ResultSet rows = statement.executeQuery(sql)) {
                        while (rows.next()) {
                            System.out.println(rows.getInt(1) + " " + rows.getString(2).length());
                        }
                    }
                }
            }
            """;

    @TempDir
    private Path directory;

    /** The JVM of the tests, and a newer one where it is installed. */
    static Stream<Path> javaHomes() {
        return Stream.of(Path.of(System.getProperty("java.home")), Path.of("/usr/lib/jvm/temurin-25-jdk-amd64"))
                .filter(home -> Files.isExecutable(home.resolve("bin/java")));
    }

    private record Outcome(int exitCode, String out, String err) {}

    private Outcome run(Path javaHome, String input, String... arguments) throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(List.of(javaHome.resolve("bin/java").toString(), "-Dfile.encoding=UTF-8"));
        command.addAll(List.of(arguments));
        Path in = Files.writeString(directory.resolve("in"), input);
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        Process process = new ProcessBuilder(command)
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Outcome(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @MethodSource("javaHomes")
    void plainProgramNeedsOnlyTheJar(Path javaHome) throws Exception {
        Path program = Files.writeString(directory.resolve("Program.java"), PROGRAM);
        Outcome outcome = run(
                javaHome,
                "",
                "-cp",
                JAR.toString(),
                program.toString(),
                directory.resolve("db").toString());
        assertThat(outcome.err().lines().filter(line -> !line.isBlank() && !line.startsWith("WARNING")))
                .isEmpty();
        assertThat(outcome.out().lines()).containsExactly("1 3", "2 5", "3 5", "2 5");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void shellRunsWhatIsPipedInAndFailsWithTheFirstError() throws Exception {
        Path java = Path.of(System.getProperty("java.home"));
        String db = directory.resolve("db").toString();
        Outcome good = run(java, "VALUES (1, 'a;b'); SELECT 2", "-jar", JAR.toString(), "shell", db);
        assertThat(good.err()).isEmpty();
        assertThat(good.out()).contains("a;b").contains("(1 row)");
        assertThat(good.exitCode()).isZero();
        Outcome bad = run(java, "SELECT 41 + 1;\nSELECT * FROM nix", "-jar", JAR.toString(), "shell", db);
        assertThat(bad.out()).contains("42");
        assertThat(bad.err()).startsWith("Error: Line 2").contains("nix").contains("42P01");
        assertThat(bad.exitCode()).isEqualTo(1);
    }

    @Test
    void carriesItsLicenceAndTheNoticesOfWhatItHolds() throws IOException {
        try (ZipFile zip = new ZipFile(JAR.toFile())) {
            assertThat(text(zip, "META-INF/LICENSE")).contains("Apache License", "Version 2.0");
            assertThat(text(zip, "META-INF/NOTICE")).contains("LanceSQL", "Apache Calcite", "Jetty");
        }
    }

    private static String text(ZipFile zip, String name) throws IOException {
        return new String(zip.getInputStream(zip.getEntry(name)).readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void onlyOurDriverIsRegistered() throws IOException {
        try (ZipFile zip = new ZipFile(JAR.toFile())) {
            byte[] drivers = zip.getInputStream(zip.getEntry("META-INF/services/java.sql.Driver"))
                    .readAllBytes();
            assertThat(new String(drivers, StandardCharsets.UTF_8).strip()).isEqualTo("org.lancesql.jdbc.LanceDriver");
            assertThat(zip.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.matches("META-INF/[^/]*\\.(SF|RSA|DSA)"))
                    .doesNotHaveDuplicates();
        }
    }
}
