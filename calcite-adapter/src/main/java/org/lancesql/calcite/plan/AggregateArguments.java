package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.lancesql.calcite.types.LanceTypeSystem;
import org.lancesql.calcite.types.SqlTypes;

/**
 * Gives the arguments of aggregates a type that is computed exactly. Sums must not overflow unseen: small integers are
 * added as BIGINT; BIGINT as DECIMAL, cast back with a check of its range; decimals and floats in the type of their
 * sum, and so are the arguments of variances. Times of day finer than milliseconds, which Calcite's row code would cut, are compared as timestamps, and UUIDs,
 * which it would compare as signed numbers, as texts.
 */
final class AggregateArguments extends RelHomogeneousShuttle {
    private final RexBuilder rexBuilder;

    private AggregateArguments(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    static RelNode widen(RelNode plan) {
        return plan.accept(new AggregateArguments(plan.getCluster().getRexBuilder()));
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                return widen((RexOver) super.visitOver(over));
            }
        });
        return visited instanceof Aggregate aggregate ? widen(guard(aggregate)) : visited;
    }

    private static boolean applies(SqlKind kind, RelDataType argument) {
        return switch (kind) {
            case SUM, SUM0, VAR_POP, VAR_SAMP, STDDEV_POP, STDDEV_SAMP -> SqlTypeUtil.isNumeric(argument);
            case MIN, MAX -> isFineTime(argument) || argument.getSqlTypeName() == SqlTypeName.UUID;
            case ANY_VALUE, SINGLE_VALUE -> isFineTime(argument);
            default -> false;
        };
    }

    private static boolean isFineTime(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.TIME && type.getPrecision() > SqlTypes.MILLISECOND_DIGITS;
    }

    /** The type to compute in. */
    private RelDataType exact(RelDataType argument, RelDataType sum) {
        RelDataTypeFactory factory = rexBuilder.getTypeFactory();
        if (isFineTime(argument)) {
            return factory.createTypeWithNullability(
                    factory.createSqlType(SqlTypeName.TIMESTAMP, argument.getPrecision()), sum.isNullable());
        }
        if (argument.getSqlTypeName() == SqlTypeName.UUID) {
            return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.VARCHAR), sum.isNullable());
        }
        return argument.getSqlTypeName() == SqlTypeName.BIGINT && sum.getSqlTypeName() == SqlTypeName.BIGINT
                ? factory.createTypeWithNullability(
                        factory.createSqlType(SqlTypeName.DECIMAL, LanceTypeSystem.MAX_DECIMAL_PRECISION, 0),
                        sum.isNullable())
                : sum;
    }

    private static boolean same(RelDataType left, RelDataType right) {
        return SqlTypes.samePhysical(left, right);
    }

    private RexNode cast(RexNode argument, RelDataType type) {
        return rexBuilder.makeAbstractCast(
                rexBuilder
                        .getTypeFactory()
                        .createTypeWithNullability(type, argument.getType().isNullable()),
                argument,
                false);
    }

    private RexNode widen(RexOver over) {
        if (over.getOperands().size() != 1
                || !applies(
                        over.getAggOperator().getKind(),
                        over.getOperands().get(0).getType())) {
            return over;
        }
        RexNode argument = over.getOperands().get(0);
        RelDataType type = exact(argument.getType(), over.getType());
        if (same(argument.getType(), type)) {
            return over;
        }
        RexNode exact = rexBuilder.makeOver(
                type,
                over.getAggOperator(),
                List.of(cast(argument, type)),
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
        return same(type, over.getType()) ? exact : cast(exact, over.getType());
    }

    /** Computes an argument only for the rows that its FILTER lets through: for others it may have no value. */
    private Aggregate guard(Aggregate aggregate) {
        if (!(aggregate.getInput() instanceof Project project)) {
            return aggregate;
        }
        List<RexNode> columns = new ArrayList<>(project.getProjects());
        List<String> names = new ArrayList<>(project.getRowType().getFieldNames());
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            List<Integer> arguments = new ArrayList<>();
            for (int argument : call.getArgList()) {
                boolean computed = call.hasFilter() && columns.get(argument) instanceof RexCall;
                arguments.add(computed ? columns.size() : argument);
                if (computed) {
                    columns.add(guarded(columns.get(argument), columns.get(call.filterArg)));
                    names.add("$filtered" + columns.size());
                }
            }
            calls.add(call.withArgList(arguments));
        }
        if (columns.size() == project.getProjects().size()) {
            return aggregate;
        }
        RelNode guarded = LogicalProject.create(project.getInput(), List.of(), columns, names, Set.of());
        return aggregate.copy(
                aggregate.getTraitSet(), guarded, aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    }

    private RexNode guarded(RexNode value, RexNode filter) {
        RelDataType type = rexBuilder.getTypeFactory().createTypeWithNullability(value.getType(), true);
        return rexBuilder.makeCall(
                type, SqlStdOperatorTable.CASE, List.of(filter, value, rexBuilder.makeNullLiteral(type)));
    }

    private RelNode widen(Aggregate aggregate) {
        RelNode input = aggregate.getInput();
        List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(input.getRowType()));
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            calls.add(call.getArgList().size() == 1 ? widen(call, columns, names) : call);
        }
        if (columns.size() == input.getRowType().getFieldCount()) {
            return aggregate;
        }
        RelNode project = LogicalProject.create(input, List.of(), columns, names, Set.of());
        RelNode exact = aggregate.copy(
                aggregate.getTraitSet(), project, aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
        return RelOptUtil.createCastRel(exact, aggregate.getRowType(), true);
    }

    private AggregateCall widen(AggregateCall call, List<RexNode> columns, List<String> names) {
        RexNode argument = columns.get(call.getArgList().get(0));
        RelDataType type = exact(argument.getType(), call.getType());
        if (!applies(call.getAggregation().getKind(), argument.getType()) || same(argument.getType(), type)) {
            return call;
        }
        columns.add(cast(argument, type));
        names.add("$sum" + columns.size());
        return AggregateCall.create(
                call.getAggregation(),
                call.isDistinct(),
                call.isApproximate(),
                call.ignoreNulls(),
                call.rexList,
                List.of(columns.size() - 1),
                call.filterArg,
                call.distinctKeys,
                call.getCollation(),
                type,
                call.getName());
    }
}
