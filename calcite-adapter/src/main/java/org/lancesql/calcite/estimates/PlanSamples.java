package org.lancesql.calcite.estimates;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
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
import org.lancesql.versioning.ColumnStatistics;

/**
 * What is known of the tables' values, as the plan of one statement sees it: samples, and what ANALYZE found out. It is part
 * of the context of the planner, where estimates find it.
 */
public final class PlanSamples {
    /** Share of the rows with a value of their own from which on more rows have more values. */
    private static final double MOSTLY_DIFFERENT = 0.1;

    private final TableSamples samples;
    private final ZoneId timeZone;
    private final Map<LanceTable, Map<String, ColumnStatistics>> statistics = new HashMap<>();
    private final @Nullable List<@Nullable Object> values;
    private final Map<String, ParameterConditions.Waiting> waiting = new LinkedHashMap<>();
    private boolean taken;

    /**
     * @param timeZone zone of the session, in which conditions are computed
     * @param values of parameters, for which the plan is to be good; null for a plan for any
     */
    public PlanSamples(TableSamples samples, ZoneId timeZone, @Nullable List<@Nullable Object> values) {
        this.samples = requireNonNull(samples, "samples is null");
        this.timeZone = requireNonNull(timeZone, "timeZone is null");
        this.values = values;
    }

    /** The conditions for which a value of a parameter could make another plan. */
    public ParameterConditions waiting() {
        return waiting.isEmpty()
                ? ParameterConditions.NONE
                : new ParameterConditions(samples, List.copyOf(waiting.values()));
    }

    /** Whether conditions with parameters can be computed, because their values are known. */
    boolean hasValues() {
        return values != null;
    }

    /** Whether it is worth noting conditions that wait for parameters: not in plans that read no sample. */
    boolean notesWaiting() {
        return taken && values == null;
    }

    /** Notes a condition that waits for parameters; the first guess for it counts. */
    void note(String text, ParameterConditions.Waiting condition) {
        waiting.putIfAbsent(text, condition);
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
            samples.get().taken = true;
            columns.forEach(samples.get()::take);
            plan.getCluster().invalidateMetadataQuery();
        }
    }

    private void take(LanceTable table, Set<String> columns) {
        samples.take(table, columns);
        statistics.put(table, samples.statistics(table));
    }

    /** What ANALYZE found out about a column of a table. */
    Optional<ColumnStatistics> statistics(LanceTable table, String column) {
        return Optional.ofNullable(statistics.getOrDefault(table, Map.of()).get(column));
    }

    /** How many different values a column has by estimate, nulls apart; empty if nothing is known of it. */
    OptionalDouble distinct(LanceTable table, String column, double rows) {
        Optional<ColumnStatistics> analyzed = statistics(table, column);
        if (analyzed.isEmpty()) {
            return find(table).map(sample -> sample.distinct(column, rows)).orElse(OptionalDouble.empty());
        }
        double share = analyzed.get().distinct() / Math.max(1, analyzed.get().rows());
        double values = share > MOSTLY_DIFFERENT ? share * rows : analyzed.get().distinct();
        return OptionalDouble.of(Math.max(1, values));
    }

    /** The share of a table's rows in which a column has a value; 1 where that is not known. */
    double present(LanceTable table, String column) {
        return statistics(table, column)
                .filter(analyzed -> analyzed.rows() > 0)
                .map(analyzed -> 1 - (double) analyzed.nulls() / analyzed.rows())
                .orElse(1.0);
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
                samples.allocator(),
                values == null ? List.of() : values,
                Instant.now(),
                timeZone,
                CancelToken.withoutTimeout());
    }
}
