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
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.lancesql.calcite.types.LanceTypeSystem;

/** Gives averages of BIGINT, which are DOUBLE, an argument whose sum always fits: one is a sum divided by a count. */
final class ExactAverages extends RelHomogeneousShuttle {
    /** AVG of any exact number as DOUBLE. */
    private static final SqlAggFunction AVERAGE = SqlBasicAggFunction.create(
            SqlStdOperatorTable.AVG.getName(),
            SqlKind.AVG,
            ReturnTypes.AVG_AGG_FUNCTION.andThen((binding, type) -> {
                RelDataTypeFactory factory = binding.getTypeFactory();
                return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DOUBLE), type.isNullable());
            }),
            OperandTypes.NUMERIC);

    private final RexBuilder rexBuilder;

    private ExactAverages(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    static RelNode widen(RelNode plan) {
        return plan.accept(new ExactAverages(plan.getCluster().getRexBuilder()));
    }

    /** The type that numbers are added in. */
    static RelDataType exact(RelDataTypeFactory factory, RelDataType argument) {
        return factory.createTypeWithNullability(
                factory.createSqlType(SqlTypeName.DECIMAL, LanceTypeSystem.MAX_DECIMAL_PRECISION, 0),
                argument.isNullable());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        return visited instanceof Aggregate aggregate
                        && aggregate.getAggCallList().stream().anyMatch(call -> isOfBigint(call, aggregate))
                ? widen(aggregate)
                : visited;
    }

    private static boolean isOfBigint(AggregateCall call, Aggregate aggregate) {
        return call.getAggregation().getKind() == SqlKind.AVG
                && aggregate
                                .getInput()
                                .getRowType()
                                .getFieldList()
                                .get(call.getArgList().get(0))
                                .getType()
                                .getSqlTypeName()
                        == SqlTypeName.BIGINT;
    }

    private RelNode widen(Aggregate aggregate) {
        RelNode input = aggregate.getInput();
        List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(input.getRowType()));
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(isOfBigint(call, aggregate) ? widen(call, columns, names) : call);
        }
        RelNode project = LogicalProject.create(input, List.of(), columns, names, Set.of());
        return aggregate.copy(
                aggregate.getTraitSet(), project, aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    }

    private AggregateCall widen(AggregateCall call, List<RexNode> columns, List<String> names) {
        RexNode argument = columns.get(call.getArgList().get(0));
        columns.add(rexBuilder.makeCast(exact(rexBuilder.getTypeFactory(), argument.getType()), argument));
        names.add("$average" + columns.size());
        return AggregateCall.create(
                AVERAGE,
                call.isDistinct(),
                call.isApproximate(),
                call.ignoreNulls(),
                call.rexList,
                List.of(columns.size() - 1),
                call.filterArg,
                call.distinctKeys,
                call.getCollation(),
                call.getType(),
                call.getName());
    }
}
