package org.lancesql.calcite.rel;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexLiteral;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.LiteralValues;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.operator.ValuesOperator;

/** Rows of constants. */
public final class BatchValues extends Values implements BatchRel {
    public BatchValues(
            RelOptCluster cluster,
            RelDataType rowType,
            ImmutableList<ImmutableList<RexLiteral>> tuples,
            RelTraitSet traits) {
        super(cluster, rowType, tuples, traits);
    }

    @Override
    public RelNode copy(RelTraitSet traits, List<RelNode> inputs) {
        return new BatchValues(getCluster(), getRowType(), tuples, traits);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        List<Field> fields = SqlTypes.toArrow(getRowType());
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (ImmutableList<RexLiteral> tuple : tuples) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 0; i < tuple.size(); i++) {
                row.add(LiteralValues.of(
                        tuple.get(i), getRowType().getFieldList().get(i).getType()));
            }
            rows.add(row);
        }
        return execution -> new ValuesOperator(fields, rows, execution.context());
    }
}
