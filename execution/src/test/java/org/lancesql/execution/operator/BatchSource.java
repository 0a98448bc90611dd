package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.TestMemory;
import org.lancesql.execution.Vectors;

/** Yields known rows in batches of a given size, selected densely or every third slot only. */
public class BatchSource implements BatchOperator {
    private static final int SPARSE_STEP = 3;

    private final TestMemory memory;
    private final List<Field> fields;
    private final List<List<Object>> rows;
    private final int batchSize;
    private final boolean sparse;
    private int next;
    private int batches;
    private int failAfter = Integer.MAX_VALUE;
    public boolean closed;

    public BatchSource(TestMemory memory, List<Field> fields, List<List<Object>> rows, int batchSize, boolean sparse) {
        this.memory = memory;
        this.fields = fields;
        this.rows = rows;
        this.batchSize = batchSize;
        this.sparse = sparse;
    }

    /** Makes the batch with this number, from 0 on, a failure. */
    public BatchSource failingAfter(int count) {
        failAfter = count;
        return this;
    }

    public int batches() {
        return batches;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        if (batches >= failAfter) {
            throw new IllegalStateException("the input failed");
        }
        int size = Math.min(batchSize, rows.size() - next);
        if (size == 0) {
            return null;
        }
        batches++;
        int step = sparse ? SPARSE_STEP : 1;
        int[] positions = new int[size];
        for (int i = 0; i < size; i++) {
            positions[i] = step * (i + 1) - 1;
        }
        try (OwnedVectors columns = new OwnedVectors()) {
            for (int c = 0; c < fields.size(); c++) {
                List<Object> values = new ArrayList<>();
                for (int slot = 0; slot < size * step; slot++) {
                    values.add(rows.get(next + slot / step).get(c));
                }
                columns.add(memory.vector(fields.get(c), values));
            }
            next += size;
            Selection selection = sparse ? Selection.of(positions, size) : Selection.all(size);
            return new Batch(columns.release(), size * step, selection);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    /** Pulls everything out of an operator and closes it. */
    public static List<List<Object>> drain(BatchOperator operator) {
        List<List<Object>> rows = new ArrayList<>();
        try (operator) {
            for (Batch next = operator.next(); next != null; next = operator.next()) {
                rows.addAll(rows(next));
            }
        }
        return rows;
    }

    /** The rows of a batch, which is closed. */
    public static List<List<Object>> rows(Batch next) {
        List<List<Object>> rows = new ArrayList<>();
        try (Batch batch = next) {
            for (int i = 0; i < batch.rowCount(); i++) {
                int row = batch.selection().position(i);
                List<Object> cells = new ArrayList<>();
                batch.columns().forEach(column -> cells.add(Vectors.get(column, row)));
                rows.add(cells);
            }
        }
        return rows;
    }
}
