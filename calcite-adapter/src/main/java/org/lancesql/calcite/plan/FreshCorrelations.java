package org.lancesql.calcite.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;

/** Gives the correlations of some expressions ids of their own, so that two operators of a plan never share one. */
final class FreshCorrelations extends RexShuttle {
    private final Map<CorrelationId, CorrelationId> ids = new HashMap<>();
    private final RelOptCluster cluster;

    private FreshCorrelations(RelOptCluster cluster) {
        this.cluster = cluster;
    }

    static FreshCorrelations of(Set<CorrelationId> old, RelOptCluster cluster) {
        FreshCorrelations fresh = new FreshCorrelations(cluster);
        old.forEach(id -> fresh.ids.put(id, cluster.createCorrel()));
        return fresh;
    }

    Set<CorrelationId> ids() {
        return Set.copyOf(ids.values());
    }

    List<RexNode> replace(List<RexNode> expressions) {
        return ids.isEmpty() ? expressions : visitList(expressions);
    }

    @Override
    public RexNode visitCorrelVariable(RexCorrelVariable variable) {
        CorrelationId id = ids.get(variable.id);
        return id == null ? variable : cluster.getRexBuilder().makeCorrel(variable.getType(), id);
    }

    @Override
    public RexNode visitSubQuery(RexSubQuery subQuery) {
        RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
        RelNode query = visited.rel.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode other) {
                return super.visit(other).accept(FreshCorrelations.this);
            }
        });
        return visited.clone(query);
    }
}
