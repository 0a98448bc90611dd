package org.lancesql.jdbc;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.lancesql.storage.DatabaseRoot;

/** A fresh directory and driver for each test; asserts afterwards that closing every connection freed every buffer. */
final class DatabaseExtension implements BeforeEachCallback, AfterEachCallback {
    private final List<Connection> connections = new ArrayList<>();
    private LanceDriver driver = new LanceDriver();
    private Path directory = Path.of("");

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        directory = Files.createTempDirectory("lancesql-test");
        driver = new LanceDriver();
    }

    @Override
    public void afterEach(ExtensionContext context) throws SQLException {
        for (Connection connection : connections) {
            connection.close();
        }
        connections.clear();
        assertThat(driver.databases().drainCloseFailures()).isEmpty();
        DatabaseRoot.existing(directory).deleteRecursively();
    }

    Path directory() {
        return directory;
    }

    LanceDriver driver() {
        return driver;
    }

    /** Connects to the directory of the test, with more of a URL such as {@code ?readOnly=true}. */
    Connection connect(String parameters) throws SQLException {
        Connection connection =
                requireNonNull(driver.connect("jdbc:lance:" + directory + parameters, new Properties()));
        connections.add(connection);
        return connection;
    }

    Connection connect() throws SQLException {
        return connect("");
    }

    static boolean isRegistered() throws SQLException {
        return DriverManager.getDriver("jdbc:lance:") instanceof LanceDriver;
    }
}
