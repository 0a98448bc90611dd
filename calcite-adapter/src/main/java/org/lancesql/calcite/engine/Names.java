package org.lancesql.calcite.engine;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.calcite.schema.StatementCatalog;

/** Names of tables and views in statements that define them. */
final class Names {
    private Names() {}

    /** The last part of {@code [[database.]main.]name}, whose other parts must be this database and its schema. */
    static String simple(SqlIdentifier identifier, String databaseName) {
        int parts = identifier.names.size();
        boolean known = parts <= 3
                && (parts < 2 || identifier.names.get(parts - 2).equalsIgnoreCase(SqlEngine.SCHEMA))
                && (parts < 3 || identifier.names.get(0).equalsIgnoreCase(databaseName));
        if (!known) {
            SqlParserPos position = identifier.getParserPosition();
            throw new StatementException(
                    Reason.UNKNOWN_SCHEMA,
                    "There is no schema " + String.join(".", identifier.names.subList(0, parts - 1))
                            + "; the only one is " + SqlEngine.SCHEMA + " of database " + databaseName,
                    new Position(position.getLineNum(), position.getColumnNum()),
                    null);
        }
        return identifier.names.get(parts - 1);
    }

    static String kind(StatementCatalog catalog, String storedName) {
        return catalog.tableNames().contains(storedName) ? "Table" : "View";
    }

    static StatementException unknown(String table, StatementCatalog catalog, SqlParserPos position) {
        return new StatementException(
                Reason.UNKNOWN_TABLE,
                "Table " + table + " does not exist" + NearNames.suggestion(table, catalog.relationNames()),
                new Position(position.getLineNum(), position.getColumnNum()),
                null);
    }

    /** @param kind {@code Table} or {@code View} */
    static StatementException unknown(String kind, String name, StatementCatalog catalog) {
        return new StatementException(
                Reason.UNKNOWN_TABLE,
                kind + " " + name + " does not exist" + NearNames.suggestion(name, catalog.relationNames()));
    }
}
