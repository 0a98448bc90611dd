package org.lancesql.mutation.constraints;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.mutation.constraints.KeyChecks.Rows;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.BatchSource;

/** Rows of given values, on their way into a table or pending. */
final class ListedRows implements Rows {
    private final Schema schema;
    private final List<List<@Nullable Object>> rows;
    private final int batchRows;

    private ListedRows(Schema schema, List<List<@Nullable Object>> rows, int batchRows) {
        this.schema = schema;
        this.rows = rows;
        this.batchRows = batchRows;
    }

    static ListedRows none(Schema schema) {
        return new ListedRows(schema, List.of(), 1);
    }

    static ListedRows of(Schema schema, List<List<@Nullable Object>> rows) {
        return new ListedRows(schema, rows, 2);
    }

    /** Rows of one column. */
    static ListedRows ofColumn(Schema schema, @Nullable Object... values) {
        return of(schema, Arrays.stream(values).map(ListedRows::row).toList());
    }

    static List<@Nullable Object> row(@Nullable Object... values) {
        return new ArrayList<>(Arrays.asList(values));
    }

    static ListedRows range(Schema schema, long from, long to) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (long value = from; value < to; value++) {
            rows.add(row(value));
        }
        return new ListedRows(schema, rows, 10_000);
    }

    ListedRows and(ListedRows others) {
        List<List<@Nullable Object>> all = new ArrayList<>(rows);
        all.addAll(others.rows);
        return new ListedRows(schema, all, Math.max(batchRows, others.batchRows));
    }

    @Override
    public long count() {
        return rows.size();
    }

    BatchSource source() {
        return new BatchSource() {
            private int next;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public boolean load(VectorSchemaRoot root) {
                int count = Math.min(batchRows, rows.size() - next);
                if (count == 0) {
                    return false;
                }
                fill(root, next, count);
                next += count;
                return true;
            }
        };
    }

    private void fill(VectorSchemaRoot root, int from, int count) {
        root.allocateNew();
        for (Field field : root.getSchema().getFields()) {
            int column = schema.getFields().indexOf(field);
            FieldVector target = root.getVector(field.getName());
            try (FieldVector values = Vectors.create(CanonicalTypes.canonical(field), target.getAllocator(), count)) {
                for (int i = 0; i < count; i++) {
                    Object value = rows.get(from + i).get(column);
                    if (value != null) {
                        Vectors.set(values, i, value);
                    }
                }
                values.setValueCount(count);
                CanonicalTypes.toStored(values, Selection.all(count), target, 0);
                target.setValueCount(count);
            }
        }
        root.setRowCount(count);
    }

    @Override
    public BatchReader read(List<String> columns, BufferAllocator allocator) {
        Schema projected = new Schema(columns.stream().map(schema::findField).toList());
        VectorSchemaRoot root = VectorSchemaRoot.create(projected, allocator);
        return new BatchReader() {
            private int next;

            @Override
            public Schema schema() {
                return projected;
            }

            @Override
            public @Nullable VectorSchemaRoot next() {
                int count = Math.min(batchRows, rows.size() - next);
                if (count == 0) {
                    return null;
                }
                fill(root, next, count);
                next += count;
                return root;
            }

            @Override
            public void close() {
                root.close();
            }
        };
    }
}
