package org.lancesql.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.avatica.AvaticaParameter;
import org.apache.calcite.avatica.AvaticaUtils;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.remote.TypedValue;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.BoundRows;
import org.lancesql.jdbc.MetaStatement.Expected;
import org.lancesql.jdbc.errors.JdbcErrors;

/** A prepared statement: planned once, executed with parameters as often as one likes. */
final class LancePreparedStatement extends ParameterSetters implements PreparedStatement {
    private static final Object UNBOUND = new Object();

    private final Meta.Signature prepared;
    private final @Nullable Object[] parameters;
    private BoundRows batch;

    LancePreparedStatement(
            LanceConnection connection, Meta.StatementHandle handle, Meta.Signature signature, int holdability) {
        super(connection, handle, signature, holdability);
        prepared = signature;
        parameters = new Object[signature.parameters.size()];
        Arrays.fill(parameters, UNBOUND);
        batch = new BoundRows(parameters.length, 1);
    }

    @Override
    AvaticaParameter parameter(int index) throws SQLException {
        checkOpen();
        if (index < 1 || index > parameters.length) {
            throw JdbcErrors.noSuchParameter(index, parameters.length);
        }
        return prepared.parameters.get(index - 1);
    }

    @Override
    void bind(int index, @Nullable Object engineValue) throws SQLException {
        parameter(index);
        parameters[index - 1] = engineValue;
    }

    @Override
    public void clearParameters() throws SQLException {
        checkOpen();
        Arrays.fill(parameters, UNBOUND);
    }

    /** A view of the values that are bound now. */
    private List<@Nullable Object> boundParameters() throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            if (parameters[i] == UNBOUND) {
                throw JdbcErrors.unboundParameter(i + 1);
            }
        }
        return Arrays.asList(parameters);
    }

    private void run(Expected expected) throws SQLException {
        checkOpen();
        List<TypedValue> bound =
                boundParameters().stream().map(ParameterValues::toTyped).toList();
        results().start(call(expected, () -> meta().execute(handle, bound, 0)).resultSets);
    }

    @Override
    public boolean execute() throws SQLException {
        run(Expected.ANYTHING);
        return results().current() != null;
    }

    @Override
    public ResultSet executeQuery() throws SQLException {
        run(Expected.ROWS_FIRST);
        return results().currentRows();
    }

    @Override
    public int executeUpdate() throws SQLException {
        return AvaticaUtils.toSaturatedInt(executeLargeUpdate());
    }

    @Override
    public long executeLargeUpdate() throws SQLException {
        run(Expected.COUNTS);
        return results().updateCount();
    }

    @Override
    public void addBatch() throws SQLException {
        checkOpen();
        batch.add(boundParameters());
    }

    @Override
    public void clearBatch() throws SQLException {
        checkOpen();
        batch = new BoundRows(parameters.length, 1);
    }

    @Override
    public long[] executeLargeBatch() throws SQLException {
        BoundRows rows = batch;
        batch = new BoundRows(parameters.length, rows.size());
        return call(Expected.COUNTS, () -> meta().executeRows(handle, rows)).updateCounts;
    }

    /** The columns of the rows, or null for a statement that returns none. */
    @Override
    public @Nullable ResultSetMetaData getMetaData() throws SQLException {
        checkOpen();
        return prepared.columns.isEmpty() ? null : new LanceResultSetMetaData(prepared.columns);
    }

    @Override
    public LanceParameterMetaData getParameterMetaData() throws SQLException {
        checkOpen();
        return new LanceParameterMetaData(prepared.parameters);
    }

    @Override
    void checkTakesText(String method) throws SQLException {
        checkOpen();
        throw JdbcErrors.notForPrepared(method);
    }
}
