package org.lancesql.calcite.rel;

import org.apache.calcite.plan.Convention;

/** The calling convention of operators that yield Arrow batches. */
public final class BatchConvention extends Convention.Impl {
    public static final BatchConvention INSTANCE = new BatchConvention();

    private BatchConvention() {
        super("BATCH", BatchRel.class);
    }
}
