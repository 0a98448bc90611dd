package org.lancesql.jdbc;

import java.sql.SQLException;
import org.apache.calcite.avatica.ConnectionPropertiesImpl;
import org.apache.calcite.avatica.Meta.ConnectionProperties;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SchemaName;
import org.lancesql.jdbc.errors.SqlStates;

/** The properties of a connection that its setters, and thin clients, change in one go. */
final class SyncedProperties {
    private SyncedProperties() {}

    /**
     * Sets what is given.
     *
     * @return all properties as they are then
     */
    static ConnectionProperties apply(ConnectionProperties changes, Session session, String catalog) {
        try {
            // First, because turning it on ends the transaction that keeps the others from being set.
            if (changes.isAutoCommit() != null) {
                session.transactions().setAutoCommit(changes.isAutoCommit());
            }
            if (changes.isReadOnly() != null) {
                session.setReadOnly(changes.isReadOnly());
            }
            if (changes.getTransactionIsolation() != null) {
                session.setIsolation(changes.getTransactionIsolation());
            }
            requireCatalog(changes.getCatalog(), catalog);
            useSchema(session, changes.getSchema());
        } catch (SQLException e) {
            throw new MetaFailure(e);
        }
        return new ConnectionPropertiesImpl(
                session.transactions().autoCommit(),
                session.refusesChanges(),
                session.isolation(),
                catalog,
                session.state().schema().sql());
    }

    private static void requireCatalog(@Nullable String named, String catalog) throws SQLException {
        if (named != null && !named.isEmpty() && !named.equals(catalog)) {
            throw SqlStates.create(
                    SqlStates.UNKNOWN_CATALOG,
                    "There is no catalog \"" + named + "\": the only one is \"" + catalog + "\"");
        }
    }

    private static void useSchema(Session session, @Nullable String schema) throws SQLException {
        if (schema != null && !schema.isEmpty()) {
            session.state()
                    .use(SchemaName.find(schema)
                            .orElseThrow(() -> SqlStates.create(
                                    SqlStates.UNKNOWN_SCHEMA,
                                    "There is no schema \"" + schema + "\"; there are "
                                            + String.join(", ", SchemaName.names()))));
        }
    }
}
