package org.lancesql.calcite.joinorder;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.estimates.ColumnValues;
import org.lancesql.calcite.estimates.SemiJoinShare;
import org.lancesql.calcite.joinorder.JoinGraph.Relation;
import org.lancesql.calcite.rel.ComputeOnce;

/**
 * Lets an aggregate that is joined by its keys read only the rows of keys that another relation has, if those are few: a
 * semi join below the aggregate with a second copy of that relation (Seshadri and others, Cost-Based Optimization for Magic,
 * 1996).
 */
final class KeyReduction {
    /** Rows that must be left over at the most. */
    private static final double MOST_LEFT = 0.3;

    /** What the copy may cost of what reading the rows costs. */
    private static final double MOST_COST = 0.5;

    private final JoinGraph graph;
    private final RelMetadataQuery query;
    private final RexBuilder rexBuilder;

    private KeyReduction(JoinGraph graph, RelMetadataQuery query) {
        this.graph = graph;
        this.query = query;
        this.rexBuilder = graph.relations().get(0).node().getCluster().getRexBuilder();
    }

    /**
     * A relation that has keys.
     *
     * @param key column of its node
     */
    private record Reducer(Relation relation, int key) {}

    static JoinGraph reduce(JoinGraph graph, RelMetadataQuery query) {
        return new KeyReduction(graph, query).reduced();
    }

    private JoinGraph reduced() {
        List<Relation> relations = new ArrayList<>();
        for (Relation relation : graph.relations()) {
            relations.add(relation.isInner() ? relation.with(reduce(relation)) : relation);
        }
        return new JoinGraph(relations, graph.equalities(), graph.conditions(), graph.outputs(), graph.rowType());
    }

    private RelNode reduce(Relation relation) {
        RelNode best = relation.node();
        double left = MOST_LEFT;
        for (ImmutableBitSet equal : graph.equalities()) {
            for (int column : equal) {
                AggregateKey key =
                        relation.has(column) ? AggregateKey.find(relation.node(), column - relation.offset()) : null;
                if (key == null) {
                    continue;
                }
                for (Reducer reducer : reducers(equal, relation)) {
                    double share = share(key, reducer);
                    if (share < left && costsLess(reducer.relation().node(), key.input())) {
                        left = share;
                        best = key.replaceInput(semiJoin(key, reducer));
                    }
                }
            }
        }
        return best;
    }

    /** The other relations that have a column of a set, and the semi joins that compare one with a column of theirs. */
    private List<Reducer> reducers(ImmutableBitSet equal, Relation reduced) {
        List<Reducer> reducers = new ArrayList<>();
        for (Relation relation : graph.relations()) {
            if (relation == reduced) {
                continue;
            }
            if (relation.isInner()) {
                equal.asList().stream()
                        .filter(relation::has)
                        .forEach(column -> reducers.add(new Reducer(relation, column - relation.offset())));
            } else if (relation.type() == JoinRelType.SEMI) {
                RelOptUtil.conjunctions(relation.condition()).stream()
                        .mapToInt(conjunct -> ownSide(conjunct, relation, equal))
                        .filter(column -> column >= 0)
                        .forEach(column -> reducers.add(new Reducer(relation, column - relation.offset())));
            }
        }
        return reducers;
    }

    /** The column of a semi join's relation that a conjunct says is equal to one of a set, or -1. */
    private int ownSide(RexNode conjunct, Relation relation, ImmutableBitSet equal) {
        if (!conjunct.isA(SqlKind.EQUALS)) {
            return -1;
        }
        List<RexNode> sides = ((RexCall) conjunct).getOperands();
        if (!(sides.get(0) instanceof RexInputRef first)
                || !(sides.get(1) instanceof RexInputRef second)
                || !SqlTypeUtil.equalSansNullability(rexBuilder.getTypeFactory(), first.getType(), second.getType())) {
            return -1;
        }
        if (relation.has(first.getIndex()) && equal.get(second.getIndex())) {
            return first.getIndex();
        }
        return relation.has(second.getIndex()) && equal.get(first.getIndex()) ? second.getIndex() : -1;
    }

    private double share(AggregateKey key, Reducer reducer) {
        RelNode node = reducer.relation().node();
        return SemiJoinShare.of(
                List.of(ColumnValues.of(key.input(), key.column(), query)),
                List.of(ColumnValues.of(node, reducer.key(), query)),
                rows(node),
                false);
    }

    private double rows(RelNode node) {
        return Util.first(query.getRowCount(node), Double.MAX_VALUE);
    }

    /** Whether computing one plan again is little work beside computing another. */
    private boolean costsLess(RelNode copied, RelNode reduced) {
        return work(copied) <= MOST_COST * work(reduced);
    }

    private double work(RelNode plan) {
        double[] work = {0};
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                work[0] += node instanceof ComputeOnce ? Double.MAX_VALUE : rows(node);
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        return work[0];
    }

    private RelNode semiJoin(AggregateKey key, Reducer reducer) {
        RelNode node = reducer.relation().node();
        RelNode keys = LogicalProject.create(
                node, List.of(), List.of(rexBuilder.makeInputRef(node, reducer.key())), List.of("key"), Set.of());
        RexNode condition = rexBuilder.makeCall(
                SqlStdOperatorTable.EQUALS,
                rexBuilder.makeInputRef(key.input(), key.column()),
                rexBuilder.makeInputRef(
                        keys.getRowType().getFieldList().get(0).getType(),
                        key.input().getRowType().getFieldCount()));
        return LogicalJoin.create(key.input(), keys, List.of(), condition, Set.of(), JoinRelType.SEMI);
    }

    /**
     * A column that an aggregate groups by.
     *
     * @param path from the relation to the aggregate, which is the last
     * @param column of the aggregate's input
     */
    private record AggregateKey(List<RelNode> path, int column) {
        /** What a column of a plan is, through filters and projections; null if it is not a key. */
        static @Nullable AggregateKey find(RelNode node, int column) {
            List<RelNode> path = new ArrayList<>();
            RelNode at = node;
            int place = column;
            while (!(at instanceof Aggregate)) {
                path.add(at);
                if (at instanceof Project project
                        && project.getProjects().get(place) instanceof RexInputRef reference) {
                    place = reference.getIndex();
                } else if (!(at instanceof Filter)) {
                    return null;
                }
                at = at.getInput(0);
            }
            Aggregate aggregate = (Aggregate) at;
            path.add(aggregate);
            return aggregate.getGroupType() == Aggregate.Group.SIMPLE && place < aggregate.getGroupCount()
                    ? new AggregateKey(path, aggregate.getGroupSet().nth(place))
                    : null;
        }

        RelNode input() {
            return path.get(path.size() - 1).getInput(0);
        }

        /** The relation over other rows. */
        RelNode replaceInput(RelNode input) {
            RelNode replaced = input;
            for (int i = path.size() - 1; i >= 0; i--) {
                RelNode node = path.get(i);
                replaced = node.copy(node.getTraitSet(), List.of(replaced));
            }
            return replaced;
        }
    }
}
