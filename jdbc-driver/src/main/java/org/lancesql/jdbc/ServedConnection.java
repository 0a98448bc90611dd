package org.lancesql.jdbc;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.NoSuchStatementException;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.CompiledStatement;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.result.OpenRows;

/** An embedded connection as a server uses it on behalf of a client: without the JDBC objects, with the rows open. */
public final class ServedConnection implements AutoCloseable {
    private final LanceConnection connection;

    private ServedConnection(LanceConnection connection) {
        this.connection = connection;
    }

    /**
     * Opens a connection to the database in a directory.
     *
     * @param options connection properties by name
     * @throws SQLException for options that there are not, or whose values do not fit
     */
    public static ServedConnection open(Path directory, Map<String, String> options) throws SQLException {
        Properties properties = new Properties();
        properties.putAll(options);
        return new ServedConnection(DriverManager.getConnection(ConnectionConfig.url(directory), properties)
                .unwrap(LanceConnection.class));
    }

    /**
     * Names of the properties that one connection may choose for itself. The others are for whoever opens the database
     * first, which for a server's clients is the server.
     */
    public static List<String> ownOptions() {
        return ConnectionProperty.keysOfOneConnection();
    }

    /** Everything that the connection does; fails with what {@code SqlStates.translate} takes. */
    public Meta meta() {
        return connection.meta();
    }

    /** The rows of a result of {@link #meta}, or null if it has none to be read. The statement closes them. */
    public static @Nullable OpenRows rows(Meta.MetaResultSet result) {
        return result.signature == null ? null : Signatures.openRows(result.signature);
    }

    /** The columns that a prepared statement will return; empty if it returns no rows. */
    public List<ResultColumn> preparedColumns(Meta.StatementHandle statement) throws NoSuchStatementException {
        CompiledStatement plan = connection.meta().statement(statement).plan();
        if (plan == null) {
            throw new MetaFailure(JdbcErrors.notForUnprepared());
        }
        return plan.columns();
    }

    /** Whether a transaction is open, or the next statement begins one. */
    public boolean inTransaction() {
        return connection.session().inTransaction();
    }

    public ZoneId timeZone() {
        return connection.session().timeZone();
    }

    /** Stops what is running, rolls back what is pending, and closes all that is open. */
    @Override
    public void close() throws SQLException {
        connection.meta().cancelAll();
        connection.close();
    }
}
