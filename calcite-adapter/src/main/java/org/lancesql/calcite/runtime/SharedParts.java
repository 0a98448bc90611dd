package org.lancesql.calcite.runtime;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.operator.SharedRows;

/** The parts of a plan that several places read in one execution. Thread-safe. */
public final class SharedParts {
    private final Map<Integer, SharedRows> parts = new HashMap<>();

    /**
     * A reader of a part. Its rows are computed anew when all earlier readers have closed.
     *
     * @param number which part
     * @param open opens what computes it
     */
    public synchronized BatchOperator read(int number, Supplier<BatchOperator> open, ExecutionContext context) {
        SharedRows known = parts.get(number);
        @Nullable BatchOperator reader = known == null ? null : known.reader();
        if (reader != null) {
            return reader;
        }
        SharedRows rows = new SharedRows(open.get(), context);
        parts.put(number, rows);
        return java.util.Objects.requireNonNull(rows.reader());
    }
}
