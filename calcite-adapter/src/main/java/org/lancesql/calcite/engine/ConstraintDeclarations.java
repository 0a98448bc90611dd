package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDialect;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlCheckConstraint;
import org.apache.calcite.sql.ddl.SqlKeyConstraint;
import org.apache.calcite.sql.dialect.AnsiSqlDialect;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.FineIntervals;
import org.lancesql.calcite.parser.SqlLikeTable;
import org.lancesql.calcite.parser.SqlLikeTable.Part;
import org.lancesql.calcite.plan.RowConditions;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.mutation.constraints.TableConstraints.Check;
import org.lancesql.mutation.constraints.TableConstraints.Key;
import org.lancesql.storage.FieldMetadata;

/** The constraints of a CREATE TABLE; those without a name get one as in PostgreSQL. */
final class ConstraintDeclarations {
    private static final SqlDialect QUOTED =
            new AnsiSqlDialect(AnsiSqlDialect.DEFAULT_CONTEXT.withIdentifierQuoteString("\""));

    private final String table;
    private final List<Field> columns;
    private final List<Unnamed<Key>> keys = new ArrayList<>();
    private final List<Unnamed<Check>> checks = new ArrayList<>();

    /**
     * A constraint that may not have its name yet.
     *
     * @param base what a generated name begins with
     * @param named makes the constraint of that name
     */
    private record Unnamed<C>(@Nullable String name, String base, Function<String, C> named) {}

    /** @param columns those of the table, all of them */
    ConstraintDeclarations(String table, List<Field> columns) {
        this.table = table;
        this.columns = List.copyOf(columns);
    }

    void add(SqlKeyConstraint constraint) {
        boolean primary = constraint.getOperator().getKind() == SqlKind.PRIMARY_KEY;
        if (primary && keys.stream().anyMatch(key -> key.named.apply("").primary())) {
            throw new StatementException(
                    Reason.INVALID_DEFINITION,
                    "Table " + table
                            + " has two primary keys; a key over several columns is written PRIMARY KEY (a, b)");
        }
        Set<String> names = new LinkedHashSet<>();
        for (SqlNode node : (SqlNodeList) constraint.getOperandList().get(1)) {
            SqlIdentifier identifier = (SqlIdentifier) node;
            Field column = require(identifier);
            requireComparable(column, table);
            if (!names.add(column.getName())) {
                throw new StatementException(
                        Reason.DUPLICATE_COLUMN,
                        "Column " + column.getName() + " appears twice in a key of table " + table,
                        position(identifier),
                        null);
            }
        }
        addKey(name(constraint.getOperandList().get(0)), primary, List.copyOf(names));
    }

    private void addKey(@Nullable String name, boolean primary, List<String> names) {
        String base = table + (primary ? "_pkey" : "_" + String.join("_", names) + "_key");
        keys.add(new Unnamed<>(name, base, given -> new Key(given, primary, names, false)));
    }

    /** Refuses a column whose values cannot be told equal. */
    static void requireComparable(Field column, String table) {
        boolean comparable = CanonicalTypes.isSupported(column)
                && KeyCodec.supports(CanonicalTypes.canonical(column))
                && (FieldMetadata.isPlain(column) || column.getMetadata().containsKey(FieldMetadata.ENCODING));
        if (!comparable) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "Column " + column.getName() + " of table " + table
                            + " cannot be part of a key: that takes numbers, texts, bytes, dates, times, BOOLEAN and UUID");
        }
    }

    void add(SqlCheckConstraint constraint) {
        SqlNode condition = constraint.getOperandList().get(1).accept(new Unqualified());
        Set<String> used = new HashSet<>();
        Objects.requireNonNull(condition).accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlIdentifier identifier) {
                find(identifier.names.get(0)).ifPresent(column -> used.add(column.getName()));
                return identifier;
            }

            @Override
            public @Nullable SqlNode visit(SqlCall call) {
                if (call.isA(SqlKind.QUERY)) {
                    throw RowConditions.ofOtherRows(table, "with a sub-query");
                }
                return super.visit(call);
            }
        });
        String text = FineIntervals.spellOut(condition)
                .toSqlString(config ->
                        config.withDialect(QUOTED).withQuoteAllIdentifiers(true).withAlwaysUseParentheses(true))
                .getSql();
        String base = table + (used.size() == 1 ? "_" + used.iterator().next() : "") + "_check";
        checks.add(new Unnamed<>(name(constraint.getOperandList().get(0)), base, given -> new Check(given, text)));
    }

    /** Takes over constraints of another table: names of keys are made anew, as they are made after the table. */
    void addLike(TableConstraints source, SqlLikeTable like) {
        if (like.includes(Part.INDEXES)) {
            source.keys().forEach(key -> addKey(null, key.primary(), key.columns()));
        }
        if (like.includes(Part.CONSTRAINTS)) {
            source.checks()
                    .forEach(check ->
                            checks.add(new Unnamed<>(check.name(), "", given -> new Check(given, check.expression()))));
        }
    }

    /** Names of the columns of the primary key. */
    Set<String> primaryColumns() {
        Set<String> names = new HashSet<>();
        keys.stream().map(key -> key.named.apply("")).filter(Key::primary).forEach(key -> names.addAll(key.columns()));
        return names;
    }

    TableConstraints build() {
        Set<String> taken = new HashSet<>();
        keys.forEach(key -> reserve(key.name, taken));
        checks.forEach(check -> reserve(check.name, taken));
        return new TableConstraints(
                keys.stream().map(key -> key.named.apply(name(key, taken))).toList(),
                checks.stream()
                        .map(check -> check.named.apply(name(check, taken)))
                        .toList(),
                List.of());
    }

    private void reserve(@Nullable String name, Set<String> taken) {
        if (name != null && !taken.add(name.toLowerCase(Locale.ROOT))) {
            throw new StatementException(
                    Reason.DUPLICATE_TABLE, "Constraint " + name + " appears twice in table " + table);
        }
    }

    private static String name(Unnamed<?> constraint, Set<String> taken) {
        return constraint.name != null
                ? constraint.name
                : free(constraint.base, name -> taken.add(name.toLowerCase(Locale.ROOT)));
    }

    /** A name, or the first of it with a number that is free. */
    static String free(String base, Predicate<String> isFree) {
        String name = base;
        for (int i = 1; !isFree.test(name); i++) {
            name = base + i;
        }
        return name;
    }

    private static @Nullable String name(@Nullable SqlNode identifier) {
        return identifier == null ? null : ((SqlIdentifier) identifier).getSimple();
    }

    private Optional<Field> find(String name) {
        return columns.stream()
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .findFirst();
    }

    private Field require(SqlIdentifier identifier) {
        return find(identifier.getSimple())
                .orElseThrow(() -> new StatementException(
                        Reason.UNKNOWN_COLUMN,
                        "Column " + identifier.getSimple() + " named in a key does not exist in table " + table
                                + NearNames.suggestion(
                                        identifier.getSimple(),
                                        columns.stream().map(Field::getName).toList()),
                        position(identifier),
                        null));
    }

    private static Position position(SqlNode node) {
        return new Position(
                Math.max(1, node.getParserPosition().getLineNum()),
                Math.max(1, node.getParserPosition().getColumnNum()));
    }

    /** Names columns as they are stored and without their table, whose name may change. */
    private final class Unqualified extends SqlShuttle {
        @Override
        public SqlNode visit(SqlIdentifier identifier) {
            SqlIdentifier column = identifier;
            if (identifier.names.size() > 1
                    && identifier.names.get(0).equalsIgnoreCase(table)
                    && find(table).isEmpty()) {
                column = identifier.getComponent(1, identifier.names.size());
            }
            String first = column.names.get(0);
            return column.setName(0, find(first).map(Field::getName).orElse(first));
        }
    }
}
