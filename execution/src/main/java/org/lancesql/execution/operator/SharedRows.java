package org.lancesql.execution.operator;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Vectors;

/**
 * The rows of an operator for several readers: computed once, as far as any of them has read, and kept in memory until the
 * last of them closes. Thread-safe.
 */
public final class SharedRows {
    private final BatchOperator input;
    private final ExecutionContext context;
    private final List<Batch> batches = new ArrayList<>();
    private boolean complete;
    private int readers;
    private boolean freed;

    /** Takes ownership of the input. */
    public SharedRows(BatchOperator input, ExecutionContext context) {
        this.input = requireNonNull(input, "input is null");
        this.context = requireNonNull(context, "context is null");
    }

    /** A further reader of all rows; null when the last one has closed. */
    public synchronized @Nullable BatchOperator reader() {
        if (freed) {
            return null;
        }
        readers++;
        return new Reader();
    }

    private synchronized @Nullable Batch batch(int number) {
        while (number >= batches.size() && !complete) {
            context.cancelToken().check();
            Batch batch = input.next();
            if (batch == null) {
                complete = true;
                input.close();
            } else {
                batches.add(batch);
            }
        }
        return number < batches.size() ? copy(batches.get(number)) : null;
    }

    /** A batch over the same memory. */
    private static Batch copy(Batch batch) {
        try (OwnedVectors columns = new OwnedVectors()) {
            batch.columns().forEach(column -> columns.add(Vectors.share(column)));
            return new Batch(columns.release(), batch.length(), batch.selection());
        }
    }

    private synchronized void release() {
        readers--;
        if (readers == 0) {
            freed = true;
            batches.forEach(Batch::close);
            batches.clear();
            input.close();
        }
    }

    private final class Reader implements BatchOperator {
        private int next;
        private boolean closed;

        @Override
        public List<Field> fields() {
            return input.fields();
        }

        @Override
        public @Nullable Batch next() {
            return closed ? null : batch(next++);
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                release();
            }
        }
    }
}
