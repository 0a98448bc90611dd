package org.lancesql.calcite.engine;

import java.math.BigDecimal;
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
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.FineIntervals;
import org.lancesql.calcite.parser.SqlForeignKey;
import org.lancesql.calcite.parser.SqlIdentity;
import org.lancesql.calcite.parser.SqlLikeTable;
import org.lancesql.calcite.parser.SqlLikeTable.Part;
import org.lancesql.calcite.plan.DeclaredDefault;
import org.lancesql.calcite.plan.SqlPlanner;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.types.StoredTypes;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.storage.Ulid;

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

    /** Columns that are declared with types, or taken from other tables with LIKE, and their constraints. */
    Declared declared(String table, @Nullable SqlNodeList elements) {
        if (elements == null || elements.isEmpty()) {
            throw new StatementException(
                    Reason.SYNTAX, "CREATE TABLE needs columns, for example CREATE TABLE t (id BIGINT NOT NULL)");
        }
        try (BufferAllocator allocator = engine.memory().newChild("planning")) {
            SqlPlanner planner = engine.planner(catalog, session, allocator);
            List<Field> fields = new ArrayList<>();
            for (SqlNode element : elements) {
                if (element instanceof SqlLikeTable like) {
                    fields.addAll(like(like));
                } else if (!isConstraint(element)) {
                    fields.add(field(table, element, planner));
                }
            }
            fields.forEach(ColumnDeclarations::requireStorable);
            requireDistinct(fields);
            return constrained(table, withIdentities(table, fields, elements), elements, planner);
        }
    }

    private static boolean isConstraint(SqlNode element) {
        return element instanceof SqlKeyConstraint
                || element instanceof SqlCheckConstraint
                || element instanceof SqlForeignKey
                || element instanceof SqlIdentity;
    }

    /** Whether a list of columns has more than names and types. */
    static boolean isConstrained(SqlNodeList elements) {
        return elements.stream().anyMatch(ColumnDeclarations::isConstraint);
    }

    private Declared constrained(String table, List<Field> fields, SqlNodeList elements, SqlPlanner planner) {
        ConstraintDeclarations constraints = new ConstraintDeclarations(table, fields);
        for (SqlNode element : elements) {
            if (element instanceof SqlKeyConstraint key) {
                constraints.add(key);
            } else if (element instanceof SqlCheckConstraint check) {
                constraints.add(check);
            } else if (element instanceof SqlLikeTable like) {
                LanceTable source = catalog.requireTable(source(like));
                constraints.addLike(TableConstraints.of(source.schema().getCustomMetadata()), like);
            } else if (element instanceof SqlForeignKey key) {
                throw new StatementException(
                        Reason.NOT_SUPPORTED,
                        "FOREIGN KEY is not supported: nothing would keep rows of " + table + " from naming rows that "
                                + key.table() + " does not have; leave REFERENCES out");
            }
        }
        Set<String> primary = constraints.primaryColumns();
        List<Field> columns = fields.stream()
                .map(field -> primary.contains(field.getName()) ? notNull(field, Map.of()) : field)
                .toList();
        Declared declared = new Declared(columns, constraints.build());
        planner.conditions(table, declared.columns(), declared.constraints().checks());
        return declared;
    }

    private static List<Field> withIdentities(String table, List<Field> fields, SqlNodeList elements) {
        List<Field> columns = new ArrayList<>(fields);
        for (SqlNode element : elements) {
            if (element instanceof SqlIdentity identity) {
                columns.replaceAll(field ->
                        field.getName().equals(identity.column()) ? withIdentity(table, field, identity) : field);
            }
        }
        return columns;
    }

    private static Field withIdentity(String table, Field field, SqlIdentity declared) {
        String column = "Column " + field.getName() + " of table " + table;
        if (!IdentityColumn.supports(field)) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH, column + " cannot be an IDENTITY: that takes SMALLINT, INTEGER or BIGINT");
        }
        if (field.getMetadata().containsKey(SqlTypes.DEFAULT_KEY)) {
            throw new StatementException(
                    Reason.SYNTAX, column + " has a DEFAULT and an IDENTITY; leave one of them out");
        }
        long increment = whole(column, "INCREMENT", declared.increment(), 1, field);
        if (increment == 0) {
            throw new StatementException(Reason.INVALID_PARAMETER, column + " needs an INCREMENT other than 0");
        }
        long start = whole(column, "START", declared.start(), increment > 0 ? 1 : -1, field);
        return notNull(field, new IdentityColumn(declared.always(), start, increment, Ulid.next()).toMetadata());
    }

    private static long whole(String column, String option, @Nullable BigDecimal value, long otherwise, Field field) {
        BigDecimal greatest = BigDecimal.valueOf(IdentityColumn.maximum(field));
        if (value == null) {
            return otherwise;
        } else if (value.stripTrailingZeros().scale() > 0
                || value.compareTo(greatest) > 0
                || value.compareTo(greatest.negate().subtract(BigDecimal.ONE)) < 0) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    column + " cannot have " + option + " " + value + ": it is no value of its type");
        }
        return value.longValueExact();
    }

    private static Field notNull(Field field, Map<String, String> more) {
        Map<String, String> metadata = new HashMap<>(field.getMetadata());
        metadata.putAll(more);
        return new Field(
                field.getName(),
                new FieldType(false, field.getType(), field.getDictionary(), metadata),
                field.getChildren());
    }

    private RelationName source(SqlLikeTable like) {
        RelationName source = Names.require("Table", like.table(), catalog, engine.databaseName());
        if (!source.isTable()) {
            throw new StatementException(
                    Reason.WRONG_OBJECT,
                    source.name()
                            + " is a view; LIKE takes the columns of a table, and CREATE TABLE ... AS SELECT * FROM "
                            + source.name() + " LIMIT 0 those of a view");
        }
        return source;
    }

    /** The columns of another table with their lengths and NOT NULL, and with more where that is asked for. */
    private List<Field> like(SqlLikeTable like) {
        List<Field> fields = new ArrayList<>();
        for (Field field : catalog.requireTable(source(like)).columns()) {
            Map<String, String> metadata = new HashMap<>();
            String text = field.getMetadata().get(SqlTypes.DEFAULT_KEY);
            if (text != null && like.includes(Part.DEFAULTS)) {
                metadata.put(SqlTypes.DEFAULT_KEY, text);
            }
            IdentityColumn.of(field)
                    .filter(identity -> like.includes(Part.IDENTITY))
                    .map(identity ->
                            new IdentityColumn(identity.always(), identity.start(), identity.increment(), Ulid.next()))
                    .ifPresent(identity -> metadata.putAll(identity.toMetadata()));
            fields.add(StoredTypes.renamed(field, field.getName(), field.isNullable(), metadata));
        }
        return fields;
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

    private static Field field(String table, SqlNode element, SqlPlanner planner) {
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
                        Map.of(SqlTypes.DEFAULT_KEY, defaultText(table, column, planner)));
    }

    /** The text of a default, after checking that it is a value of its column. */
    private static String defaultText(String table, SqlColumnDeclaration column, SqlPlanner planner) {
        SqlNode expression = java.util.Objects.requireNonNull(column.expression);
        String text = FineIntervals.spellOut(expression)
                .toSqlString(
                        config -> config.withDialect(AnsiSqlDialect.DEFAULT).withAlwaysUseParentheses(true))
                .getSql();
        planner.requireDefault(new DeclaredDefault(table, column.name.getSimple(), expression, column.dataType));
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
