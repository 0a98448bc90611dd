package org.lancesql.calcite.subqueries;

import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/**
 * Asks two EXISTS in place of IN with rows of several values that may be null: whether a row of the sub-query is equal, and
 * whether there is one of which it is not known. One unequal value decides that rows differ, whatever is null beside it
 * (SQL:2016, part 2, 8.2); Calcite's rules take every null for an unknown answer, and give rows twice that match two rows of
 * the sub-query.
 */
public final class RowValueIn extends RelHomogeneousShuttle {
    private RowValueIn() {}

    /** The plan without such sub-queries. */
    public static RelNode rewrite(RelNode plan) {
        return plan.accept(new RowValueIn());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery inner = (RexSubQuery) super.visitSubQuery(subQuery);
                return inner.clone(inner.rel.accept(RowValueIn.this));
            }
        });
        if (visited instanceof Filter filter) {
            Rewriting rewriting = new Rewriting(filter.getInput(), filter.getVariablesSet());
            List<RexNode> conjuncts = RelOptUtil.conjunctions(filter.getCondition()).stream()
                    .map(rewriting::conjunct)
                    .toList();
            return rewriting.isUsed
                    ? LogicalFilter.create(
                            filter.getInput(),
                            RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), conjuncts),
                            rewriting.variables())
                    : filter;
        }
        if (visited instanceof Project project) {
            Rewriting rewriting = new Rewriting(project.getInput(), project.getVariablesSet());
            List<RexNode> expressions = rewriting.visitList(project.getProjects());
            return rewriting.isUsed
                    ? LogicalProject.create(
                            project.getInput(),
                            project.getHints(),
                            expressions,
                            project.getRowType().getFieldNames(),
                            rewriting.variables())
                    : project;
        }
        return visited instanceof Join join && RexUtil.SubQueryFinder.find(join.getCondition()) != null
                ? join(join)
                : visited;
    }

    /** Of an inner join, the condition is one on its rows. */
    private static RelNode join(Join join) {
        RelNode rows = LogicalJoin.create(
                join.getLeft(),
                join.getRight(),
                join.getHints(),
                join.getCluster().getRexBuilder().makeLiteral(true),
                Set.of(),
                JoinRelType.INNER);
        Rewriting rewriting = new Rewriting(rows, join.getVariablesSet());
        RexNode condition = join.getCondition().accept(rewriting);
        if (!rewriting.isUsed) {
            return join;
        }
        if (join.getJoinType() != JoinRelType.INNER) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "IN with rows of several values that may be null is not supported in the condition of an outer join",
                    null,
                    null);
        }
        return LogicalFilter.create(rows, condition, rewriting.variables());
    }

    /** The expressions of one node over the rows of its input. */
    private static final class Rewriting extends RexShuttle {
        private final RelNode input;
        private final Set<CorrelationId> variables;
        private final RexBuilder rexBuilder;
        private boolean isUsed;

        Rewriting(RelNode input, Set<CorrelationId> variables) {
            this.input = input;
            this.variables = new HashSet<>(variables);
            this.rexBuilder = input.getCluster().getRexBuilder();
        }

        ImmutableSet<CorrelationId> variables() {
            return ImmutableSet.copyOf(variables);
        }

        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            if (!isAffected(subQuery)) {
                return subQuery;
            }
            isUsed = true;
            RexNode isEqual = exists(subQuery, false);
            RexNode mayBeEqual = exists(subQuery, true);
            RelDataType type = rexBuilder
                    .getTypeFactory()
                    .createTypeWithNullability(rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BOOLEAN), true);
            return rexBuilder.makeCall(
                    SqlStdOperatorTable.CASE,
                    isEqual,
                    rexBuilder.makeLiteral(true),
                    mayBeEqual,
                    rexBuilder.makeNullLiteral(type),
                    rexBuilder.makeLiteral(false));
        }

        /** A condition whose unknown answer is as good as a false one: IN alone is as it is, and joined by {@link SemiJoins}. */
        RexNode conjunct(RexNode condition) {
            if (condition instanceof RexSubQuery subQuery && isAffected(subQuery)) {
                return condition;
            }
            if (condition.isA(SqlKind.NOT)
                    && ((RexCall) condition).getOperands().get(0) instanceof RexSubQuery subQuery
                    && isAffected(subQuery)) {
                isUsed = true;
                return rexBuilder.makeCall(SqlStdOperatorTable.NOT, exists(subQuery, true));
            }
            return condition.accept(this);
        }

        private static boolean isAffected(RexSubQuery subQuery) {
            return subQuery.isA(SqlKind.IN) && subQuery.getOperands().size() > 1 && SemiJoins.mayBeUnknown(subQuery);
        }

        /** Whether the sub-query has a row that is equal, or of which it is not false that it is. */
        private RexNode exists(RexSubQuery subQuery, boolean isUnknownEnough) {
            // A sub-query may have one variable of a node only, which is one that the node has already.
            CorrelationId id = variables.stream()
                    .findFirst()
                    .orElseGet(() -> input.getCluster().createCorrel());
            variables.add(id);
            RexNode row = rexBuilder.makeCorrel(input.getRowType(), id);
            RexShuttle outer = new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef ref) {
                    return rexBuilder.makeFieldAccess(row, ref.getIndex());
                }
            };
            List<RexNode> equalities = new ArrayList<>();
            List<RelDataTypeField> fields = subQuery.rel.getRowType().getFieldList();
            for (int i = 0; i < fields.size(); i++) {
                equalities.add(rexBuilder.makeCall(
                        SqlStdOperatorTable.EQUALS,
                        subQuery.getOperands().get(i).accept(outer),
                        rexBuilder.makeInputRef(fields.get(i).getType(), i)));
            }
            RexNode equal = RexUtil.composeConjunction(rexBuilder, equalities);
            return RexSubQuery.exists(LogicalFilter.create(
                    subQuery.rel,
                    isUnknownEnough ? rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_FALSE, equal) : equal));
        }
    }
}
