package org.lancesql.calcite.joinorder;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.lancesql.calcite.joinorder.JoinGraph.Relation;

/** Reads the joins at the top of a plan, through the conditions and projections between them. */
final class JoinGraphBuilder {
    private final List<Relation> relations = new ArrayList<>();
    private final List<ImmutableBitSet> equalities = new ArrayList<>();
    private final List<RexNode> conditions = new ArrayList<>();
    private final RexBuilder rexBuilder;
    private int columns;

    JoinGraphBuilder(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    /** Whether a plan begins with joins that can be reordered. */
    static boolean isJoined(RelNode node) {
        if (node instanceof Join join) {
            return isFree(join);
        }
        if (node instanceof Filter filter) {
            return filter.getVariablesSet().isEmpty()
                    && RexUtil.isDeterministic(filter.getCondition())
                    && isJoined(filter.getInput());
        }
        return node instanceof Project project && isPlain(project) && isJoined(project.getInput());
    }

    private static boolean isFree(Join join) {
        if (!join.getVariablesSet().isEmpty() || !RexUtil.isDeterministic(join.getCondition())) {
            return false;
        }
        return switch (join.getJoinType()) {
            case INNER -> true;
            // What tells nothing of the left side would have no place in the order.
            case SEMI, ANTI ->
                RelOptUtil.InputFinder.bits(join.getCondition())
                        .intersects(ImmutableBitSet.range(
                                join.getLeft().getRowType().getFieldCount()));
            default -> false;
        };
    }

    private static boolean isPlain(Project project) {
        return project.getVariablesSet().isEmpty()
                && !project.containsOver()
                && project.getProjects().stream().allMatch(RexUtil::isDeterministic);
    }

    JoinGraph read(RelNode root) {
        List<RexNode> outputs = add(root);
        equateWithinRelations();
        deriveFilters();
        return new JoinGraph(relations, equalities, conditions, outputs, root.getRowType());
    }

    /** Adds what a plan joins, and returns its columns as expressions over those of the relations. */
    private List<RexNode> add(RelNode node) {
        if (!isJoined(node)) {
            return addRelation(node, JoinRelType.INNER);
        }
        if (node instanceof Filter filter) {
            List<RexNode> input = add(filter.getInput());
            addConditions(replace(filter.getCondition(), input));
            return input;
        }
        if (node instanceof Project project) {
            List<RexNode> input = add(project.getInput());
            return project.getProjects().stream()
                    .map(expression -> replace(expression, input))
                    .toList();
        }
        Join join = (Join) node;
        List<RexNode> left = add(join.getLeft());
        List<RexNode> both = new ArrayList<>(left);
        if (join.getJoinType() == JoinRelType.INNER) {
            both.addAll(add(join.getRight()));
            addConditions(replace(join.getCondition(), both));
            return both;
        }
        both.addAll(addRelation(join.getRight(), join.getJoinType()));
        Relation semi = relations.remove(relations.size() - 1);
        relations.add(new Relation(semi.node(), semi.offset(), semi.type(), replace(join.getCondition(), both)));
        return left;
    }

    private List<RexNode> addRelation(RelNode node, JoinRelType type) {
        relations.add(new Relation(node, columns, type, null));
        List<RexNode> references = new ArrayList<>();
        for (RelDataTypeField field : node.getRowType().getFieldList()) {
            references.add(rexBuilder.makeInputRef(field.getType(), columns++));
        }
        return references;
    }

    private static RexNode replace(RexNode expression, List<RexNode> columns) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return columns.get(reference.getIndex());
            }
        });
    }

    private void addConditions(RexNode condition) {
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            if (isColumnEquality(conjunct)) {
                List<RexNode> sides = ((RexCall) conjunct).getOperands();
                equate(((RexInputRef) sides.get(0)).getIndex(), ((RexInputRef) sides.get(1)).getIndex());
            } else if (!conditions.contains(conjunct)) {
                conditions.add(conjunct);
            }
        }
    }

    /** Whether two columns are equal so that, with a third that equals one, the other equals it too. */
    private boolean isColumnEquality(RexNode conjunct) {
        if (!conjunct.isA(SqlKind.EQUALS)
                || !((RexCall) conjunct).getOperands().stream().allMatch(RexInputRef.class::isInstance)) {
            return false;
        }
        RexInputRef left = (RexInputRef) ((RexCall) conjunct).getOperands().get(0);
        RexInputRef right = (RexInputRef) ((RexCall) conjunct).getOperands().get(1);
        return relationOf(left.getIndex()) != relationOf(right.getIndex())
                && SqlTypeUtil.equalSansNullability(rexBuilder.getTypeFactory(), left.getType(), right.getType());
    }

    private int relationOf(int column) {
        for (int i = 0; i < relations.size(); i++) {
            if (relations.get(i).has(column)) {
                return i;
            }
        }
        throw new IllegalArgumentException("column " + column + " is of no relation");
    }

    private void equate(int left, int right) {
        ImmutableBitSet merged = ImmutableBitSet.of(left, right);
        List<ImmutableBitSet> others = new ArrayList<>();
        for (ImmutableBitSet equal : equalities) {
            if (equal.get(left) || equal.get(right)) {
                merged = merged.union(equal);
            } else {
                others.add(equal);
            }
        }
        equalities.clear();
        equalities.addAll(others);
        equalities.add(merged);
    }

    /** Columns of one relation that equal the same column of another: the relation alone can compare them. */
    private void equateWithinRelations() {
        for (ImmutableBitSet equal : equalities) {
            for (int i = 0; i < relations.size(); i++) {
                Relation relation = relations.get(i);
                List<Integer> own = equal.asList().stream()
                        .filter(relation::has)
                        .map(column -> column - relation.offset())
                        .toList();
                RelNode node = relation.node();
                for (int other : own.subList(Math.min(1, own.size()), own.size())) {
                    node = LogicalFilter.create(
                            node,
                            rexBuilder.makeCall(
                                    SqlStdOperatorTable.EQUALS,
                                    rexBuilder.makeInputRef(node, own.get(0)),
                                    rexBuilder.makeInputRef(node, other)));
                }
                relations.set(i, relation.with(node));
            }
        }
    }

    /**
     * What each alternative of a disjunction asks of one relation holds for every row of it: {@code (a = 1 and b = 2) or
     * (a = 2 and b = 1)} asks for {@code a in (1, 2)}.
     */
    private void deriveFilters() {
        for (RexNode condition : conditions) {
            if (!condition.isA(SqlKind.OR)) {
                continue;
            }
            for (int i = 0; i < relations.size(); i++) {
                RexNode derived = derived(condition, relations.get(i));
                if (relations.get(i).isInner() && !derived.isAlwaysTrue()) {
                    relations.set(i, filtered(relations.get(i), derived));
                }
            }
        }
    }

    private RexNode derived(RexNode disjunction, Relation relation) {
        List<RexNode> alternatives = new ArrayList<>();
        boolean spans = false;
        for (RexNode alternative : RelOptUtil.disjunctions(disjunction)) {
            List<RexNode> conjuncts = RelOptUtil.conjunctions(alternative);
            List<RexNode> own = conjuncts.stream()
                    .filter(conjunct -> isOf(conjunct, relation))
                    .toList();
            if (own.isEmpty()) {
                return rexBuilder.makeLiteral(true);
            }
            spans |= own.size() < conjuncts.size();
            alternatives.add(RexUtil.composeConjunction(rexBuilder, own));
        }
        return spans ? RexUtil.composeDisjunction(rexBuilder, alternatives) : rexBuilder.makeLiteral(true);
    }

    private static boolean isOf(RexNode expression, Relation relation) {
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(expression);
        return !used.isEmpty()
                && ImmutableBitSet.range(relation.offset(), relation.offset() + relation.columns())
                        .contains(used);
    }

    private static Relation filtered(Relation relation, RexNode condition) {
        return relation.with(LogicalFilter.create(relation.node(), RexUtil.shift(condition, -relation.offset())));
    }
}
