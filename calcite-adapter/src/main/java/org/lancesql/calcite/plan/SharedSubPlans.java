package org.lancesql.calcite.plan;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.sql.SqlExplainLevel;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.BatchRel;
import org.lancesql.calcite.rel.BatchShared;
import org.lancesql.calcite.rel.LanceTableScan;

/** Finds parts of a plan that compute the same rows, and lets them be computed once. */
final class SharedSubPlans {
    /** Rows that are kept in memory for the other places at the most. */
    private static final double MOST_ROWS = 2_000_000;

    /** Share of a table's rows that a part without joins and aggregates gives at the most. */
    private static final double FEW = 0.1;

    private final RelMetadataQuery query;
    private final Map<String, Integer> places = new HashMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private SharedSubPlans(RelMetadataQuery query) {
        this.query = query;
    }

    /** The plan with what it computes several times marked, if it consists of batch operators and repeats what it does. */
    static BatchRel mark(BatchRel plan) {
        if (!readsTwice(plan)) {
            return plan;
        }
        SharedSubPlans shared = new SharedSubPlans(((RelNode) plan).getCluster().getMetadataQuery());
        shared.count(plan);
        return shared.places.values().stream().anyMatch(times -> times > 1) ? (BatchRel) shared.marked(plan) : plan;
    }

    private static boolean readsTwice(RelNode plan) {
        PlanLeaves leaves = PlanLeaves.of(plan);
        Set<String> tables = new HashSet<>();
        boolean twice = false;
        for (LanceTableScan scan : leaves.scans()) {
            twice |= !tables.add(String.join("\n", scan.getTable().getQualifiedName()));
        }
        return twice && leaves.isRepeatable() && isBatch(plan);
    }

    private static boolean isBatch(RelNode plan) {
        boolean[] batch = {true};
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                // The right side of a correlation is executed anew, with other values, for each row of the left.
                batch[0] &= node instanceof BatchRel && !(node instanceof Correlate);
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        return batch[0];
    }

    private static String text(RelNode node) {
        return RelOptUtil.toString(node, SqlExplainLevel.EXPPLAN_ATTRIBUTES);
    }

    /** Counts the places of each part; those inside of a part that was seen already are its own. */
    private void count(RelNode node) {
        if (isWorthKeeping(node) && places.merge(text(node), 1, Integer::sum) > 1) {
            return;
        }
        node.getInputs().forEach(this::count);
    }

    private RelNode marked(RelNode node) {
        if (isWorthKeeping(node)) {
            String text = text(node);
            if (places.getOrDefault(text, 0) > 1) {
                int number = numbers.computeIfAbsent(text, key -> numbers.size() + 1);
                return new BatchShared(node.getCluster(), node.getTraitSet(), node, number);
            }
        }
        List<RelNode> inputs = node.getInputs().stream().map(this::marked).toList();
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    private boolean isWorthKeeping(RelNode node) {
        double rows = query.getRowCount(node);
        if (node.getInputs().isEmpty() && !(node instanceof LanceTableScan) || rows > MOST_ROWS) {
            return false;
        }
        double[] read = {0};
        boolean[] computes = {false};
        new RelVisitor() {
            @Override
            public void visit(RelNode part, int ordinal, @Nullable RelNode parent) {
                computes[0] |= part instanceof Join || part instanceof Aggregate;
                read[0] +=
                        part instanceof LanceTableScan scan ? scan.lanceTable().rowCount() : 0;
                super.visit(part, ordinal, parent);
            }
        }.go(node);
        return computes[0] || rows <= FEW * read[0];
    }
}
