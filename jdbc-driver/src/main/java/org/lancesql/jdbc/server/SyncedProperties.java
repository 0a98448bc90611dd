package org.lancesql.jdbc.server;

import java.util.Objects;
import java.util.function.UnaryOperator;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta.ConnectionProperties;
import org.jspecify.annotations.Nullable;

/**
 * What a client knows of the properties of its connection. It sends all of them when it has set one; those that it has
 * not set must not undo what SQL has done since, as USE and SET do.
 */
final class SyncedProperties {
    private @Nullable ConnectionProperties known;

    /**
     * Applies what the client has set.
     *
     * @param apply sets the properties that are not null, and returns all as they are then
     */
    synchronized ConnectionProperties sync(ConnectionProperties sent, UnaryOperator<ConnectionProperties> apply) {
        ConnectionProperties current = apply.apply(known == null ? sent : changes(known, sent));
        known = current;
        return current;
    }

    private static ConnectionProperties changes(ConnectionProperties known, ConnectionProperties sent) {
        return new ConnectionPropertiesImpl(
                change(known.isAutoCommit(), sent.isAutoCommit()),
                change(known.isReadOnly(), sent.isReadOnly()),
                change(known.getTransactionIsolation(), sent.getTransactionIsolation()),
                change(known.getCatalog(), sent.getCatalog()),
                change(known.getSchema(), sent.getSchema()));
    }

    private static <T> @Nullable T change(@Nullable T known, @Nullable T sent) {
        return Objects.equals(known, sent) ? null : sent;
    }
}
