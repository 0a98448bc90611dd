package org.lancesql.execution.profile;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;

/** Counts in a profile what an operator yields, and the time that it takes. */
public final class MeasuredOperator implements BatchOperator {
    private final BatchOperator operator;
    private final OperatorProfile profile;

    /** Takes ownership of {@code operator}. */
    public MeasuredOperator(BatchOperator operator, OperatorProfile profile) {
        this.operator = requireNonNull(operator, "operator is null");
        this.profile = requireNonNull(profile, "profile is null");
    }

    @Override
    public List<Field> fields() {
        return operator.fields();
    }

    @Override
    public @Nullable Batch next() {
        Batch batch = nextTimed();
        if (batch != null) {
            profile.addBatch(batch.rowCount());
        }
        return batch;
    }

    private @Nullable Batch nextTimed() {
        long start = System.nanoTime();
        try {
            return operator.next();
        } finally {
            profile.addNanos(System.nanoTime() - start);
        }
    }

    @Override
    public void close() {
        operator.close();
    }
}
