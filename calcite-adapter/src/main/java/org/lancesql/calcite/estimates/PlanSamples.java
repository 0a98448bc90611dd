package org.lancesql.calcite.estimates;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.metadata.RelColumnOrigin;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;

/**
 * The samples as the plan of one statement sees them. It is part of the context of the planner, where estimates find it.
 *
 * @param timeZone zone of the session, in which conditions are computed
 */
public record PlanSamples(TableSamples samples, ZoneId timeZone) {
    public PlanSamples {
        requireNonNull(samples, "samples is null");
        requireNonNull(timeZone, "timeZone is null");
    }

    static Optional<PlanSamples> of(RelNode node) {
        return node.getCluster().getPlanner().getContext().maybeUnwrap(PlanSamples.class);
    }

    /** Samples the columns that a plan with joins compares and groups by, unless all of its tables are small. */
    public static void take(RelNode plan) {
        Optional<PlanSamples> samples = of(plan);
        if (samples.isEmpty()) {
            return;
        }
        Map<LanceTable, Set<String>> columns = new HashMap<>();
        RelMetadataQuery query = plan.getCluster().getMetadataQuery();
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                note(node, query, columns);
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        if (TableSamples.areWorthwhile(columns.keySet())) {
            columns.forEach(samples.get().samples::take);
            plan.getCluster().invalidateMetadataQuery();
        }
    }

    private static void note(RelNode node, RelMetadataQuery query, Map<LanceTable, Set<String>> columns) {
        if (node instanceof Filter filter) {
            note(filter.getInput(), RelOptUtil.InputFinder.bits(filter.getCondition()), query, columns);
        } else if (node instanceof Aggregate aggregate) {
            note(aggregate.getInput(), aggregate.getGroupSet(), query, columns);
        } else if (node instanceof Join join) {
            ImmutableBitSet used = RelOptUtil.InputFinder.bits(join.getCondition());
            int left = join.getLeft().getRowType().getFieldCount();
            note(join.getLeft(), used.intersect(ImmutableBitSet.range(left)), query, columns);
            note(join.getRight(), used.except(ImmutableBitSet.range(left)).shift(-left), query, columns);
        }
    }

    private static void note(
            RelNode node, ImmutableBitSet used, RelMetadataQuery query, Map<LanceTable, Set<String>> columns) {
        for (int column : used) {
            @Nullable Set<RelColumnOrigin> origins = query.getColumnOrigins(node, column);
            for (RelColumnOrigin origin : origins == null ? Set.<RelColumnOrigin>of() : origins) {
                LanceTable table = origin.getOriginTable().unwrap(LanceTable.class);
                if (table != null) {
                    columns.computeIfAbsent(table, key -> new TreeSet<>())
                            .add(table.storedName(origin.getOriginColumnOrdinal()));
                }
            }
        }
    }

    /** The sample of a table, unless it is of a version whose columns have other types. */
    Optional<TableSample> find(LanceTable table) {
        return samples.find(table).filter(sample -> sample.hasTypes(SampledColumns.of(table)));
    }

    ExecutionContext context() {
        return new ExecutionContext(
                samples.allocator(), List.of(), Instant.now(), timeZone, CancelToken.withoutTimeout());
    }
}
