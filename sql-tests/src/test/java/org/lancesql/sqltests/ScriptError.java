package org.lancesql.sqltests;

import java.io.PrintWriter;
import java.sql.SQLException;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;

/** An error as a script shows it: SQLSTATE and the first line of the message, in place of a stack trace. */
final class ScriptError extends SQLException {
    private static final long serialVersionUID = 1L;
    private static final String REMOTE = "Remote driver error: ";

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
        if (failure instanceof AvaticaClientRuntimeException remote) {
            return new ScriptError(firstLine(remote), remote.getSqlState(), remote);
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

    /** The first line of the message, without what Avatica's client puts before that of the server. */
    private static String firstLine(Throwable failure) {
        String message = String.valueOf(failure.getMessage());
        int remote = message.lastIndexOf(REMOTE);
        message = remote < 0 ? message : message.substring(remote + REMOTE.length());
        return message.lines().findFirst().orElse("");
    }
}
