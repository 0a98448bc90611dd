package org.lancesql.calcite.rel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.adapter.enumerable.EnumerableInterpretable;
import org.apache.calcite.adapter.enumerable.EnumerableRel;
import org.apache.calcite.plan.ConventionTraitDef;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptCost;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterImpl;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.runtime.Bindable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.LanceConformance;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.RowBatchOperator;
import org.lancesql.calcite.types.SqlTypes;

/** The bridge from Calcite's row operators to the batch convention. */
public final class EnumerableToBatch extends ConverterImpl implements BatchRel {
    private static final double COST_PER_VALUE = 2;

    public EnumerableToBatch(RelOptCluster cluster, RelTraitSet traits, RelNode input) {
        super(cluster, ConventionTraitDef.INSTANCE, traits, input);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new EnumerableToBatch(getCluster(), traits, sole(inputs));
    }

    @Override
    public @Nullable RelOptCost computeSelfCost(RelOptPlanner planner, RelMetadataQuery query) {
        double rows = query.getRowCount(getInput());
        return planner.getCostFactory().makeCost(rows, rows * (1 + getRowType().getFieldCount()) * COST_PER_VALUE, 0);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        Map<String, Object> stashed = new HashMap<>();
        stashed.put(BatchToEnumerable.CONTEXT_KEY, context);
        stashed.put("_conformance", LanceConformance.INSTANCE);
        Bindable<?> code = code(stashed);
        List<Field> fields = SqlTypes.toArrow(getRowType());
        Map<String, Object> parameters = Map.copyOf(stashed);
        return execution -> new RowBatchOperator(code, parameters, fields, execution);
    }

    private Bindable<?> code(Map<String, Object> stashed) {
        try {
            return EnumerableInterpretable.toBindable(
                    stashed, null, (EnumerableRel) getInput(), EnumerableRel.Prefer.ARRAY);
        } catch (UnsupportedOperationException | NullPointerException e) {
            // Calcite fails so, or in describing the failure, where a function has no code for rows.
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "This query has a part that cannot be executed yet: a function over a window, or over groups, that has"
                            + " no such form",
                    null,
                    e);
        }
    }
}
