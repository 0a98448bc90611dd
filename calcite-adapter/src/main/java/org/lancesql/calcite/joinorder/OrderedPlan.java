package org.lancesql.calcite.joinorder;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.lancesql.calcite.joinorder.JoinGraph.Relation;

/** Builds the plan of an order of joins. */
final class OrderedPlan {
    private final JoinGraph graph;
    private final RexBuilder rexBuilder;

    OrderedPlan(JoinGraph graph) {
        this.graph = graph;
        this.rexBuilder = graph.relations().get(0).node().getCluster().getRexBuilder();
    }

    /**
     * A part of the plan.
     *
     * @param relations that it has joined, as bits
     * @param columns which columns of the graph its columns are
     */
    private record Part(RelNode node, long relations, List<Integer> columns) {}

    RelNode build(JoinTree tree) {
        Part all = part(tree);
        RelNode rows = filter(all, conditions(0, 0)).node();
        return LogicalProject.create(
                rows,
                List.of(),
                graph.outputs().stream()
                        .map(output -> onto(output, all.columns()))
                        .toList(),
                graph.rowType().getFieldNames(),
                Set.of());
    }

    private Part part(JoinTree tree) {
        if (tree.left() == null || tree.right() == null) {
            return relation(tree.relations());
        }
        Part left = part(tree.left());
        Part right = part(tree.right());
        List<Integer> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        Relation last = graph.relations().get(Long.numberOfTrailingZeros(right.relations()));
        boolean isSemi = Long.bitCount(right.relations()) == 1 && !last.isInner();
        if (isSemi) {
            RexNode condition = onto(requireNonNull(last.condition()), both);
            RelNode semi = LogicalJoin.create(left.node(), right.node(), List.of(), condition, Set.of(), last.type());
            return new Part(semi, tree.relations(), left.columns());
        }
        List<RexNode> conditions = new ArrayList<>();
        for (ImmutableBitSet equal : graph.equalities()) {
            int leftColumn = first(equal, left);
            int rightColumn = first(equal, right);
            if (leftColumn >= 0 && rightColumn >= 0) {
                conditions.add(rexBuilder.makeCall(
                        SqlStdOperatorTable.EQUALS,
                        rexBuilder.makeInputRef(left.node(), leftColumn),
                        RexUtil.shift(
                                rexBuilder.makeInputRef(right.node(), rightColumn),
                                left.columns().size())));
            }
        }
        conditions(left.relations(), right.relations()).forEach(condition -> conditions.add(onto(condition, both)));
        RelNode join = LogicalJoin.create(
                left.node(),
                right.node(),
                List.of(),
                RexUtil.composeConjunction(rexBuilder, conditions),
                Set.of(),
                JoinRelType.INNER);
        return new Part(join, tree.relations(), both);
    }

    private Part relation(long bit) {
        Relation relation = graph.relations().get(Long.numberOfTrailingZeros(bit));
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < relation.columns(); i++) {
            columns.add(relation.offset() + i);
        }
        return filter(new Part(relation.node(), bit, columns), conditions(bit, 0));
    }

    /** The conditions that can be asked when two sets come together and could not before. */
    private List<RexNode> conditions(long left, long right) {
        return graph.conditions().stream()
                .filter(condition -> {
                    long relations = graph.relationsOf(condition);
                    boolean isInside = (relations & ~(left | right)) == 0;
                    boolean isNew = right == 0 || (relations & ~left) != 0 && (relations & ~right) != 0;
                    return isInside && isNew && (relations != 0 || left == 0);
                })
                .toList();
    }

    private Part filter(Part part, List<RexNode> conditions) {
        if (conditions.isEmpty()) {
            return part;
        }
        RexNode condition = onto(RexUtil.composeConjunction(rexBuilder, conditions), part.columns());
        return new Part(LogicalFilter.create(part.node(), condition), part.relations(), part.columns());
    }

    /** Place of the first of some columns in a part, or -1. */
    private static int first(ImmutableBitSet equal, Part part) {
        for (int i = 0; i < part.columns().size(); i++) {
            if (equal.get(part.columns().get(i))) {
                return i;
            }
        }
        return -1;
    }

    private static RexNode onto(RexNode expression, List<Integer> columns) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(columns.indexOf(reference.getIndex()), reference.getType());
            }
        });
    }
}
