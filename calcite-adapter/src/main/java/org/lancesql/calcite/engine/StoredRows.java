package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.storage.BatchSource;

/** Rows on their way into a table: checked against its columns and converted to its stored types. */
final class StoredRows implements BatchSource {
    private final String table;
    private final Schema schema;
    private final BatchOperator rows;

    /**
     * @param schema the stored columns; those that SQL cannot name are filled with NULL
     * @param rows a column for each of the others, in order
     */
    StoredRows(String table, Schema schema, BatchOperator rows) {
        this.table = table;
        this.schema = schema;
        this.rows = rows;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean load(VectorSchemaRoot root) {
        for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
            try (Batch rowsOfBatch = batch) {
                if (rowsOfBatch.rowCount() > 0) {
                    fill(root, rowsOfBatch);
                    return true;
                }
            }
        }
        return false;
    }

    private void fill(VectorSchemaRoot root, Batch batch) {
        List<Field> fields = schema.getFields();
        int column = 0;
        for (int i = 0; i < fields.size(); i++) {
            FieldVector target = root.getVector(i);
            if (CanonicalTypes.isSupported(fields.get(i))) {
                FieldVector source = batch.column(column++);
                check(fields.get(i), source, batch.selection());
                CanonicalTypes.toStored(source, batch.selection(), target, 0);
            } else if (!fields.get(i).isNullable()) {
                throw nullInto(fields.get(i));
            }
            target.setValueCount(batch.rowCount());
        }
        root.setRowCount(batch.rowCount());
    }

    private void check(Field field, FieldVector source, Selection selection) {
        if (!field.isNullable()
                && (source.getNullCount() > 0
                        || source.getField().getType().getTypeID() == ArrowType.ArrowTypeID.Null)) {
            for (int i = 0; i < selection.size(); i++) {
                if (source.isNull(selection.position(i))) {
                    throw nullInto(field);
                }
            }
        }
        if (hasLength(field)) {
            for (int i = 0; i < selection.size(); i++) {
                checkLength(field, field, Vectors.get(source, selection.position(i)));
            }
        }
    }

    private static boolean hasLength(Field field) {
        return field.getMetadata().containsKey(SqlTypes.LENGTH_KEY)
                || field.getChildren().stream().anyMatch(StoredRows::hasLength);
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
