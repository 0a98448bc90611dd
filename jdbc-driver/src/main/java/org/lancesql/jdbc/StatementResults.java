package org.lancesql.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.apache.calcite.avatica.Meta;
import org.apache.calcite.avatica.QueryState;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.jdbc.result.OpenRows;

/** The results of one execution, in order: the current one, those to come, and those that are still open. */
final class StatementResults {
    private static final long NO_COUNT = -1;
    private static final Meta.Signature NO_COLUMNS =
            new Meta.Signature(List.of(), "", List.of(), Map.of(), Meta.CursorFactory.ARRAY, Meta.StatementType.SELECT);

    private final LanceStatement statement;
    private final Deque<Meta.MetaResultSet> pending = new ArrayDeque<>();
    private final List<LanceResultSet> opened = new ArrayList<>();
    private @Nullable LanceResultSet current;
    private long updateCount = NO_COUNT;

    StatementResults(LanceStatement statement) {
        this.statement = statement;
    }

    /** Takes the results of a new execution and goes to the first. */
    void start(List<Meta.MetaResultSet> results) throws SQLException {
        pending.addAll(results);
        advance();
    }

    /** Goes to the next result; returns whether it is one of rows. */
    boolean advance() throws SQLException {
        current = null;
        updateCount = NO_COUNT;
        Meta.MetaResultSet next = pending.poll();
        if (next == null) {
            return false;
        }
        if (next.signature == null) {
            updateCount = next.updateCount;
            return false;
        }
        current = open(next.signature, next.firstFrame);
        return true;
    }

    LanceResultSet open(Meta.Signature signature, Meta.@Nullable Frame frame) throws SQLException {
        LanceResultSet resultSet = new LanceResultSet(
                statement,
                new QueryState(signature.sql),
                signature,
                new LanceResultSetMetaData(signature.columns),
                TimeZone.getDefault(),
                frame);
        resultSet.execute();
        opened.add(resultSet);
        return resultSet;
    }

    @Nullable ResultSet current() {
        return current;
    }

    /** The current result, which is one of rows. */
    ResultSet currentRows() throws SQLException {
        if (current == null) {
            throw JdbcErrors.noRows("");
        }
        return current;
    }

    /** The current result's number of changed rows, or -1. */
    long updateCount() {
        return updateCount;
    }

    ResultSet noGeneratedKeys() throws SQLException {
        return open(NO_COLUMNS, Meta.Frame.EMPTY);
    }

    void closeCurrent() {
        if (current != null) {
            current.close();
        }
    }

    /** Closes the result sets that the caller has got. */
    void closeOpened() {
        List.copyOf(opened).forEach(LanceResultSet::close);
    }

    /** Closes those and drops the results to come. */
    void closeAll() {
        for (Meta.MetaResultSet result : pending) {
            OpenRows rows = result.signature == null ? null : Signatures.openRows(result.signature);
            if (rows != null) {
                rows.close();
            }
        }
        pending.clear();
        closeOpened();
        current = null;
        updateCount = NO_COUNT;
    }

    /** Notes that a result set is closed; returns whether nothing is left of the execution. */
    boolean closed(LanceResultSet resultSet) {
        opened.remove(resultSet);
        return opened.isEmpty() && pending.isEmpty();
    }
}
