package org.lancesql.jdbc.errors;

import java.io.IOException;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.util.Map;

/** The errors that the driver itself finds, one factory for each message. */
public final class JdbcErrors {
    private JdbcErrors() {}

    public static SQLException connectionClosed() {
        return SqlStates.create(SqlStates.CONNECTION_DOES_NOT_EXIST, "The connection is closed");
    }

    public static SQLException statementClosed() {
        return SqlStates.create(SqlStates.INVALID_CURSOR_STATE, "The statement is closed");
    }

    public static SQLException resultSetClosed() {
        return SqlStates.create(SqlStates.INVALID_CURSOR_STATE, "The result set is closed");
    }

    public static SQLException noCurrentRow() {
        return SqlStates.create(
                SqlStates.INVALID_CURSOR_STATE,
                "The result set is not on a row: call next() first, and while it is true");
    }

    public static SQLException noSuchColumn(int index, int count) {
        return SqlStates.create(
                SqlStates.INVALID_DESCRIPTOR_INDEX,
                "There is no column " + index + ": the result has "
                        + (count == 0 ? "no columns" : "columns 1 to " + count));
    }

    public static SQLException noSuchColumn(String label, Iterable<String> labels) {
        return SqlStates.create(
                SqlStates.UNDEFINED_COLUMN,
                "There is no column \"" + label + "\" in the result: its columns are " + String.join(", ", labels));
    }

    public static SQLException noSuchParameter(int index, int count) {
        return SqlStates.create(
                SqlStates.INVALID_DESCRIPTOR_INDEX,
                "There is no parameter " + index + ": the statement has "
                        + (count == 0 ? "none" : count == 1 ? "one" : "parameters 1 to " + count));
    }

    public static SQLException unboundParameter(int index) {
        return SqlStates.create(SqlStates.WRONG_PARAMETERS, "Parameter " + index + " has no value: set it first");
    }

    public static SQLException notSupported(String what) {
        return SqlStates.create(SqlStates.FEATURE_NOT_SUPPORTED, what);
    }

    public static SQLException readOnlyResultSet() {
        return notSupported("Result sets are read-only: use INSERT to change a table");
    }

    public static SQLException forwardOnly() {
        return notSupported("Result sets are forward-only: only next() moves them");
    }

    /** @param method the method of a connection that is about a transaction */
    public static SQLException autoCommitIsOn(String method) {
        return SqlStates.create(
                SqlStates.NO_TRANSACTION,
                method + " needs a transaction, and autocommit is on: turn it off with setAutoCommit(false). A"
                        + " transaction that BEGIN has opened ends with COMMIT or ROLLBACK");
    }

    public static SQLException notWithinTransaction(String method) {
        return SqlStates.create(
                SqlStates.TRANSACTION_OPEN,
                method + " is refused within a transaction: commit it or roll it back first");
    }

    public static SQLException unknownSavepoint(String name) {
        return SqlStates.create(
                SqlStates.UNKNOWN_SAVEPOINT,
                "There is no " + name + " in this transaction: it is of another transaction or connection, was"
                        + " released, or went with a rollback to an earlier one");
    }

    /** @param what a name or a number, and what it has instead */
    public static SQLException savepointHasNo(String what) {
        return invalidArgument("The savepoint has no " + what);
    }

    public static SQLException notSerializable() {
        return notSupported("SERIALIZABLE is not supported: use REPEATABLE READ, which reads one snapshot and refuses"
                + " to commit over a change of the same rows");
    }

    public static SQLException noSuchIsolation(int level) {
        return invalidArgument("There is no transaction isolation " + level
                + ": use READ COMMITTED or REPEATABLE READ, by the constants of java.sql.Connection");
    }

    public static SQLException noProcedures() {
        return notSupported("There are no stored procedures: use prepareStatement instead of prepareCall");
    }

    public static SQLException notForPrepared(String method) {
        return SqlStates.create(
                SqlStates.FUNCTION_SEQUENCE,
                method + " with a text cannot be called on a prepared statement: use createStatement for that");
    }

    public static SQLException noRows(String sql) {
        return SqlStates.create(
                SqlStates.NO_DATA, "executeQuery needs a statement that returns rows, use executeUpdate for: " + sql);
    }

    public static SQLException rowsNotWanted(String sql) {
        return SqlStates.create(
                SqlStates.ROWS_NOT_WANTED,
                "executeUpdate and batches take no statement that returns rows, use executeQuery for: " + sql);
    }

    public static SQLException noStatement() {
        return SqlStates.create(SqlStates.NO_DATA, "The text holds no statement, only blanks and comments");
    }

    public static SQLException severalStatements(int count) {
        return notSupported("A prepared statement is one statement, this text has " + count
                + ": run scripts with Statement.execute");
    }

    public static SQLException severalInBatch(int count) {
        return notSupported("Each entry of a batch is one statement, this text has " + count);
    }

    public static SQLException notForUnprepared() {
        return SqlStates.create(SqlStates.FUNCTION_SEQUENCE, "The statement is not prepared");
    }

    public static SQLException unusableParameter(Class<?> type) {
        return SqlStates.create(
                SqlStates.RESTRICTED_DATA_TYPE, "A parameter cannot be set to an instance of " + type.getName());
    }

    public static SQLException unreadableParameter(IOException cause) {
        return SqlStates.create(
                SqlStates.IO_ERROR, "The stream of a parameter cannot be read: " + cause.getMessage(), cause);
    }

    public static SQLException parameterNotDatetime(Object value) {
        return SqlStates.create(
                SqlStates.INVALID_DATETIME,
                "Parameter value '" + value + "' is no value of the date or time type asked for");
    }

    public static SQLException parameterNotNumber(Object value) {
        return SqlStates.create(SqlStates.INVALID_TEXT, "Parameter value '" + value + "' is not a number");
    }

    public static SQLException parameterOutOfRange(Object value) {
        return SqlStates.create(
                SqlStates.NUMERIC_OUT_OF_RANGE, "Parameter value " + value + " does not fit into the type asked for");
    }

    public static SQLException invalidArgument(String message) {
        return SqlStates.create(SqlStates.INVALID_PARAMETER_VALUE, message);
    }

    public static SQLException notAWrapper(Object object, Class<?> type) {
        return invalidArgument(object.getClass().getSimpleName() + " does not wrap a " + type.getName());
    }

    public static SQLClientInfoException clientInfo(SQLException cause) {
        return new SQLClientInfoException(cause.getMessage(), cause.getSQLState(), 0, Map.of(), cause);
    }

    /** A getter that does not fit the column's type. */
    public static SQLException cannotRead(String column, String typeName, String target) {
        return SqlStates.create(
                SqlStates.RESTRICTED_DATA_TYPE,
                "Column \"" + column + "\" is of type " + typeName + " and cannot be read as " + target);
    }

    /** A value that does not fit the getter's type. */
    public static SQLException outOfRange(String column, Object value, String target) {
        return SqlStates.create(
                SqlStates.NUMERIC_OUT_OF_RANGE,
                "Column \"" + column + "\": the value " + value + " does not fit into " + target);
    }

    /** A null in an array that is read as one of primitives. */
    public static SQLException nullElement(String column, String target) {
        return SqlStates.create(
                SqlStates.NULL_NOT_ALLOWED,
                "Column \"" + column + "\" has an array with a NULL, which " + target
                        + " cannot hold; read it as an array of objects");
    }

    public static SQLException arrayFreed() {
        return SqlStates.create(SqlStates.FUNCTION_SEQUENCE, "The array has been freed");
    }

    public static SQLException unknownType(String typeName) {
        return SqlStates.create(
                SqlStates.UNDEFINED_OBJECT,
                "There is no type " + typeName + "; DatabaseMetaData.getTypeInfo lists those there are");
    }

    /** Text that is no value of the getter's type. */
    public static SQLException invalidText(String column, String text, String target) {
        return SqlStates.create(SqlStates.INVALID_TEXT, "Column \"" + column + "\": '" + text + "' is not " + target);
    }

    /** Text that is no date or time. */
    public static SQLException invalidDatetime(String column, String text, String target) {
        return SqlStates.create(
                SqlStates.INVALID_DATETIME, "Column \"" + column + "\": '" + text + "' is not " + target);
    }
}
