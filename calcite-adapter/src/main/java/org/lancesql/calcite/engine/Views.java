package org.lancesql.calcite.engine;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.ddl.SqlCreateView;
import org.lancesql.calcite.ParsedStatement;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.plan.ValidatedQuery;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.versioning.ViewDefinition;

/** CREATE VIEW and DROP VIEW. */
final class Views {
    private final EngineContext engine;

    Views(EngineContext engine) {
        this.engine = engine;
    }

    /** Stores the query of a view, as typed, after checking that it can be used. */
    void create(SqlCreateView create, ParsedStatement statement, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        String name = Names.simple(create.name, engine.databaseName());
        var existing = catalog.storedName(name);
        boolean isTable = existing.isPresent() && catalog.tableNames().contains(existing.get());
        if (existing.isPresent() && (isTable || !create.getReplace())) {
            throw new StatementException(
                    Reason.DUPLICATE_TABLE,
                    isTable
                            ? "Table " + existing.get() + " exists already"
                            : "View " + existing.get() + " exists already; CREATE OR REPLACE VIEW replaces it");
        }
        String sql = SqlTexts.textAfterAs(statement.text());
        if (create.columnList != null) {
            String columns = create.columnList.stream()
                    .map(column -> quote(((SqlIdentifier) column).getSimple()))
                    .collect(Collectors.joining(", "));
            sql = "SELECT * FROM (" + sql + "\n) AS " + quote(name) + " (" + columns + ")";
        }
        check(sql, catalog, session);
        if (existing.isPresent()) {
            refuseSelfReference(existing.get(), sql, catalog, session);
        }
        engine.views().create(new ViewDefinition(existing.orElse(name), sql), create.getReplace());
    }

    /** A query that needs the view it replaces would never end. */
    private void refuseSelfReference(String view, String sql, StatementCatalog catalog, SessionContext session) {
        try {
            validate(sql, catalog.forView(view), session);
        } catch (StatementException e) {
            throw new StatementException(
                    Reason.INVALID_QUERY, "View " + view + " cannot be replaced by a query that refers to it", null, e);
        }
    }

    private void check(String sql, StatementCatalog catalog, SessionContext session) {
        ValidatedQuery query = validate(sql, catalog, session);
        if (query.parameters().getFieldCount() > 0) {
            throw new StatementException(Reason.NOT_SUPPORTED, "The query of a view takes no parameters");
        }
        Set<String> names = new HashSet<>();
        for (String column : query.rowType().getFieldNames()) {
            if (!names.add(column.toLowerCase(Locale.ROOT))) {
                throw new StatementException(
                        Reason.DUPLICATE_COLUMN, "Column " + column + " of the view appears twice; name each with AS");
            }
        }
    }

    private ValidatedQuery validate(String sql, StatementCatalog catalog, SessionContext session) {
        try (BufferAllocator allocator = engine.memory().newChild("planning")) {
            return engine.planner(catalog, session, allocator).validateView(SqlTexts.parseQuery(sql));
        }
    }

    /** The columns that a view has now. */
    RelDataType rowType(ViewDefinition view, StatementCatalog catalog, SessionContext session) {
        return validate(view.sql(), catalog, session).rowType();
    }

    void drop(SqlIdentifier identifier, boolean ifExists, SessionContext session) {
        StatementCatalog catalog = engine.catalog(session);
        String name = Names.simple(identifier, engine.databaseName());
        var stored = catalog.storedName(name);
        if (stored.isEmpty()) {
            if (ifExists) {
                return;
            }
            throw Names.unknown("View", name, catalog);
        }
        if (catalog.tableNames().contains(stored.get())) {
            throw new StatementException(
                    Reason.WRONG_OBJECT, stored.get() + " is a table; drop it with DROP TABLE " + stored.get());
        }
        engine.views().drop(stored.get());
    }

    private static String quote(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
