package org.lancesql.jdbc.server;

import java.sql.SQLException;
import org.apache.calcite.avatica.AvaticaClientRuntimeException;
import org.jspecify.annotations.Nullable;

/** What the thin client throws, which is not always an SQLException. */
final class RemoteFailures {
    private RemoteFailures() {}

    /** The SQLSTATE of a failure. */
    static @Nullable String state(Throwable failure) {
        if (failure instanceof AvaticaClientRuntimeException client) {
            return client.getSqlState();
        }
        return failure instanceof SQLException sql ? sql.getSQLState() : null;
    }
}
