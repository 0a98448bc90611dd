package org.lancesql.calcite.engine;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

/** The columns of a table, into which rows are written: checked against them and converted to the stored types. */
final class StoredColumns {
    /** Rows from which on a copy by columns pays. */
    private static final int MANY_ROWS = 16;

    private final String table;
    private final Schema schema;
    private final Set<Integer> kept;
    private final @Nullable RowChecks checks;

    /** @param schema the stored columns of a table without CHECKs; those that SQL cannot name are filled with NULL */
    StoredColumns(String table, Schema schema) {
        this(table, schema, Set.of(), null);
    }

    /**
     * @param kept places, among the columns that SQL can name, of those whose values come from the table itself
     * @param checks null for none
     */
    StoredColumns(String table, Schema schema, Set<Integer> kept, @Nullable RowChecks checks) {
        this.table = requireNonNull(table, "table is null");
        this.schema = requireNonNull(schema, "schema is null");
        this.kept = Set.copyOf(kept);
        this.checks = checks;
    }

    Schema schema() {
        return schema;
    }

    /**
     * Writes rows of a batch.
     *
     * @param first place of the first column of the batch that is one of the table's; the others follow in order
     * @param root empty, of the table's schema
     */
    void write(Batch batch, int first, Selection rows, VectorSchemaRoot root) {
        List<Field> fields = schema.getFields();
        int column = 0;
        for (int i = 0; i < fields.size(); i++) {
            FieldVector target = root.getVector(i);
            if (CanonicalTypes.isSupported(fields.get(i))) {
                FieldVector source = batch.column(first + column);
                check(fields.get(i), source, rows, kept.contains(column));
                store(source, rows, target);
                column++;
            } else if (!fields.get(i).isNullable()) {
                throw nullInto(fields.get(i));
            }
            target.setValueCount(rows.size());
        }
        root.setRowCount(rows.size());
        if (checks != null && column > 0) {
            checks.require(batch, first, column, rows, root.getVector(0).getAllocator());
        }
    }

    private static void store(FieldVector source, Selection rows, FieldVector target) {
        if (rows.isDense() || rows.size() < MANY_ROWS || !CanonicalTypes.isStoredUnchanged(source, target)) {
            CanonicalTypes.toStored(source, rows, target, 0);
            return;
        }
        long[] addresses = new long[rows.size()];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = RowAddress.of(0, rows.position(i));
        }
        try (FieldVector picked = Gather.slots(source.getField(), List.of(source), addresses, target.getAllocator())) {
            picked.makeTransferPair(target).transfer();
        }
    }

    private void check(Field field, FieldVector source, Selection selection, boolean isKept) {
        if (!field.isNullable()
                && (source.getNullCount() > 0
                        || source.getField().getType().getTypeID() == ArrowType.ArrowTypeID.Null)) {
            for (int i = 0; i < selection.size(); i++) {
                if (source.isNull(selection.position(i))) {
                    throw nullInto(field);
                }
            }
        }
        if (!isKept && hasLength(field)) {
            for (int i = 0; i < selection.size(); i++) {
                checkLength(field, field, Vectors.get(source, selection.position(i)));
            }
        }
    }

    private static boolean hasLength(Field field) {
        return field.getMetadata().containsKey(SqlTypes.LENGTH_KEY)
                || field.getChildren().stream().anyMatch(StoredColumns::hasLength);
    }

    /** Checks a value, and what is within it, against the lengths that its column was declared with. */
    private void checkLength(Field column, Field field, @Nullable Object value) {
        List<Field> children = field.getChildren();
        if (value instanceof List<?> list) {
            list.forEach(element -> checkLength(column, children.get(0), element));
        } else if (value instanceof Map<?, ?> map && field.getType() instanceof ArrowType.Map) {
            List<Field> entry = children.get(0).getChildren();
            map.forEach((key, mapped) -> {
                checkLength(column, entry.get(0), key);
                checkLength(column, entry.get(1), mapped);
            });
        } else if (value instanceof Map<?, ?> struct) {
            children.forEach(child -> checkLength(column, child, struct.get(child.getName())));
        } else {
            checkScalar(column, field.getMetadata().get(SqlTypes.LENGTH_KEY), value);
        }
    }

    private void checkScalar(Field column, @Nullable String length, @Nullable Object value) {
        int actual = value instanceof String text
                ? text.codePointCount(0, text.length())
                : value instanceof byte[] bytes ? bytes.length : 0;
        if (length != null && actual > Integer.parseInt(length)) {
            throw new EvaluationException(
                    Reason.STRING_TOO_LONG,
                    "Column " + column.getName() + " of table " + table + " holds values of up to " + length
                            + " characters; got one of " + actual);
        }
    }

    private EvaluationException nullInto(Field field) {
        return new EvaluationException(
                Reason.NULL_NOT_ALLOWED, "Column " + field.getName() + " of table " + table + " does not allow NULLs");
    }
}
