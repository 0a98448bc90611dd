package org.lancesql.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the server withstands: clients that vanish, stop midway or send nonsense, and its own end. */
class ServerTest {
    /** Takes far longer than any test waits. */
    private static final String ENDLESS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000000) SELECT SUM(i) FROM n";

    @RegisterExtension
    final ServerExtension extension = new ServerExtension();

    private HttpResponse<byte[]> send(HttpRequest.Builder request) throws Exception {
        return HttpClient.newHttpClient()
                .send(
                        request.uri(URI.create(
                                        "http://localhost:" + extension.server().port() + "/sales"))
                                .build(),
                        BodyHandlers.ofByteArray());
    }

    @Test
    void garbageGetsAnErrorAndDoesNoHarm() throws Exception {
        Random random = new Random(7);
        try (Connection connection = extension.connect();
                Statement statement = connection.createStatement()) {
            for (int length : new int[] {0, 1, 10, 1000, 100_000}) {
                byte[] garbage = new byte[length];
                random.nextBytes(garbage);
                HttpResponse<byte[]> response =
                        send(HttpRequest.newBuilder().POST(BodyPublishers.ofByteArray(garbage)));
                assertThat(response.statusCode()).isEqualTo(500);
                assertThat(new String(response.body(), java.nio.charset.StandardCharsets.UTF_8))
                        .contains("08P01");
            }
            assertThat(send(HttpRequest.newBuilder().GET()).statusCode()).isEqualTo(405);
            try (ResultSet rows = statement.executeQuery("VALUES 1")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    @Test
    void aWebPageCannotUseTheServer() throws Exception {
        HttpResponse<byte[]> response = send(HttpRequest.newBuilder()
                .header("Origin", "http://example.com")
                .POST(BodyPublishers.ofByteArray(new byte[10])));
        assertThat(response.statusCode()).isEqualTo(403);
    }

    @Test
    void aClientWithoutProtobufIsTold() {
        String url =
                "jdbc:avatica:remote:url=http://localhost:" + extension.server().port() + "/sales";
        assertThatThrownBy(() -> DriverManager.getConnection(url)).hasMessageContaining("serialization=protobuf");
    }

    @Test
    void unknownIdsAreErrorsWithTheirNames() throws SQLException {
        try (RemoteConnections connections =
                new RemoteConnections(Map.of("sales", extension.directory().resolve("sales")))) {
            RequestService service = new RequestService(connections, new RequestTarget("sales", Map.of()));
            assertThatThrownBy(() -> service.apply(new Service.CreateStatementRequest("nobody")))
                    .isInstanceOfSatisfying(AvaticaRuntimeException.class, e -> {
                        assertThat(e.getSqlState()).isEqualTo("08003");
                        assertThat(e.getErrorMessage()).contains("no connection nobody");
                    });
            service.apply(new Service.OpenConnectionRequest("me", Map.of()));
            assertThatThrownBy(() -> service.apply(new Service.PrepareAndExecuteRequest("me", 99, "VALUES 1", -1)))
                    .isInstanceOfSatisfying(AvaticaRuntimeException.class, e -> {
                        assertThat(e.getSqlState()).isEqualTo("24000");
                        assertThat(e.getErrorMessage()).contains("no statement 99");
                    });
            assertThatThrownBy(() -> service.apply(new Service.FetchRequest("me", 99, 0, 10)))
                    .isInstanceOfSatisfying(
                            AvaticaRuntimeException.class,
                            e -> assertThat(e.getErrorMessage()).contains("no result"));
            assertThatThrownBy(() -> service.apply(new Service.ExecuteRequest(null, null, 0)))
                    .isInstanceOf(AvaticaRuntimeException.class);
            assertThatThrownBy(() -> service.apply(new Service.ExecuteRequest(
                            new Meta.StatementHandle(
                                    "me", service.apply(new Service.CreateStatementRequest("me")).statementId, null),
                            null,
                            0)))
                    .isInstanceOfSatisfying(
                            AvaticaRuntimeException.class,
                            e -> assertThat(e.getErrorMessage()).contains("not prepared"));
            assertThat(service.apply(new Service.ConnectionSyncRequest("me", new ConnectionPropertiesImpl()))
                            .connProps
                            .getSchema())
                    .isEqualTo("main");
        }
    }

    @Test
    void rowsAreNeverSkippedNorSentTwice() throws SQLException {
        try (RemoteConnections connections =
                new RemoteConnections(Map.of("sales", extension.directory().resolve("sales")))) {
            RequestService service = new RequestService(connections, new RequestTarget(null, Map.of()));
            service.apply(new Service.OpenConnectionRequest("me", Map.of()));
            int statement = service.apply(new Service.CreateStatementRequest("me")).statementId;
            Service.ExecuteResponse executed =
                    service.apply(new Service.PrepareAndExecuteRequest("me", statement, "VALUES 1, 2, 3", -1, 2));
            assertThat(executed.results.get(0).firstFrame.rows).hasSize(2);
            assertThat(executed.results.get(0).firstFrame.done).isFalse();
            assertThatThrownBy(() -> service.apply(new Service.FetchRequest("me", statement, 0, 2)))
                    .isInstanceOfSatisfying(
                            AvaticaRuntimeException.class,
                            e -> assertThat(e.getErrorMessage()).contains("row 2 is next"));
            assertThat(service.apply(new Service.FetchRequest("me", statement, 2, 2)).frame.rows)
                    .hasSize(1);
        }
    }

    @Test
    void closingTheConnectionStopsItsStatement() throws Exception {
        Connection connection = extension.connect();
        Statement statement = connection.createStatement();
        CompletableFuture<Throwable> outcome = failureOf(statement);
        awaitRunning(outcome);
        connection.close();
        assertThat(outcome.get(30, TimeUnit.SECONDS)).hasMessageContaining("57014");
        assertThat(extension.server().connectionCount()).isZero();
    }

    @Test
    void closingTheServerStopsStatementsAndFreesAll() throws Exception {
        Statement statement = extension.connect().createStatement();
        CompletableFuture<Throwable> outcome = failureOf(statement);
        awaitRunning(outcome);
        extension.server().close();
        assertThat(outcome.get(30, TimeUnit.SECONDS)).isNotNull();
        assertThatThrownBy(() -> extension.connect()).isInstanceOf(RuntimeException.class);
    }

    private static CompletableFuture<Throwable> failureOf(Statement statement) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                statement.executeQuery(ENDLESS).close();
                return new AssertionError("The statement ended by itself");
            } catch (SQLException | RuntimeException e) {
                return e;
            }
        });
    }

    /** Until the statement has begun, or has failed already: the server then has been asked twice. */
    private void awaitRunning(CompletableFuture<Throwable> outcome) {
        while (!outcome.isDone() && extension.server().runningCount() == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void connectionsThatVanishAreClosed() throws SQLException {
        LanceServer server = extension.restart(Duration.ofSeconds(1));
        Connection vanished = extension.connect();
        Statement statement = vanished.createStatement();
        statement.execute("CREATE TABLE t AS WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE"
                + " i < 25000) SELECT i FROM n");
        ResultSet rows = statement.executeQuery("SELECT i FROM t");
        assertThat(rows.next()).isTrue();
        while (server.connectionCount() > 0) {
            Thread.onSpinWait();
        }
        assertThatThrownBy(() -> {
                    while (rows.next()) {
                        assertThat(rows.getInt(1)).isPositive();
                    }
                })
                .isInstanceOf(AvaticaClientRuntimeException.class)
                .hasMessageContaining("There is no connection");
        assertThatThrownBy(() -> statement.executeQuery("VALUES 1"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("08003"));
    }

    @Test
    void aServerThatEndedBeforeItsClientsLeavesItsPortFree(@TempDir Path directory) throws SQLException {
        int port = extension.server().port();
        extension.connect().createStatement().execute("CREATE TABLE t (a INT)");
        extension.server().close();
        LanceServer.Config config = new LanceServer.Config(Map.of("x", directory), port, Duration.ofMinutes(1));
        try (LanceServer next = LanceServer.start(config)) {
            assertThat(next.port()).isEqualTo(port);
        }
    }

    @Test
    void aPortInUseIsNamed(@TempDir Path directory) {
        int port = extension.server().port();
        assertThatThrownBy(() ->
                        LanceServer.start(new LanceServer.Config(Map.of("x", directory), port, Duration.ofMinutes(1))))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("Port " + port + " is in use");
    }
}
