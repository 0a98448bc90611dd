package org.lancesql.execution.operator;

import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;

/** Skips rows, then passes on at most so many; closes its input as soon as no more rows are wanted. */
public final class LimitOperator implements BatchOperator {
    private final BatchOperator input;
    private final ExecutionContext context;
    private long toSkip;
    private long toFetch;

    /**
     * Takes ownership of {@code input}.
     *
     * @param offset rows to skip, 0 or more
     * @param fetch rows to pass on, 0 or more; empty for all
     */
    public LimitOperator(BatchOperator input, long offset, OptionalLong fetch, ExecutionContext context) {
        if (offset < 0 || fetch.orElse(0) < 0) {
            throw new IllegalArgumentException("negative offset " + offset + " or fetch " + fetch);
        }
        this.input = input;
        this.context = context;
        this.toSkip = offset;
        this.toFetch = fetch.orElse(Long.MAX_VALUE);
    }

    @Override
    public List<Field> fields() {
        return input.fields();
    }

    @Override
    public @Nullable Batch next() {
        while (toFetch > 0) {
            context.cancelToken().check();
            Batch batch = input.next();
            if (batch == null) {
                return null;
            }
            int skipped = (int) Math.min(toSkip, batch.rowCount());
            int kept = (int) Math.min(toFetch, batch.rowCount() - skipped);
            toSkip -= skipped;
            if (kept > 0) {
                toFetch -= kept;
                Batch result = batch.withSelection(batch.selection().slice(skipped, kept));
                closeInputWhenDone();
                return result;
            }
            batch.close();
        }
        closeInputWhenDone();
        return null;
    }

    private void closeInputWhenDone() {
        if (toFetch == 0) {
            input.close();
        }
    }

    @Override
    public void close() {
        input.close();
    }
}
