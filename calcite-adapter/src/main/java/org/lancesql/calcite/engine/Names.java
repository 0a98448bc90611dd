package org.lancesql.calcite.engine;

import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SchemaName;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.calcite.schema.StatementCatalog;

/** Names of tables and views in statements that are no queries. */
final class Names {
    private Names() {}

    /**
     * A name as it was written.
     *
     * @param schema null where none was written
     */
    record Qualified(@Nullable SchemaName schema, String name) {
        /** The table or view of that name. */
        java.util.Optional<RelationName> find(StatementCatalog catalog) {
            return catalog.find(schema, name);
        }
    }

    /** {@code [[database.]schema.]name}, whose other parts must be this database and one of its schemas. */
    static Qualified qualified(SqlIdentifier identifier, String databaseName) {
        int parts = identifier.names.size();
        String name = identifier.names.get(parts - 1);
        return parts == 1
                ? new Qualified(null, name)
                : new Qualified(schema(identifier.getComponent(0, parts - 1), databaseName), name);
    }

    /** {@code [database.]schema}. */
    static SchemaName schema(SqlIdentifier identifier, String databaseName) {
        int parts = identifier.names.size();
        return SchemaName.find(identifier.names.get(parts - 1))
                .filter(schema ->
                        parts == 1 || parts == 2 && identifier.names.get(0).equalsIgnoreCase(databaseName))
                .orElseThrow(() -> new StatementException(
                        Reason.UNKNOWN_SCHEMA,
                        "There is no schema " + String.join(".", identifier.names) + "; database " + databaseName
                                + " has the schemas " + String.join(", ", SchemaName.names()),
                        Places.of(identifier),
                        null));
    }

    /** The last part of {@code [[database.]main.]name}: the name of what only the database itself holds. */
    static String simple(SqlIdentifier identifier, String databaseName) {
        Qualified qualified = qualified(identifier, databaseName);
        if (qualified.schema() != null && qualified.schema() != SchemaName.MAIN) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "Schema " + qualified.schema() + " holds tables only; leave it out, or write " + SchemaName.MAIN,
                    Places.of(identifier),
                    null);
        }
        return qualified.name();
    }

    /** The table or view that a statement names. */
    static RelationName require(String kind, SqlIdentifier identifier, StatementCatalog catalog, String databaseName) {
        return qualified(identifier, databaseName)
                .find(catalog)
                .orElseThrow(() -> unknown(kind, last(identifier), catalog, Places.of(identifier)));
    }

    private static String last(SqlIdentifier identifier) {
        return identifier.names.get(identifier.names.size() - 1);
    }

    private static StatementException unknown(
            String kind, String name, StatementCatalog catalog, @Nullable Position position) {
        return new StatementException(
                Reason.UNKNOWN_TABLE,
                kind + " " + name + " does not exist" + NearNames.suggestion(name, catalog.namesNear(name)),
                position,
                null);
    }

    /** @param kind {@code Table} or {@code View} */
    static StatementException unknown(String kind, String name, StatementCatalog catalog) {
        return unknown(kind, name, catalog, null);
    }
}
