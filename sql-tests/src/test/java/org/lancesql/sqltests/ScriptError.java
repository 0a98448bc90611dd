package org.lancesql.sqltests;

import java.io.PrintWriter;
import java.sql.SQLException;

/** An error as a script shows it: SQLSTATE and the first line of the message, in place of a stack trace. */
final class ScriptError extends SQLException {
    private static final long serialVersionUID = 1L;

    private ScriptError(String message, String state, Throwable cause) {
        super(message, state, cause);
    }

    static ScriptError of(Throwable failure) {
        if (failure instanceof ScriptError error) {
            return error;
        }
        if (failure instanceof SQLException exception) {
            return new ScriptError(firstLine(exception), exception.getSQLState(), exception);
        }
        return new ScriptError(failure.getClass().getName() + ": " + firstLine(failure), "no SQLException", failure);
    }

    /** What Quidem prints. */
    @Override
    public void printStackTrace(PrintWriter writer) {
        writer.println(getSQLState() + ": " + getMessage());
        if (Boolean.getBoolean("lancesql.quidem.traces")) {
            super.printStackTrace(writer);
        }
    }

    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        return message.lines().findFirst().orElse("");
    }
}
