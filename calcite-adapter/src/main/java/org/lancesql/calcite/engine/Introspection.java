package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.runtime.SqlFunctions.LikeFunction;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.Relation;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.LanceTypeFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.types.StoredTypes;
import org.lancesql.storage.StorageException;

/** What the database says of itself. */
final class Introspection {
    private final EngineContext engine;
    private final LanceTypeFactory types = new LanceTypeFactory();

    Introspection(EngineContext engine) {
        this.engine = engine;
    }

    /** SHOW TABLES: name and kind, for the names that match a LIKE pattern. */
    RowsStatement showTables(@Nullable String pattern) {
        LikeFunction like = new LikeFunction();
        return new RowsStatement(engine, List.of(text("name"), text("kind")), List.of(), () -> {
            StatementCatalog catalog = engine.catalog();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (String name : catalog.relationNames()) {
                if (pattern == null || like.ilike(name, pattern)) {
                    rows.add(Arrays.asList(name, kind(catalog, name)));
                }
            }
            return rows;
        });
    }

    private static String kind(StatementCatalog catalog, String name) {
        return catalog.tableNames().contains(name) ? "TABLE" : "VIEW";
    }

    /** DESCRIBE: column, type, nullability and default of each column. */
    RowsStatement describe(String name, SessionContext session) {
        List<ResultColumn> columns = List.of(text("column"), text("type"), text("nullable"), text("default"));
        StatementCatalog catalog = engine.catalog();
        String stored = catalog.storedName(name).orElseThrow(() -> Names.unknown("Table", name, catalog));
        return new RowsStatement(engine, columns, List.of(), () -> describeRows(stored, session));
    }

    private List<List<@Nullable Object>> describeRows(String stored, SessionContext session) {
        StatementCatalog catalog = engine.catalog();
        boolean isTable = catalog.tableNames().contains(stored);
        LanceTable table = isTable ? catalog.requireTable(stored) : null;
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<Field> fields = table == null ? SqlTypes.toArrow(rowType(stored, catalog, session)) : table.columns();
        for (Field field : fields) {
            rows.add(Arrays.asList(
                    field.getName(),
                    StoredTypes.text(field),
                    field.isNullable() ? "YES" : "NO",
                    field.getMetadata().get(SqlTypes.DEFAULT_KEY)));
        }
        return rows;
    }

    private RelDataType rowType(String stored, StatementCatalog catalog, SessionContext session) {
        return catalog.tableNames().contains(stored)
                ? catalog.requireTable(stored).declaredRowType(types)
                : new Views(engine)
                        .rowType(
                                java.util.Objects.requireNonNull(catalog.views().get(stored)), catalog, session);
    }

    /** EXPLAIN: a row for each line of the plan. */
    RowsStatement explain(QueryStatement query, @Nullable String header) {
        return new RowsStatement(engine, List.of(text("PLAN")), List.of(), () -> {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            if (header != null) {
                rows.add(Arrays.asList(header));
            }
            String indent = header == null ? "" : "  ";
            for (String line : query.planned().plan().explain()) {
                rows.add(Arrays.asList(indent + line));
            }
            return rows;
        });
    }

    /** EXPLAIN of a statement without operators: what it would do, line by line. */
    RowsStatement explain(Supplier<List<String>> lines) {
        return new RowsStatement(
                engine,
                List.of(text("PLAN")),
                List.of(),
                () -> lines.get().stream().map(Arrays::<@Nullable Object>asList).toList());
    }

    /** SHOW INDEXES. */
    RowsStatement showIndexes(Supplier<List<List<@Nullable Object>>> rows) {
        RelDataType count = types.createSqlType(SqlTypeName.BIGINT);
        return new RowsStatement(
                engine,
                List.of(
                        text("table"),
                        text("name"),
                        text("kind"),
                        text("columns"),
                        SqlTypes.describe("rows_covered", "rows_covered", null, count)),
                List.of(),
                rows);
    }

    /** Tables and views with their columns; one that cannot be read has none. */
    List<Relation> relations(SessionContext session) {
        StatementCatalog catalog = engine.catalog();
        List<Relation> relations = new ArrayList<>();
        for (String name : catalog.relationNames()) {
            relations.add(new Relation(name, kind(catalog, name), columns(name, catalog, session)));
        }
        return relations;
    }

    private List<ResultColumn> columns(String name, StatementCatalog catalog, SessionContext session) {
        try {
            List<Field> stored = catalog.tableNames().contains(name)
                    ? catalog.requireTable(name).columns()
                    : List.of();
            return rowType(name, catalog, session).getFieldList().stream()
                    .map(field -> SqlTypes.describe(
                            field.getName(),
                            field.getName(),
                            name,
                            field.getType(),
                            stored.isEmpty() ? null : stored.get(field.getIndex())))
                    .toList();
        } catch (StorageException | StatementException e) {
            return List.of();
        }
    }

    private ResultColumn text(String label) {
        RelDataType type = types.createTypeWithNullability(types.createSqlType(SqlTypeName.VARCHAR), true);
        return SqlTypes.describe(label, label, null, type);
    }
}
