package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlCheckConstraint;
import org.apache.calcite.sql.ddl.SqlColumnDeclaration;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.FineIntervals;
import org.lancesql.calcite.parser.SqlLikeTable;
import org.lancesql.calcite.plan.SqlPlanner;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.types.StoredTypes;
import org.lancesql.execution.CanonicalTypes;

/** The columns of a CREATE TABLE, as they are stored. */
final class ColumnDeclarations {
    private final EngineContext engine;
    private final StatementCatalog catalog;
    private final SessionContext session;

    ColumnDeclarations(EngineContext engine, StatementCatalog catalog, SessionContext session) {
        this.engine = engine;
        this.catalog = catalog;
        this.session = session;
    }

    /** Columns that are declared with types, or taken from other tables with LIKE. */
    List<Field> declared(@Nullable SqlNodeList elements) {
        if (elements == null || elements.isEmpty()) {
            throw new StatementException(
                    Reason.SYNTAX, "CREATE TABLE needs columns, for example CREATE TABLE t (id BIGINT NOT NULL)");
        }
        List<Field> fields = new ArrayList<>();
        try (BufferAllocator allocator = engine.memory().newChild("planning")) {
            SqlPlanner planner = engine.planner(catalog, session, allocator);
            for (SqlNode element : elements) {
                if (element instanceof SqlLikeTable like) {
                    fields.addAll(like(like));
                } else {
                    fields.add(field(element, planner));
                }
            }
        }
        fields.forEach(ColumnDeclarations::requireStorable);
        requireDistinct(fields);
        return fields;
    }

    /** The columns of another table with their lengths and NOT NULL, and with their defaults where that is asked for. */
    private List<Field> like(SqlLikeTable like) {
        RelationName source = Names.require("Table", like.table(), catalog, engine.databaseName());
        if (!source.isTable()) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    source.name()
                            + " is a view; LIKE takes the columns of a table, and CREATE TABLE ... AS SELECT * FROM "
                            + source.name() + " LIMIT 0 those of a view");
        }
        List<Field> fields = new ArrayList<>();
        for (Field field : catalog.requireTable(source).columns()) {
            fields.add(like.includesDefaults() ? field : withoutDefault(field));
        }
        return fields;
    }

    private static Field withoutDefault(Field field) {
        Map<String, String> metadata = new HashMap<>(field.getMetadata());
        metadata.remove(SqlTypes.DEFAULT_KEY);
        return new Field(
                field.getName(),
                new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata),
                field.getChildren());
    }

    static boolean isTyped(SqlNodeList elements) {
        return elements.stream().anyMatch(SqlColumnDeclaration.class::isInstance);
    }

    /** The columns of a query, under the names of a list if there is one. */
    static List<Field> named(Planned query, @Nullable SqlNodeList names) {
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

    static void requireStorable(Field field) {
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
}
