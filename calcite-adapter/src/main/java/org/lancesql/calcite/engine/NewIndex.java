package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlIdentifier;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlCreateIndex;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NearNames;
import org.lancesql.mutation.constraints.TableConstraints.Key;
import org.lancesql.storage.IndexKind;
import org.lancesql.storage.Predicate.Column;

/**
 * An index as CREATE INDEX asks for it, after checks.
 *
 * @param unique whether no two rows may have the same values in all the columns
 * @param column the column that it is built on
 * @param others columns behind it, which it does not hold
 */
record NewIndex(LanceTable table, String name, boolean unique, IndexKind kind, Column column, List<Column> others) {
    private static final List<IndexKind> LEADING = List.of(IndexKind.BTREE, IndexKind.BITMAP, IndexKind.ZONEMAP);

    static NewIndex of(SqlCreateIndex create, LanceTable table) {
        IndexKind kind = kind(create.kind());
        List<Column> columns = new ArrayList<>();
        for (SqlIdentifier identifier : create.columns()) {
            Column column = requireColumn(identifier, kind, table);
            if (columns.contains(column)) {
                throw new StatementException(
                        Reason.DUPLICATE_COLUMN, "Column " + column + " appears twice in index " + create.name());
            }
            columns.add(column);
        }
        if (columns.size() > 1 && !LEADING.contains(kind)) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "An index of kind " + kind + " has one column; with several, only the first of a BTREE, BITMAP or"
                            + " ZONEMAP serves");
        }
        if (create.unique()) {
            requireKey(create, kind, columns, table);
        }
        return new NewIndex(
                table, create.name(), create.unique(), kind, columns.get(0), columns.subList(1, columns.size()));
    }

    private static void requireKey(SqlCreateIndex create, IndexKind kind, List<Column> columns, LanceTable table) {
        if (kind != IndexKind.BTREE) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED, "A unique index is a BTREE; index " + create.name() + " cannot be a " + kind);
        }
        for (Column column : columns) {
            if (column.path().size() > 1) {
                throw new StatementException(
                        Reason.NOT_SUPPORTED,
                        "Index " + create.name() + " cannot be unique: " + column + " is a field within a column");
            }
            Field field = find(column.path().get(0), table.columns()).orElseThrow();
            ConstraintDeclarations.requireComparable(field, table.name());
        }
    }

    /** The key that a unique index keeps. */
    Key key() {
        List<String> names = new ArrayList<>(List.of(column.toString()));
        others.forEach(other -> names.add(other.toString()));
        return new Key(name, false, names, true);
    }

    private static IndexKind kind(@Nullable SqlIdentifier kind) {
        if (kind == null) {
            return IndexKind.BTREE;
        }
        String name = kind.getSimple().toUpperCase(Locale.ROOT);
        return Arrays.stream(IndexKind.values())
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new StatementException(
                        Reason.NOT_SUPPORTED,
                        "Indexes of kind " + kind.getSimple() + " are not supported; those of kind "
                                + Arrays.stream(IndexKind.values())
                                        .map(Enum::name)
                                        .collect(Collectors.joining(", "))
                                + " are",
                        position(kind),
                        null));
    }

    private static Column requireColumn(SqlIdentifier identifier, IndexKind kind, LanceTable table) {
        List<Field> fields = table.columns();
        List<String> path = new ArrayList<>();
        Field field = null;
        for (String name : identifier.names) {
            field = find(name, fields).orElse(null);
            if (field == null) {
                throw unknown(identifier, name, fields, table);
            }
            path.add(field.getName());
            fields = field.getType() instanceof ArrowType.Struct ? field.getChildren() : List.of();
        }
        Column column = new Column(path);
        if (field == null || !kind.accepts(field)) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "Column " + column + " of table " + table.name() + " cannot have an index of kind " + kind
                            + ": that takes " + kind.takes(),
                    position(identifier),
                    null);
        }
        return column;
    }

    /** An exact match, else the first without case. */
    private static Optional<Field> find(String name, List<Field> fields) {
        return fields.stream()
                .filter(field -> field.getName().equals(name))
                .findFirst()
                .or(() -> fields.stream()
                        .filter(field -> field.getName().equalsIgnoreCase(name))
                        .findFirst());
    }

    private static StatementException unknown(
            SqlIdentifier identifier, String name, List<Field> fields, LanceTable table) {
        List<String> names = fields.stream().map(Field::getName).toList();
        return new StatementException(
                Reason.UNKNOWN_COLUMN,
                "Column " + String.join(".", identifier.names) + " does not exist in table " + table.name()
                        + NearNames.suggestion(name, names),
                position(identifier),
                null);
    }

    private static Position position(SqlIdentifier identifier) {
        return new Position(
                identifier.getParserPosition().getLineNum(),
                identifier.getParserPosition().getColumnNum());
    }

    /** What will be built, for EXPLAIN. */
    String describe() {
        return "Create" + (unique ? "Unique" : "") + "Index(table=[" + table.name() + "], name=[" + name + "], kind=["
                + kind + "], column=[" + column + "]" + (others.isEmpty() ? "" : ", notIndexed=" + others) + ")";
    }
}
