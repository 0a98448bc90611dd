package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.estimates.ColumnValues;
import org.lancesql.calcite.pushdown.KeyValue;
import org.lancesql.calcite.rel.BatchAggregate;
import org.lancesql.calcite.rel.BatchFilter;
import org.lancesql.calcite.rel.BatchJoin;
import org.lancesql.calcite.rel.BatchProject;
import org.lancesql.calcite.rel.BatchRel;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.runtime.KeySource;

/**
 * Lets joins that look for few keys tell them to an indexed scan of the side that they probe, so that it reads the rows of
 * these keys and no others.
 */
final class KeyedScans {
    /** A table that is read faster than its index. */
    private static final long SMALL_ROWS = 20_000;

    /** Keys that an index is asked for at the most. */
    private static final int MOST_KEYS = 1_000;

    /** Share of a column's values whose rows an index finds faster than reading all. */
    private static final double FEW = 0.02;

    private final RelMetadataQuery query;
    private int joins;

    private KeyedScans(RelMetadataQuery query) {
        this.query = query;
    }

    /** The plan with such joins and scans marked. */
    static BatchRel mark(BatchRel plan) {
        boolean hasIndex = PlanLeaves.of(plan).scans().stream().anyMatch(KeyedScans::isWorthAnIndex);
        return hasIndex ? (BatchRel) new KeyedScans(plan.getCluster().getMetadataQuery()).marked(plan) : plan;
    }

    private static boolean isWorthAnIndex(LanceTableScan scan) {
        return !scan.lanceTable().indexes().isEmpty()
                && scan.lanceTable().rowCount() >= SMALL_ROWS
                && !scan.spec().isLimited()
                && !scan.isKeyed();
    }

    private RelNode marked(RelNode node) {
        RelNode result = node;
        if (node instanceof BatchJoin join && join.probe().isPresent()) {
            result = marked(join, join.probe().getAsInt());
        }
        List<RelNode> inputs = result.getInputs().stream().map(this::marked).toList();
        return inputs.equals(result.getInputs()) ? result : result.copy(result.getTraitSet(), inputs);
    }

    private RelNode marked(BatchJoin join, int probe) {
        for (int key = 0; key < join.analyzeCondition().leftKeys.size(); key++) {
            if (!join.analyzeCondition().nullExclusionFlags.get(key)) {
                continue;
            }
            List<Integer> columns = probe == 0 ? join.analyzeCondition().leftKeys : join.analyzeCondition().rightKeys;
            int number = joins + 1;
            int[] most = {0};
            RelNode keyed = keyed(join.getInput(probe), columns.get(key), number, most);
            if (keyed != null) {
                joins = number;
                List<RelNode> inputs = new ArrayList<>(join.getInputs());
                inputs.set(probe, keyed);
                return join.withInputs(inputs, new KeySource(number, key, most[0]));
            }
        }
        return join;
    }

    /** The plan with the scan that a column comes from reading the keys of a join; null if there is none that could. */
    private @Nullable RelNode keyed(RelNode node, int column, int number, int[] most) {
        if (node instanceof LanceTableScan scan) {
            return keyed(scan, column, number, most);
        }
        int input = 0;
        int below = column;
        if (node instanceof BatchProject project) {
            if (!(project.getProjects().get(column) instanceof RexInputRef reference)) {
                return null;
            }
            below = reference.getIndex();
        } else if (node instanceof BatchAggregate aggregate) {
            if (column >= aggregate.getGroupCount() || aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
                return null;
            }
            below = aggregate.getGroupSet().nth(column);
        } else if (node instanceof BatchJoin join) {
            int left = join.getLeft().getRowType().getFieldCount();
            input = column < left ? 0 : 1;
            below = column - (input == 0 ? 0 : left);
            if (!losesRowsWith(join.getJoinType(), input)) {
                return null;
            }
        } else if (!(node instanceof BatchFilter)) {
            return null;
        }
        RelNode keyed = keyed(node.getInput(input), below, number, most);
        if (keyed == null) {
            return null;
        }
        List<RelNode> inputs = new ArrayList<>(node.getInputs());
        inputs.set(input, keyed);
        return node.copy(node.getTraitSet(), inputs);
    }

    /** Whether a join gives no more and no other rows when its input lacks some, but for those that came of them. */
    private static boolean losesRowsWith(JoinRelType type, int input) {
        return switch (type) {
            case INNER -> true;
            case LEFT, SEMI, ANTI -> input == 0;
            case RIGHT -> input == 1;
            default -> false;
        };
    }

    private @Nullable RelNode keyed(LanceTableScan scan, int column, int number, int[] most) {
        int stored = scan.spec().columns().get(column);
        if (!isWorthAnIndex(scan)
                || !KeyValue.isServed(
                        scan.lanceTable().columns().get(stored),
                        scan.lanceTable().indexes())) {
            return null;
        }
        double values = ColumnValues.of(scan, column, query).distinct();
        most[0] = (int) Math.min(MOST_KEYS, FEW * values);
        return most[0] > 0 ? scan.withKeys(number, stored) : null;
    }
}
