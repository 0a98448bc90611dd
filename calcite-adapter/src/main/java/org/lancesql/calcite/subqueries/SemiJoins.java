package org.lancesql.calcite.subqueries;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
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
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Makes semi and anti joins of EXISTS, IN and their negations where a row is wanted only if they are true. Calcite's own
 * rules compute the sub-query for each value that is asked for, without duplicates, and join that; what is not of the
 * shape here is left to them.
 */
public final class SemiJoins extends RelHomogeneousShuttle {
    private final RexShuttle nested = new RexShuttle() {
        @Override
        public RexNode visitSubQuery(RexSubQuery subQuery) {
            RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
            return visited.clone(visited.rel.accept(SemiJoins.this));
        }
    };

    private SemiJoins() {}

    /** The plan with semi and anti joins. */
    public static RelNode of(RelNode plan) {
        return plan.accept(new SemiJoins());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node).accept(nested);
        return visited instanceof Filter filter && RexUtil.SubQueryFinder.find(filter.getCondition()) != null
                ? join(filter)
                : visited;
    }

    private static RelNode join(Filter filter) {
        RelNode joined = filter.getInput();
        List<RexNode> rest = new ArrayList<>();
        List<RexNode> subQueries = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            (subQuery(conjunct) == null ? rest : subQueries).add(conjunct);
        }
        for (RexNode conjunct : subQueries) {
            Optional<RelNode> semi = join(joined, conjunct, filter.getVariablesSet());
            if (semi.isPresent()) {
                joined = semi.get();
            } else {
                rest.add(conjunct);
            }
        }
        if (joined == filter.getInput()) {
            return filter;
        }
        RexNode condition = RexUtil.composeConjunction(filter.getCluster().getRexBuilder(), rest);
        Set<CorrelationId> used = usedIn(rest);
        used.retainAll(filter.getVariablesSet());
        return rest.isEmpty()
                ? joined
                : LogicalFilter.create(joined, condition, com.google.common.collect.ImmutableSet.copyOf(used));
    }

    private static Set<CorrelationId> usedIn(List<RexNode> conditions) {
        Set<CorrelationId> used = new HashSet<>();
        conditions.forEach(condition -> used.addAll(Correlations.in(condition)));
        return used;
    }

    /** The sub-query of a conjunct that is one, negated or not; else null. */
    private static @Nullable RexSubQuery subQuery(RexNode conjunct) {
        RexNode plain =
                conjunct.isA(SqlKind.NOT) ? ((RexCall) conjunct).getOperands().get(0) : conjunct;
        return plain instanceof RexSubQuery subQuery && (subQuery.isA(SqlKind.EXISTS) || subQuery.isA(SqlKind.IN))
                ? subQuery
                : null;
    }

    private static Optional<RelNode> join(RelNode left, RexNode conjunct, Set<CorrelationId> variables) {
        RexSubQuery subQuery = java.util.Objects.requireNonNull(subQuery(conjunct));
        boolean negated = conjunct.isA(SqlKind.NOT);
        boolean exists = subQuery.isA(SqlKind.EXISTS);
        boolean nullAware = !exists && negated && mayBeUnknown(subQuery);
        if (!exists && nestsSubQuery(subQuery) || nullAware && !hasOneKey(subQuery)) {
            return Optional.empty();
        }
        return Uncorrelated.of(subQuery.rel, variables)
                .filter(inner -> !nullAware || inner.conditions().isEmpty())
                .flatMap(inner -> condition(left, subQuery, inner, variables)
                        .map(condition -> nullAware ? isNotFalse(condition, left) : condition)
                        .map(condition -> LogicalJoin.create(
                                left,
                                inner.node(),
                                List.of(),
                                condition,
                                Set.of(),
                                negated ? JoinRelType.ANTI : JoinRelType.SEMI)));
    }

    /** Whether it compares a column with a column of the same type, so that a hash table has the answer. */
    private static boolean hasOneKey(RexSubQuery subQuery) {
        if (subQuery.getOperands().size() != 1 || !(subQuery.getOperands().get(0) instanceof RexInputRef column)) {
            return false;
        }
        RelDataType type = subQuery.rel.getRowType().getFieldList().get(0).getType();
        return SqlTypeUtil.equalSansNullability(subQuery.rel.getCluster().getTypeFactory(), column.getType(), type);
    }

    /** What keeps NOT IN from being true: that it is equal, or that it is not known whether it is. */
    private static RexNode isNotFalse(RexNode condition, RelNode left) {
        return left.getCluster().getRexBuilder().makeCall(SqlStdOperatorTable.IS_NOT_FALSE, condition);
    }

    private static boolean nestsSubQuery(RexSubQuery subQuery) {
        return subQuery.getOperands().stream().anyMatch(operand -> RexUtil.SubQueryFinder.find(operand) != null);
    }

    /** Whether NOT IN is something else than not being equal to any: a null would make it unknown. */
    static boolean mayBeUnknown(RexSubQuery subQuery) {
        return subQuery.getOperands().stream()
                        .anyMatch(operand -> operand.getType().isNullable())
                || subQuery.rel.getRowType().getFieldList().stream()
                        .anyMatch(field -> field.getType().isNullable());
    }

    /** What pairs of rows fulfil; empty if that says nothing of both. */
    private static Optional<RexNode> condition(
            RelNode left, RexSubQuery subQuery, Uncorrelated inner, Set<CorrelationId> variables) {
        RexBuilder rexBuilder = left.getCluster().getRexBuilder();
        int leftFields = left.getRowType().getFieldCount();
        List<RexNode> conditions = new ArrayList<>();
        if (subQuery.isA(SqlKind.IN)) {
            List<RelDataTypeField> fields = inner.node().getRowType().getFieldList();
            for (int i = 0; i < subQuery.getOperands().size(); i++) {
                conditions.add(rexBuilder.makeCall(
                        SqlStdOperatorTable.EQUALS,
                        subQuery.getOperands().get(i),
                        rexBuilder.makeInputRef(fields.get(i).getType(), leftFields + i)));
            }
        }
        for (RexNode condition : inner.conditions()) {
            conditions.add(Correlations.toLeft(RexUtil.shift(condition, leftFields), variables, left));
        }
        boolean open = conditions.stream()
                .anyMatch(condition -> !Correlations.in(condition).isEmpty());
        return conditions.isEmpty() || open
                ? Optional.empty()
                : Optional.of(RexUtil.composeConjunction(rexBuilder, conditions));
    }
}
