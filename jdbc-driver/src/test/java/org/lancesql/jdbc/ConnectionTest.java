package org.lancesql.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ConnectionTest {
    @RegisterExtension
    final DatabaseExtension database = new DatabaseExtension();

    private static String state(ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call).getSQLState();
    }

    @Test
    void driverManagerFindsTheDriver() throws SQLException {
        assertThat(DatabaseExtension.isRegistered()).isTrue();
        assertThat(database.driver().connect("jdbc:other:", new Properties())).isNull();
    }

    @Test
    void temporaryDatabaseGoesWithItsConnection() throws SQLException {
        Path directory;
        try (Connection connection = DriverManager.getConnection("jdbc:lance:")) {
            directory = Path.of(System.getProperty("java.io.tmpdir")).resolve(connection.getCatalog());
            assertThat(directory).isDirectory();
        }
        assertThat(directory).doesNotExist();
    }

    @Test
    void missingDirectoryIsCreatedUnlessForbidden() throws SQLException {
        assertThat(state(() -> database.connect("/new?create=false"))).isEqualTo("08001");
        assertThat(state(() -> database.connect("/new?readOnly=true"))).isEqualTo("08001");
        assertThat(database.directory().resolve("new")).doesNotExist();
        database.connect("/new/deep%20er");
        assertThat(database.directory().resolve("new/deep er")).isDirectory();
    }

    @Test
    void fileIsNoDatabase() throws Exception {
        Files.writeString(database.directory().resolve("file"), "x");
        SQLException failure = catchThrowableOfType(SQLException.class, () -> database.connect("/file"));
        assertThat(failure.getSQLState()).isEqualTo("08001");
        assertThat((Throwable) failure).message().endsWith("file is a file, a database is a directory");
    }

    @Test
    void connectionsToOneDirectoryShareItsMemoryLimit() throws SQLException {
        database.connect("?memoryLimit=1g");
        database.connect();
        database.connect("?memoryLimit=1024m");
        assertThat(state(() -> database.connect("?memoryLimit=2g"))).isEqualTo("08001");
    }

    @Test
    void connectionsToOneDirectoryShareItsColumnCache() throws SQLException {
        database.connect("?memoryLimit=1g");
        database.connect("?columnCache=256m");
        database.connect("?columnCache=25%25");
        assertThatThrownBy(() -> database.connect("?columnCache=0"))
                .hasMessageContaining("is open with another columnCache, which all connections share");
    }

    @Test
    void closedConnectionSaysSo() throws SQLException {
        Connection connection = database.connect();
        Statement statement = connection.createStatement();
        connection.close();
        connection.close();
        assertThat(connection.isClosed()).isTrue();
        assertThat(connection.isValid(1)).isFalse();
        assertThat(statement.isClosed()).isTrue();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                connection::createStatement,
                () -> connection.prepareStatement("SELECT 1"),
                connection::getMetaData,
                connection::commit,
                connection::getAutoCommit,
                connection::getCatalog,
                () -> connection.setAutoCommit(true))) {
            assertThat(state(call)).isEqualTo("08003");
        }
        assertThat(state(() -> statement.executeQuery("SELECT 1"))).isEqualTo("24000");
        assertThat(state(statement::cancel)).isEqualTo("24000");
    }

    @Test
    void settingsHoldWhatTheConnectionCanDo() throws SQLException {
        Connection connection = database.connect();
        assertThat(connection.getAutoCommit()).isTrue();
        connection.setAutoCommit(false);
        assertThat(connection.getAutoCommit()).isFalse();
        connection.commit();
        connection.rollback();
        assertThat(connection.isReadOnly()).isFalse();
        connection.setReadOnly(true);
        assertThat(connection.isReadOnly()).isTrue();
        connection.setReadOnly(false);
        assertThat(connection.getCatalog())
                .isEqualTo(database.directory().getFileName().toString());
        assertThat(connection.getSchema()).isEqualTo("main");
        connection.setSchema("main");
        assertThat(state(() -> connection.setSchema("other"))).isEqualTo("3F000");
        assertThat(state(() -> connection.setCatalog("other"))).isEqualTo("3D000");
        connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
        assertThat(state(() -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE)))
                .isEqualTo("0A000");
        connection.setNetworkTimeout(null, 1000);
        assertThat(connection.getNetworkTimeout()).isEqualTo(1000);
        connection.setClientInfo("ApplicationName", "test");
        assertThat(connection.getClientInfo("ApplicationName")).isEqualTo("test");
        assertThat(connection.nativeSQL("SELECT 1")).isEqualTo("SELECT 1");
        assertThat(connection.isValid(0)).isTrue();
    }

    @Test
    void readOnlyConnectionStaysSo() throws SQLException {
        Connection connection = database.connect("?readOnly=true");
        assertThat(connection.isReadOnly()).isTrue();
        assertThat(connection.getMetaData().isReadOnly()).isTrue();
        assertThat(state(() -> connection.setReadOnly(false))).isEqualTo("25006");
        assertThat(database.directory()).isEmptyDirectory();
    }

    @Test
    void whatThereIsNotIsRefusedByName() throws SQLException {
        Connection connection = database.connect();
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE),
                () -> connection.prepareCall("{call p()}"),
                connection::createSQLXML,
                () -> connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY),
                () -> connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE))) {
            SQLException failure = catchThrowableOfType(SQLException.class, call);
            assertThat((Throwable) failure).isInstanceOf(SQLFeatureNotSupportedException.class);
            assertThat(failure.getSQLState()).isEqualTo("0A000");
            assertThat(failure.getMessage()).isNotBlank();
        }
        assertThat(state(() -> connection.createArrayOf("SHAPE", new Object[0])))
                .isEqualTo("42704");
        assertThat(state(() -> connection.unwrap(Thread.class))).isEqualTo("22023");
        assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
    }

    @Test
    void abortCloses() throws SQLException {
        Connection connection = database.connect();
        connection.abort(Runnable::run);
        assertThat(connection.isClosed()).isTrue();
    }

    @Test
    void propertyInfoListsEveryProperty() {
        DriverPropertyInfo[] infos = database.driver().getPropertyInfo("jdbc:lance:/d", new Properties());
        assertThat(Arrays.stream(infos).map(info -> info.name))
                .containsExactly(
                        "readOnly",
                        "create",
                        "memoryLimit",
                        "columnCache",
                        "applicationName",
                        "user",
                        "password",
                        "progress",
                        "timeZone",
                        "queryTimeout",
                        "isolation",
                        "mixedMutations",
                        "sync",
                        "mergeFragments",
                        "asOf",
                        "queryMemory");
        assertThat(infos).allSatisfy(info -> assertThat(info.description).isNotBlank());
    }
}
