package org.lancesql.calcite.rel;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelWriter;
import org.apache.calcite.rel.SingleRel;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.execution.sort.SortKey;
import org.lancesql.execution.window.WindowCall;
import org.lancesql.execution.window.WindowFrame;
import org.lancesql.execution.window.WindowOperator;

/** Adds the results of the functions over one window to rows that come sorted by its keys. */
public final class BatchWindow extends SingleRel implements BatchRel {
    private static final double COST_FACTOR = 0.1;

    private final Definition window;

    /**
     * A window.
     *
     * @param kept how many columns of the input are passed on
     */
    public record Definition(
            int kept,
            List<SortKey> partitionKeys,
            List<SortKey> orderKeys,
            WindowFrame frame,
            List<WindowCall> calls,
            String text) {
        public Definition {
            partitionKeys = List.copyOf(partitionKeys);
            orderKeys = List.copyOf(orderKeys);
            calls = List.copyOf(calls);
        }
    }

    public BatchWindow(
            RelOptCluster cluster, RelTraitSet traits, RelNode input, Definition window, RelDataType rowType) {
        super(cluster, traits, input);
        this.window = window;
        this.rowType = rowType;
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchWindow(getCluster(), traits, sole(inputs), window, rowType);
    }

    @Override
    public RelWriter explainTerms(RelWriter writer) {
        List<String> functions = new ArrayList<>();
        for (WindowCall call : window.calls()) {
            functions.add(call.function() + call.arguments().toString() + (call.ignoreNulls() ? " IGNORE NULLS" : ""));
        }
        return super.explainTerms(writer)
                .item("window", window.text())
                .item("frame", window.frame())
                .item("functions", functions);
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        return planner.getCostFactory()
                .makeCost(rows, rows * getRowType().getFieldCount(), 0)
                .multiplyBy(COST_FACTOR);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory input = compileInput(0, context);
        return execution -> Opening.over(
                input.open(execution),
                opened -> new WindowOperator(
                        opened,
                        window.kept(),
                        window.partitionKeys(),
                        window.orderKeys(),
                        window.frame(),
                        window.calls(),
                        execution.context()));
    }
}
