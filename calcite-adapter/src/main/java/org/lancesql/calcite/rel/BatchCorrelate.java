package org.lancesql.calcite.rel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.util.ImmutableBitSet;
import org.lancesql.calcite.expression.RexCompiler.CorrelateField;
import org.lancesql.calcite.runtime.Opening;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.join.CorrelateOperator;
import org.lancesql.execution.join.JoinKind;

/** Executes the right input anew for each row of the left, with values of that row. */
public final class BatchCorrelate extends Correlate implements BatchRel {
    public BatchCorrelate(Correlate correlate, RelTraitSet traits, RelNode left, RelNode right) {
        this(
                correlate,
                traits,
                left,
                right,
                correlate.getCorrelationId(),
                correlate.getRequiredColumns(),
                correlate.getJoinType());
    }

    private BatchCorrelate(
            Correlate correlate,
            RelTraitSet traits,
            RelNode left,
            RelNode right,
            CorrelationId id,
            ImmutableBitSet requiredColumns,
            JoinRelType joinType) {
        super(correlate.getCluster(), traits, List.of(), left, right, id, requiredColumns, joinType);
    }

    @Override
    public Correlate copy(
            RelTraitSet traits,
            RelNode newLeft,
            RelNode newRight,
            CorrelationId id,
            ImmutableBitSet required,
            JoinRelType type) {
        return new BatchCorrelate(this, traits, newLeft, newRight, id, required, type);
    }

    @Override
    public OperatorFactory compile(CompileContext context) {
        OperatorFactory leftFactory = compileInput(0, context);
        List<CorrelateField> used = CorrelatedColumns.usedBy(getRight()).keySet().stream()
                .filter(field -> field.variable().equals(getCorrelVariable()))
                .toList();
        int firstSlot = context.correlates().size();
        OperatorFactory rightFactory = context.withCorrelates(used).operators((BatchRel) getRight());
        int[] passed = used.stream().mapToInt(CorrelateField::index).toArray();
        JoinKind kind = switch (joinType) {
            case INNER -> JoinKind.INNER;
            case LEFT -> JoinKind.LEFT;
            case SEMI -> JoinKind.SEMI;
            case ANTI -> JoinKind.ANTI;
            default -> throw new IllegalStateException("no correlated " + joinType + " join");
        };
        List<Field> fields = SqlTypes.toArrow(getRowType());
        List<Field> rightFields = fields.subList(getLeft().getRowType().getFieldCount(), fields.size());
        return execution -> Opening.over(
                leftFactory.open(execution),
                opened -> new CorrelateOperator(
                        opened,
                        passed,
                        values -> rightFactory.open(execution.withCorrelates(firstSlot, values)),
                        kind,
                        rightFields,
                        execution.context()));
    }
}
