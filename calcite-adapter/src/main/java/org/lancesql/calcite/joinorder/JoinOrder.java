package org.lancesql.calcite.joinorder;

import java.util.List;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelNode;

/** Puts the joins of a plan into the order in which the fewest rows are kept and passed on. */
public final class JoinOrder {
    /** From so many relations on, not all orders are looked at. */
    private static final int MOST_FOR_ALL_ORDERS = 11;

    /** What a set of bits holds. */
    private static final int MOST_RELATIONS = 60;

    private JoinOrder() {}

    /** The plan with its joins in order; outer joins stay where they are. */
    public static RelNode of(RelNode plan) {
        if (!JoinGraphBuilder.isJoined(plan)) {
            return withInputs(plan);
        }
        RelOptCluster cluster = plan.getCluster();
        JoinGraph unordered = new JoinGraphBuilder(cluster.getRexBuilder()).read(plan);
        int count = unordered.relations().size();
        if (count > MOST_RELATIONS) {
            return withInputs(plan);
        }
        JoinGraph graph =
                KeyReduction.reduce(unordered, cluster.getMetadataQuery()).with(JoinOrder::of);
        JoinCosts costs = new JoinCosts(graph, new JoinSizes(graph, cluster.getMetadataQuery()));
        JoinTree tree = count <= MOST_FOR_ALL_ORDERS
                ? new AllOrders(graph, costs).best()
                : new GreedyOrder(graph, costs).best();
        return new OrderedPlan(graph).build(tree);
    }

    private static RelNode withInputs(RelNode plan) {
        List<RelNode> inputs = plan.getInputs().stream().map(JoinOrder::of).toList();
        return inputs.equals(plan.getInputs()) ? plan : plan.copy(plan.getTraitSet(), inputs);
    }
}
