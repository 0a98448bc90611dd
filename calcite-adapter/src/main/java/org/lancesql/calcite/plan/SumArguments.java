package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.lancesql.calcite.types.SqlTypes;

/** Casts what is summed to the type of the sum, so that adding never overflows the type of a single value. */
final class SumArguments extends RelHomogeneousShuttle {
    private final RexBuilder rexBuilder;

    private SumArguments(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    static RelNode widen(RelNode plan) {
        return plan.accept(new SumArguments(plan.getCluster().getRexBuilder()));
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                return widen((RexOver) super.visitOver(over));
            }
        });
        return visited instanceof Aggregate aggregate ? widen(aggregate) : visited;
    }

    private static boolean isSum(SqlKind kind) {
        return kind == SqlKind.SUM || kind == SqlKind.SUM0 || kind == SqlKind.AVG;
    }

    private static boolean needsCast(RelDataType argument, RelDataType sum) {
        return SqlTypeUtil.isNumeric(argument)
                && !SqlTypes.toArrow("", argument).getType().equals(SqlTypes.toArrow("", sum).getType());
    }

    private RexNode cast(RexNode argument, RelDataType sum) {
        return rexBuilder.makeAbstractCast(
                rexBuilder
                        .getTypeFactory()
                        .createTypeWithNullability(sum, argument.getType().isNullable()),
                argument,
                false);
    }

    private RexNode widen(RexOver over) {
        if (!isSum(over.getAggOperator().getKind())
                || !needsCast(over.getOperands().get(0).getType(), over.getType())) {
            return over;
        }
        return rexBuilder.makeOver(
                over.getType(),
                over.getAggOperator(),
                List.of(cast(over.getOperands().get(0), over.getType())),
                over.getWindow().partitionKeys,
                over.getWindow().orderKeys,
                over.getWindow().getLowerBound(),
                over.getWindow().getUpperBound(),
                over.getWindow().getExclude(),
                over.getWindow().isRows(),
                true,
                false,
                over.isDistinct(),
                over.ignoreNulls());
    }

    private RelNode widen(Aggregate aggregate) {
        RelNode input = aggregate.getInput();
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        for (int i = 0; i < names.size(); i++) {
            columns.add(rexBuilder.makeInputRef(input, i));
        }
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            boolean widened = isSum(call.getAggregation().getKind())
                    && call.getAggregation().getKind() != SqlKind.AVG
                    && needsCast(columns.get(call.getArgList().get(0)).getType(), call.getType());
            if (widened) {
                columns.add(cast(columns.get(call.getArgList().get(0)), call.getType()));
                names.add("$sum" + columns.size());
                calls.add(call.withArgList(List.of(columns.size() - 1)));
            } else {
                calls.add(call);
            }
        }
        if (columns.size() == input.getRowType().getFieldCount()) {
            return aggregate;
        }
        RelNode project = LogicalProject.create(input, List.of(), columns, names, Set.of());
        return aggregate.copy(
                aggregate.getTraitSet(), project, aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    }
}
