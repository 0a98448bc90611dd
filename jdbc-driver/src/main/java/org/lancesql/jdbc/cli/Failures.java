package org.lancesql.jdbc.cli;

import java.sql.SQLException;

/** Words failures for somebody at a command line. */
final class Failures {
    private Failures() {}

    /** One line: the message and, if there is one, the SQLSTATE. */
    static String describe(Throwable failure) {
        if (failure instanceof SQLException sql) {
            return "Error: " + sql.getMessage() + " (" + sql.getSQLState() + ")";
        }
        String message = failure.getMessage();
        return "Error: " + (message == null ? failure.toString() : message);
    }
}
