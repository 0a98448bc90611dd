package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drop-in jar alone on the class path, and no JVM flags. */
class DropInJarIT {
    private static final Path MODULE =
            Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Path JAR =
            MODULE.resolve("../jdbc-driver/target/lancesql-jdbc.jar").normalize();

    private static final String PROGRAM = """
            import java.sql.*;

            class Program {
                public static void main(String[] arguments) throws Exception {
                    try (Connection connection = DriverManager.getConnection("jdbc:lance:" + arguments[0]);
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE pets (name VARCHAR, born DATE)");
                        statement.executeUpdate("INSERT INTO pets VALUES ('Mia', DATE '2020-05-01')");
                        statement.executeUpdate("INSERT INTO pets VALUES ('Tom', DATE '2021-06-02')");
                        print(statement, "SELECT name, born FROM pets ORDER BY name");
                        print(statement, "SELECT name, born FROM pets FOR VERSION AS OF 2 ORDER BY name");
                    }
                }

                static void print(Statement statement, String sql) throws SQLException {
                    try (ResultSet rows = statement.executeQuery(sql)) {
                        while (rows.next()) {
                            System.out.println("row " + rows.getString(1) + " " + rows.getDate(2));
                        }
                    }
                }
            }
            """;

    @TempDir
    private static Path directory;

    @BeforeAll
    static void writeProgram() throws Exception {
        assertThat(JAR).exists();
        Files.writeString(directory.resolve("Program.java"), PROGRAM);
    }

    @Test
    void createsInsertsSelectsAndReadsAnOldVersion() throws Exception {
        check(ChildJvm.currentJavaHome(), directory.resolve("pets"));
    }

    @Test
    void worksOnANewerJdkToo() throws Exception {
        Path newer = Path.of("/usr/lib/jvm/temurin-25-jdk-amd64");
        assumeTrue(Files.isDirectory(newer), "no JDK 25 in " + newer);
        check(newer, directory.resolve("pets25"));
    }

    private static void check(Path javaHome, Path database) throws Exception {
        ChildJvm.Result result = ChildJvm.run(
                javaHome,
                List.of("-cp", JAR.toString(), directory.resolve("Program.java").toString(), database.toString()),
                directory);
        assertThat(result.exitCode()).as(result.output()).isZero();
        assertThat(result.output().lines().filter(line -> line.startsWith("row")))
                .as(result.output())
                .containsExactly("row Mia 2020-05-01", "row Tom 2021-06-02", "row Mia 2020-05-01");
    }
}
