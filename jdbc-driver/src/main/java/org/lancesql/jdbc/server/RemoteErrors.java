package org.lancesql.jdbc.server;

import java.sql.SQLException;
import org.apache.calcite.avatica.AvaticaSeverity;
import org.apache.calcite.avatica.remote.AvaticaRuntimeException;
import org.apache.calcite.avatica.remote.Service.ErrorResponse;
import org.lancesql.jdbc.errors.SqlStates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Errors in the form in which Avatica sends them: message, SQLSTATE and vendor code as the embedded driver has them. */
final class RemoteErrors {
    private static final Logger LOGGER = LoggerFactory.getLogger(RemoteErrors.class);

    private RemoteErrors() {}

    static AvaticaRuntimeException of(Throwable failure) {
        if (failure instanceof AvaticaRuntimeException ready) {
            return ready;
        }
        SQLException error = SqlStates.translate(failure);
        if (SqlStates.INTERNAL_ERROR.equals(error.getSQLState())) {
            LOGGER.error("A request failed", failure);
        } else {
            LOGGER.debug("A request failed: {} ({})", error.getMessage(), error.getSQLState());
        }
        return of(error.getErrorCode(), error.getSQLState(), String.valueOf(error.getMessage()));
    }

    /** The code makes a client with {@code transparent_reconnection=true} open the connection again. */
    static AvaticaRuntimeException noConnection(String id) {
        return of(
                ErrorResponse.MISSING_CONNECTION_ERROR_CODE,
                SqlStates.CONNECTION_DOES_NOT_EXIST,
                "There is no connection " + id + ": it was closed, by its client, after its idle time or with the"
                        + " server");
    }

    /** Not with the code of a missing connection, lest a client goes on with the second half of a transaction. */
    static AvaticaRuntimeException rolledBack(String id) {
        return of(
                0,
                SqlStates.CONNECTION_DOES_NOT_EXIST,
                "Connection " + id + " was closed after its idle time, and what its transaction had pending was rolled"
                        + " back: begin again on a new connection");
    }

    static AvaticaRuntimeException noStatement(int id) {
        return of(
                0,
                SqlStates.INVALID_CURSOR_STATE,
                "There is no statement " + id + " on this connection: it was closed");
    }

    static AvaticaRuntimeException noResult(int statementId) {
        return of(
                0,
                SqlStates.INVALID_CURSOR_STATE,
                "Statement " + statementId + " has no result to read: execute it again");
    }

    static AvaticaRuntimeException notAvatica(Exception failure) {
        LOGGER.debug("A request could not be read", failure);
        return of(0, SqlStates.PROTOCOL_VIOLATION, "The request is none of Avatica's protobuf protocol");
    }

    private static AvaticaRuntimeException of(int code, String state, String message) {
        return new AvaticaRuntimeException(message, code, state, AvaticaSeverity.ERROR);
    }
}
