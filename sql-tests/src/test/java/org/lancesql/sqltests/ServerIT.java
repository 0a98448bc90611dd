package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The server of the drop-in jar, as a program of its own. */
class ServerIT {
    private static final Path JAR = Path.of(System.getProperty("basedir", ""))
            .toAbsolutePath()
            .resolve("../jdbc-driver/target/lancesql-jdbc.jar")
            .normalize();
    private static final String ENDLESS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT SUM(i) FROM n";

    @TempDir
    private Path directory;

    private Process start(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(ChildJvm.currentJavaHome().resolve("bin/java").toString(), "-jar", JAR.toString(), "server"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    @Test
    void printsItsUrlServesItAndEndsOnSigtermWithAStatementRunning() throws Exception {
        Process server = start("--database", "sales=" + directory.resolve("sales"), "--port", "0");
        try (BufferedReader output = server.inputReader()) {
            String ready = output.readLine();
            assertThat(ready).startsWith("LanceSQL serves sales at jdbc:avatica:remote:url=http://localhost:");
            String url = ready.substring(ready.indexOf("jdbc:"));
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement();
                    Statement endless = connection.createStatement()) {
                statement.execute("CREATE TABLE t (a INT)");
                assertThat(statement.executeUpdate("INSERT INTO t VALUES (1), (2)"))
                        .isEqualTo(2);
                try (ResultSet rows = statement.executeQuery("SELECT SUM(a) FROM t")) {
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.getInt(1)).isEqualTo(3);
                }
                CompletableFuture<Throwable> outcome = CompletableFuture.supplyAsync(() -> {
                    try {
                        endless.executeQuery(ENDLESS).close();
                        return new AssertionError("The statement ended by itself");
                    } catch (Exception e) {
                        return e;
                    }
                });
                // By its handle, which leaves the output open.
                server.toHandle().destroy();
                assertThat(server.waitFor(60, TimeUnit.SECONDS)).isTrue();
                assertThat(outcome.get(60, TimeUnit.SECONDS)).isNotInstanceOf(AssertionError.class);
            } catch (java.sql.SQLException | RuntimeException e) {
                // The connection cannot be closed properly once its server has ended.
                assertThat(server.isAlive()).as("%s", e).isFalse();
            }
            assertThat(output.lines()).as("output after the ready line").isEmpty();
        } finally {
            server.destroyForcibly();
        }
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory.resolve("sales"));
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM t")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getInt(1)).isEqualTo(2);
        }
    }

    @Test
    void refusesToBindElsewhere() throws Exception {
        Process server = start("--database", "sales=" + directory, "--host", "0.0.0.0");
        try (BufferedReader output = server.inputReader()) {
            assertThat(output.readLine()).contains("--host can only be localhost, not 0.0.0.0", "no authentication");
            assertThat(server.waitFor()).isEqualTo(2);
        }
    }

    @Test
    void theJarKeepsItsJettyToItselfAndBindsNoLogger() throws IOException {
        try (JarFile jar = new JarFile(JAR.toFile())) {
            assertThat(jar.stream().map(entry -> entry.getName()))
                    .noneMatch(name -> name.startsWith("org/eclipse/jetty/") || name.startsWith("javax/servlet/"))
                    .noneMatch(name -> name.endsWith("org.slf4j.spi.SLF4JServiceProvider"))
                    .noneMatch(name -> name.startsWith("schemacrawler/") || name.startsWith("com/zaxxer/"))
                    .anyMatch(name -> name.startsWith("org/lancesql/shaded/jetty/server/"));
        }
    }
}
