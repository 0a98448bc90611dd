package org.lancesql.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.lancesql.jdbc.errors.JdbcErrors;
import org.lancesql.mutation.Isolation;

/** JDBC's levels of isolation, and those that there are. */
final class IsolationLevels {
    private IsolationLevels() {}

    static int level(Isolation isolation) {
        return switch (isolation) {
            case READ_COMMITTED -> Connection.TRANSACTION_READ_COMMITTED;
            case REPEATABLE_READ -> Connection.TRANSACTION_REPEATABLE_READ;
        };
    }

    /** The isolation that gives what a level asks for, or more. */
    static Isolation isolation(int level) throws SQLException {
        return switch (level) {
            case Connection.TRANSACTION_READ_UNCOMMITTED, Connection.TRANSACTION_READ_COMMITTED ->
                Isolation.READ_COMMITTED;
            case Connection.TRANSACTION_REPEATABLE_READ -> Isolation.REPEATABLE_READ;
            case Connection.TRANSACTION_SERIALIZABLE -> throw JdbcErrors.notSerializable();
            default -> throw JdbcErrors.noSuchIsolation(level);
        };
    }

    static boolean supports(int level) {
        return level == Connection.TRANSACTION_READ_UNCOMMITTED
                || level == Connection.TRANSACTION_READ_COMMITTED
                || level == Connection.TRANSACTION_REPEATABLE_READ;
    }
}
