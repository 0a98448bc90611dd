package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.schema.impl.AggregateFunctionImpl;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedAggFunction;
import org.apache.calcite.util.Optionality;
import org.lancesql.calcite.runtime.PercentileCont;

/** Replaces {@code PERCENTILE_CONT(p) WITHIN GROUP (ORDER BY x)}, for which Calcite has no code, by a function of x and p. */
final class InverseDistribution extends RelHomogeneousShuttle {
    private static final SqlAggFunction PERCENTILE = new SqlUserDefinedAggFunction(
            new SqlIdentifier("PERCENTILE_CONT", SqlParserPos.ZERO),
            SqlKind.OTHER_FUNCTION,
            ReturnTypes.DOUBLE_NULLABLE,
            InferTypes.FIRST_KNOWN,
            OperandTypes.operandMetadata(
                    List.of(),
                    factory -> List.of(
                            factory.createSqlType(SqlTypeName.DOUBLE), factory.createSqlType(SqlTypeName.DOUBLE)),
                    i -> "arg" + i,
                    i -> false),
            java.util.Objects.requireNonNull(AggregateFunctionImpl.create(PercentileCont.class)),
            false,
            false,
            Optionality.FORBIDDEN);

    private InverseDistribution() {}

    static RelNode rewrite(RelNode plan) {
        return plan.accept(new InverseDistribution());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        if (!(visited instanceof Aggregate aggregate)
                || aggregate.getAggCallList().stream().noneMatch(InverseDistribution::isPercentile)) {
            return visited;
        }
        RelNode input = aggregate.getInput();
        RexBuilder rexBuilder = aggregate.getCluster().getRexBuilder();
        RelDataTypeFactory factory = rexBuilder.getTypeFactory();
        List<RexNode> columns = new ArrayList<>();
        List<String> names = new ArrayList<>(input.getRowType().getFieldNames());
        for (int i = 0; i < names.size(); i++) {
            columns.add(rexBuilder.makeInputRef(input, i));
        }
        List<AggregateCall> calls = new ArrayList<>();
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (!isPercentile(call)) {
                calls.add(call);
                continue;
            }
            RelFieldCollation key = call.getCollation().getFieldCollations().get(0);
            RexNode fraction = rexBuilder.makeCast(
                    factory.createSqlType(SqlTypeName.DOUBLE),
                    rexBuilder.makeInputRef(input, call.getArgList().get(0)));
            if (key.direction.isDescending()) {
                fraction = rexBuilder.makeCall(
                        org.apache.calcite.sql.fun.SqlStdOperatorTable.MINUS,
                        rexBuilder.makeApproxLiteral(java.math.BigDecimal.ONE),
                        fraction);
            }
            columns.add(fraction);
            names.add("$fraction" + columns.size());
            calls.add(AggregateCall.create(
                    PERCENTILE,
                    false,
                    false,
                    false,
                    List.of(),
                    List.of(key.getFieldIndex(), columns.size() - 1),
                    call.filterArg,
                    null,
                    RelCollations.EMPTY,
                    call.getType(),
                    call.getName()));
        }
        RelNode project = LogicalProject.create(input, List.of(), columns, names, java.util.Set.of());
        return LogicalAggregate.create(
                project, List.of(), aggregate.getGroupSet(), aggregate.getGroupSets(), calls);
    }

    private static boolean isPercentile(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.PERCENTILE_CONT;
    }
}
