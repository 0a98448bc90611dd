package org.lancesql.jdbc.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.lancesql.jdbc.LeakCheck;
import org.lancesql.storage.DatabaseRoot;

/** A server with two empty databases, sales and other; asserts afterwards that closing it freed every buffer. */
final class ServerExtension implements BeforeEachCallback, AfterEachCallback {
    private Path directory = Path.of("");

    @SuppressWarnings("NullAway.Init") // before each test
    private LanceServer server;

    @Override
    public void beforeEach(ExtensionContext context) throws IOException, SQLException {
        directory = Files.createTempDirectory("lancesql-server");
        server = start(Duration.ofMinutes(5));
    }

    /** Starts a server like that of the test, in place of it. */
    LanceServer restart(Duration idleTime) throws SQLException {
        server.close();
        server = start(idleTime);
        return server;
    }

    private LanceServer start(Duration idleTime) throws SQLException {
        Map<String, Path> databases = new LinkedHashMap<>();
        databases.put("sales", directory.resolve("sales"));
        databases.put("other", directory.resolve("other"));
        return LanceServer.start(new LanceServer.Config(databases, 0, idleTime));
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        server.close();
        assertThat(LeakCheck.drain()).isEmpty();
        DatabaseRoot.existing(directory).deleteRecursively();
    }

    LanceServer server() {
        return server;
    }

    Path directory() {
        return directory;
    }

    /** URL of a path, as in {@code /sales?readOnly=true}. */
    String url(String path) {
        return "jdbc:avatica:remote:serialization=protobuf;url=http://localhost:" + server.port() + path;
    }

    Connection connect() throws SQLException {
        return DriverManager.getConnection(url("/sales"));
    }
}
