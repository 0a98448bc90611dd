package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlCheckConstraint;
import org.apache.calcite.sql.ddl.SqlColumnDeclaration;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.FineIntervals;
import org.lancesql.calcite.plan.SqlPlanner;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.types.StoredTypes;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.storage.BatchSource;

/** CREATE TABLE and DROP TABLE. */
final class Tables {
    private final EngineContext engine;

    Tables(EngineContext engine) {
        this.engine = engine;
    }

    /** Creates a table, with the rows of its query if it has one; returns their number. */
    long create(SqlCreateTable create, SessionContext session, CancelToken cancelToken) {
        StatementCatalog catalog = engine.catalog();
        String name = Names.simple(create.name, engine.databaseName());
        var existing = catalog.storedName(name);
        if (existing.isPresent()) {
            if (create.ifNotExists && catalog.tableNames().contains(existing.get())) {
                return 0;
            }
            throw new StatementException(
                    Reason.DUPLICATE_TABLE,
                    Names.kind(catalog, existing.get()) + " " + existing.get() + " exists already");
        }
        if (create.query == null) {
            List<Field> fields = declared(create.columnList, catalog, session);
            return publish(name, new Schema(fields), new NoRows(new Schema(fields)), session);
        }
        return createAs(name, create, catalog, session, cancelToken);
    }

    private long createAs(
            String name,
            SqlCreateTable create,
            StatementCatalog catalog,
            SessionContext session,
            CancelToken cancelToken) {
        SqlNode query = java.util.Objects.requireNonNull(create.query);
        QueryStatement rows = new QueryStatement(engine, () -> query, session);
        refuseParameters(rows, "CREATE TABLE");
        List<Field> fields = create.columnList != null && isTyped(create.columnList)
                ? declared(create.columnList, catalog, session)
                : named(rows.planned(), create.columnList);
        if (fields.size() != rows.columns().size()) {
            throw new StatementException(
                    Reason.INVALID_QUERY,
                    "CREATE TABLE " + name + " lists " + fields.size() + " columns; its query has "
                            + rows.columns().size());
        }
        for (int i = 0; i < fields.size(); i++) {
            requireStorable(fields.get(i));
            requireSameType(fields.get(i), rows.columns().get(i));
        }
        Schema schema = new Schema(fields);
        try (BatchOperator operator = rows.open(session, List.of(), cancelToken).operator()) {
            return publish(name, schema, new StoredRows(name, schema, operator), session);
        }
    }

    private static void requireSameType(Field field, ResultColumn column) {
        if (!SqlTypes.samePhysical(CanonicalTypes.canonical(field), column.field())) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "Column " + field.getName() + " is declared with another type than its query gives ("
                            + column.typeName() + "); CAST it in the query");
        }
    }

    private long publish(String name, Schema schema, BatchSource rows, SessionContext session) {
        return engine.committer()
                .createTable(name, schema, Map.of(), rows, session.commitInfo("CREATE TABLE"))
                .rows();
    }

    /** Drops a table. */
    void drop(SqlIdentifier identifier, boolean ifExists) {
        StatementCatalog catalog = engine.catalog();
        String name = Names.simple(identifier, engine.databaseName());
        var stored = catalog.storedName(name);
        if (stored.isEmpty()) {
            if (ifExists) {
                return;
            }
            throw Names.unknown("Table", name, catalog);
        }
        if (!catalog.tableNames().contains(stored.get())) {
            throw new StatementException(
                    Reason.WRONG_OBJECT, stored.get() + " is a view; drop it with DROP VIEW " + stored.get());
        }
        engine.committer().dropTable(stored.get());
    }

    static void refuseParameters(QueryStatement rows, String statement) {
        if (!rows.parameters().isEmpty()) {
            throw new StatementException(Reason.NOT_SUPPORTED, statement + " takes no parameters");
        }
    }

    private static boolean isTyped(SqlNodeList elements) {
        return elements.stream().anyMatch(SqlColumnDeclaration.class::isInstance);
    }

    /** The columns of a query, under the names of a list if there is one. */
    private static List<Field> named(Planned query, @Nullable SqlNodeList names) {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < query.columns().size(); i++) {
            ResultColumn column = query.columns().get(i);
            String name =
                    names != null && i < names.size() ? ((SqlIdentifier) names.get(i)).getSimple() : column.label();
            fields.add(StoredTypes.renamed(query.storedFields().get(i), name, column.nullable(), Map.of()));
        }
        if (names != null && names.size() > fields.size()) {
            names.stream()
                    .skip(fields.size())
                    .forEach(extra -> fields.add(Field.nullable(
                            ((SqlIdentifier) extra).getSimple(),
                            org.apache.arrow.vector.types.pojo.ArrowType.Null.INSTANCE)));
        }
        requireDistinct(fields);
        return fields;
    }

    private List<Field> declared(@Nullable SqlNodeList elements, StatementCatalog catalog, SessionContext session) {
        if (elements == null || elements.isEmpty()) {
            throw new StatementException(
                    Reason.SYNTAX, "CREATE TABLE needs columns, for example CREATE TABLE t (id BIGINT NOT NULL)");
        }
        List<Field> fields = new ArrayList<>();
        try (BufferAllocator allocator = engine.memory().newChild("planning")) {
            SqlPlanner planner = engine.planner(catalog, session, allocator);
            for (SqlNode element : elements) {
                fields.add(field(element, planner));
            }
        }
        fields.forEach(Tables::requireStorable);
        requireDistinct(fields);
        return fields;
    }

    private static Field field(SqlNode element, SqlPlanner planner) {
        if (element instanceof SqlKeyConstraint key) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    key.getOperator().getName() + " is not supported yet; leave the constraint out");
        }
        if (element instanceof SqlCheckConstraint) {
            throw new StatementException(Reason.NOT_SUPPORTED, "CHECK is not supported yet; leave the constraint out");
        }
        if (!(element instanceof SqlColumnDeclaration column)) {
            throw new StatementException(Reason.SYNTAX, "Column " + element + " needs a type");
        }
        Field field = planner.declaredField(column.name.getSimple(), column.dataType);
        return column.expression == null
                ? field
                : StoredTypes.renamed(
                        field,
                        field.getName(),
                        field.isNullable(),
                        Map.of(SqlTypes.DEFAULT_KEY, defaultText(column, planner)));
    }

    /** The text of a default, after checking that it can be assigned to its column. */
    private static String defaultText(SqlColumnDeclaration column, SqlPlanner planner) {
        SqlNode expression = java.util.Objects.requireNonNull(column.expression);
        String text = FineIntervals.spellOut(expression)
                .toSqlString(
                        config -> config.withDialect(AnsiSqlDialect.DEFAULT).withAlwaysUseParentheses(true))
                .getSql();
        var position = expression.getParserPosition();
        SqlNode cast = SqlStdOperatorTable.CAST.createCall(position, expression, column.dataType);
        planner.validate(
                SqlStdOperatorTable.VALUES.createCall(position, SqlStdOperatorTable.ROW.createCall(position, cast)));
        return text;
    }

    private static void requireStorable(Field field) {
        if (!CanonicalTypes.isSupported(field)) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "Column " + field.getName() + " has a type that tables cannot hold yet (" + field.getType()
                            + "); CAST it to one that they can");
        }
    }

    private static void requireDistinct(List<Field> fields) {
        Set<String> names = new HashSet<>();
        for (Field field : fields) {
            if (!names.add(field.getName().toLowerCase(Locale.ROOT))) {
                throw new StatementException(
                        Reason.DUPLICATE_COLUMN,
                        "Column " + field.getName() + " appears twice; names are matched without case");
            }
        }
    }

    private record NoRows(Schema schema) implements BatchSource {
        @Override
        public boolean load(VectorSchemaRoot root) {
            return false;
        }
    }
}
