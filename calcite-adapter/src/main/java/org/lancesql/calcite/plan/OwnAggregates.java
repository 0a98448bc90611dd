package org.lancesql.calcite.plan;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.schema.impl.AggregateFunctionImpl;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeTransforms;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.apache.calcite.util.Optionality;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.runtime.FloatExtremes;

/**
 * Puts aggregate functions of ours where Calcite's row code has none (PERCENTILE_CONT, PERCENTILE_DISC) or one that
 * disagrees with the order of values (MIN and MAX of numbers that may be NaN).
 */
final class OwnAggregates extends RelHomogeneousShuttle {
    private static final SqlAggFunction PERCENTILE = SqlBasicAggFunction.create(
            "PERCENTILE_CONT",
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.DOUBLE.andThen(SqlTypeTransforms.FORCE_NULLABLE),
            OperandTypes.ANY_ANY);
    private static final SqlAggFunction DISCRETE = SqlBasicAggFunction.create(
            "PERCENTILE_DISC", SqlKind.OTHER_FUNCTION, ReturnTypes.ARG0_FORCE_NULLABLE, OperandTypes.ANY_ANY);
    private static final SqlAggFunction MAX_DOUBLE = extreme("MAX", FloatExtremes.MaxDouble.class, SqlTypeName.DOUBLE);
    private static final SqlAggFunction MIN_DOUBLE = extreme("MIN", FloatExtremes.MinDouble.class, SqlTypeName.DOUBLE);
    private static final SqlAggFunction MAX_REAL = extreme("MAX", FloatExtremes.MaxReal.class, SqlTypeName.REAL);
    private static final SqlAggFunction MIN_REAL = extreme("MIN", FloatExtremes.MinReal.class, SqlTypeName.REAL);

    private final RexBuilder rexBuilder;

    private OwnAggregates(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    private static SqlAggFunction extreme(String name, Class<?> type, SqlTypeName argument) {
        return function(name, type, ReturnTypes.ARG0_NULLABLE_IF_EMPTY, argument);
    }

    private static SqlAggFunction function(
            String name, Class<?> type, SqlReturnTypeInference returnType, SqlTypeName argument) {
        return new SqlUserDefinedAggFunction(
                new SqlIdentifier(name, SqlParserPos.ZERO),
                SqlKind.OTHER_FUNCTION,
                returnType,
                InferTypes.FIRST_KNOWN,
                OperandTypes.operandMetadata(
                        List.of(), factory -> List.of(factory.createSqlType(argument)), i -> "arg" + i, i -> false),
                Objects.requireNonNull(AggregateFunctionImpl.create(type)),
                false,
                false,
                Optionality.FORBIDDEN);
    }

    static RelNode substitute(RelNode plan) {
        return plan.accept(new OwnAggregates(plan.getCluster().getRexBuilder()));
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(new RexShuttle() {
            @Override
            public RexNode visitOver(RexOver over) {
                return substitute((RexOver) super.visitOver(over));
            }
        });
        return visited instanceof Aggregate aggregate ? substitute(aggregate) : visited;
    }

    private static @Nullable SqlAggFunction extreme(SqlKind kind, RelDataType argument) {
        if ((kind != SqlKind.MIN && kind != SqlKind.MAX) || !SqlTypeUtil.isApproximateNumeric(argument)) {
            return null;
        }
        if (argument.getSqlTypeName() == SqlTypeName.REAL) {
            return kind == SqlKind.MAX ? MAX_REAL : MIN_REAL;
        }
        return kind == SqlKind.MAX ? MAX_DOUBLE : MIN_DOUBLE;
    }

    private RexNode substitute(RexOver over) {
        if (over.getOperands().size() != 1) {
            return over;
        }
        SqlAggFunction function = extreme(
                over.getAggOperator().getKind(), over.getOperands().get(0).getType());
        return function == null
                ? over
                : rexBuilder.makeOver(
                        over.getType(),
                        function,
                        over.getOperands(),
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

    private RelNode substitute(Aggregate aggregate) {
        RelNode input = aggregate.getInput();
        List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(input.getRowType()));
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        List<AggregateCall> calls = new ArrayList<>();
        boolean changed = false;
        for (AggregateCall call : aggregate.getAggCallList()) {
            AggregateCall own = substitute(call, columns, names);
            changed |= own != call;
            calls.add(own);
        }
        if (!changed) {
            return aggregate;
        }
        RelNode source = columns.size() == input.getRowType().getFieldCount()
                ? input
                : LogicalProject.create(input, List.of(), columns, names, Set.of());
        return LogicalAggregate.create(source, List.of(), aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    }

    private AggregateCall substitute(AggregateCall call, List<RexNode> columns, List<String> names) {
        SqlKind kind = call.getAggregation().getKind();
        if (kind == SqlKind.PERCENTILE_CONT || kind == SqlKind.PERCENTILE_DISC) {
            return percentile(call, columns, names);
        }
        SqlAggFunction extreme = call.getArgList().size() == 1
                ? extreme(kind, columns.get(call.getArgList().get(0)).getType())
                : null;
        return extreme == null ? call : call(call, extreme, call.getArgList(), RelCollations.EMPTY);
    }

    private AggregateCall percentile(AggregateCall call, List<RexNode> columns, List<String> names) {
        RelFieldCollation key = call.getCollation().getFieldCollations().get(0);
        boolean descending = key.direction.isDescending();
        boolean continuous = call.getAggregation().getKind() == SqlKind.PERCENTILE_CONT;
        RexNode fraction = rexBuilder.makeCast(
                rexBuilder.getTypeFactory().createSqlType(SqlTypeName.DOUBLE),
                columns.get(call.getArgList().get(0)));
        if (continuous && descending) {
            fraction = rexBuilder.makeCall(
                    SqlStdOperatorTable.MINUS, rexBuilder.makeApproxLiteral(BigDecimal.ONE), fraction);
        }
        columns.add(fraction);
        names.add("$fraction" + columns.size());
        RelCollation order = continuous ? RelCollations.EMPTY : call.getCollation();
        return call(call, continuous ? PERCENTILE : DISCRETE, List.of(key.getFieldIndex(), columns.size() - 1), order);
    }

    private static AggregateCall call(
            AggregateCall call, SqlAggFunction function, List<Integer> arguments, RelCollation collation) {
        return AggregateCall.create(
                function,
                false,
                false,
                false,
                List.of(),
                arguments,
                call.filterArg,
                null,
                collation,
                call.getType(),
                call.getName());
    }
}
