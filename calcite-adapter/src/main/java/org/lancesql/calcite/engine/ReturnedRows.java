package org.lancesql.calcite.engine;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.Selection;

/** The rows of RETURNING, kept until the statement has been applied, then read. */
final class ReturnedRows implements BatchOperator {
    private final List<ResultColumn> columns;
    private final BufferAllocator allocator;
    private final Deque<Batch> batches = new ArrayDeque<>();
    private CancelToken cancelToken = CancelToken.withoutTimeout();
    private boolean closed;

    /** @param columns of RETURNING, none where the statement has none */
    ReturnedRows(List<ResultColumn> columns, EngineContext engine) {
        this.columns = List.copyOf(columns);
        this.allocator = engine.memory().newChild("returned rows");
    }

    List<ResultColumn> columns() {
        return columns;
    }

    /** Copies the first columns of some rows. */
    void add(Batch batch, Selection rows) {
        if (columns.isEmpty()) {
            return;
        }
        List<FieldVector> copies = new ArrayList<>();
        try {
            for (FieldVector vector : batch.columns().subList(0, columns.size())) {
                FieldVector copy = vector.getField().createVector(allocator);
                copies.add(copy);
                copy(vector, rows, copy);
            }
        } catch (RuntimeException e) {
            copies.forEach(FieldVector::close);
            throw e;
        }
        batches.add(new Batch(copies, rows.size(), Selection.all(rows.size())));
    }

    private static void copy(FieldVector from, Selection rows, FieldVector to) {
        for (int i = 0; i < rows.size() && !(from instanceof NullVector); i++) {
            to.copyFromSafe(rows.position(i), i, from);
        }
        to.setValueCount(rows.size());
    }

    /** The rows, to be read and closed by the caller. */
    BatchOperator readBy(CancelToken reader) {
        cancelToken = reader;
        return this;
    }

    @Override
    public List<Field> fields() {
        return columns.stream().map(ResultColumn::field).toList();
    }

    @Override
    public @Nullable Batch next() {
        cancelToken.check();
        return batches.poll();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            batches.forEach(Batch::close);
            batches.clear();
            allocator.close();
        }
    }
}
