package org.lancesql.calcite.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.apache.calcite.adapter.enumerable.EnumerableConvention;
import org.apache.calcite.adapter.enumerable.EnumerableRules;
import org.apache.calcite.plan.Convention;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.convert.ConverterRule;
import org.apache.calcite.rel.core.Collect;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalIntersect;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.logical.LogicalMinus;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalSort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.logical.LogicalWindow;
import org.apache.calcite.schema.ScannableTable;
import org.apache.calcite.schema.TransientTable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.BatchAggregate;
import org.lancesql.calcite.rel.BatchCollect;
import org.lancesql.calcite.rel.BatchConvention;
import org.lancesql.calcite.rel.BatchCorrelate;
import org.lancesql.calcite.rel.BatchFilter;
import org.lancesql.calcite.rel.BatchGroupingSets;
import org.lancesql.calcite.rel.BatchJoin;
import org.lancesql.calcite.rel.BatchLimit;
import org.lancesql.calcite.rel.BatchOnce;
import org.lancesql.calcite.rel.BatchOrderedAggregate;
import org.lancesql.calcite.rel.BatchOtherwise;
import org.lancesql.calcite.rel.BatchProject;
import org.lancesql.calcite.rel.BatchRel;
import org.lancesql.calcite.rel.BatchSetOperation;
import org.lancesql.calcite.rel.BatchSort;
import org.lancesql.calcite.rel.BatchToEnumerable;
import org.lancesql.calcite.rel.BatchUnion;
import org.lancesql.calcite.rel.BatchUnnest;
import org.lancesql.calcite.rel.BatchValues;
import org.lancesql.calcite.rel.BatchWorkTableScan;
import org.lancesql.calcite.rel.ComputeOnce;
import org.lancesql.calcite.rel.EnumerableToBatch;
import org.lancesql.calcite.rel.GroupingSets;
import org.lancesql.calcite.rel.Otherwise;
import org.lancesql.calcite.rel.Unnest;
import org.lancesql.execution.operator.SetOperator;

/**
 * The physical rules: batch operators where there are any, Calcite's row operators for the rest, a bridge in each
 * direction. Filters and projections have no row form, so that one implementation gives expressions their meaning.
 */
public final class BatchRules {
    private static final List<BatchRule<?>> BATCH = List.of(
            rule(LogicalFilter.class, BatchRules::filter),
            rule(LogicalProject.class, BatchRules::project),
            rule(LogicalValues.class, BatchRules::values),
            rule(LogicalSort.class, BatchRules::sort),
            rule(LogicalUnion.class, BatchRules::union),
            rule(LogicalAggregate.class, BatchRules::aggregate),
            rule(LogicalJoin.class, BatchRules::join),
            rule(LogicalWindow.class, BatchRules::window),
            rule(LogicalIntersect.class, BatchRules::intersect),
            rule(LogicalMinus.class, BatchRules::minus),
            rule(GroupingSets.class, BatchRules::groupingSets),
            rule(Otherwise.class, BatchRules::otherwise),
            rule(
                    Collect.class,
                    (collect, batch) -> BatchCollect.of(collect, batch, toBatch(collect.getInput()))
                            .orElse(null)),
            rule(Unnest.class, (unnest, batch) -> new BatchUnnest(unnest, batch, toBatch(unnest.getInput()))),
            rule(
                    LogicalCorrelate.class,
                    (correlate, batch) -> new BatchCorrelate(
                            correlate, batch, toBatch(correlate.getLeft()), toBatch(correlate.getRight()))),
            rule(LogicalTableScan.class, BatchRules::workTable),
            rule(ComputeOnce.class, BatchRules::once));

    private static final List<RelOptRule> ROWS = List.of(
            bridge(EnumerableConvention.INSTANCE, BatchConvention.INSTANCE, EnumerableToBatch::new),
            bridge(BatchConvention.INSTANCE, EnumerableConvention.INSTANCE, BatchToEnumerable::new),
            EnumerableRules.ENUMERABLE_JOIN_RULE,
            EnumerableRules.ENUMERABLE_ASOFJOIN_RULE,
            EnumerableRules.ENUMERABLE_AGGREGATE_RULE,
            EnumerableRules.ENUMERABLE_INTERSECT_RULE,
            EnumerableRules.ENUMERABLE_MINUS_RULE,
            EnumerableRules.ENUMERABLE_WINDOW_RULE,
            EnumerableRules.ENUMERABLE_COLLECT_RULE,
            EnumerableRules.ENUMERABLE_UNCOLLECT_RULE,
            EnumerableRules.ENUMERABLE_REPEAT_UNION_RULE,
            EnumerableRules.ENUMERABLE_TABLE_SPOOL_RULE,
            EnumerableRules.ENUMERABLE_TABLE_FUNCTION_SCAN_RULE,
            EnumerableRules.ENUMERABLE_MATCH_RULE);

    private static final List<RelOptRule> PHYSICAL =
            Stream.concat(BATCH.stream(), ROWS.stream()).toList();

    private BatchRules() {}

    /** The rules among which a planner finds the cheapest plan. */
    public static List<RelOptRule> physical() {
        return PHYSICAL;
    }

    /** The plan in batch operators alone, if each of its nodes has one: then there is nothing to look for. */
    public static Optional<BatchRel> direct(RelNode plan) {
        return Optional.ofNullable((BatchRel) directly(plan));
    }

    private static @Nullable RelNode directly(RelNode node) {
        List<RelNode> inputs = new ArrayList<>(node.getInputs().size());
        for (RelNode input : node.getInputs()) {
            RelNode converted = directly(input);
            if (converted == null) {
                return null;
            }
            inputs.add(converted);
        }
        RelNode above = inputs.isEmpty() ? node : node.copy(node.getTraitSet(), inputs);
        if (above instanceof BatchRel) {
            return above;
        }
        for (BatchRule<?> rule : BATCH) {
            if (rule.type.isInstance(above)) {
                return rule.convert(above);
            }
        }
        return null;
    }

    private static RelNode filter(LogicalFilter filter, RelTraitSet batch) {
        return new BatchFilter(filter.getCluster(), batch, toBatch(filter.getInput()), filter.getCondition());
    }

    private static @Nullable RelNode project(LogicalProject project, RelTraitSet batch) {
        return project.containsOver()
                ? null
                : new BatchProject(
                        project.getCluster(),
                        batch,
                        toBatch(project.getInput()),
                        project.getProjects(),
                        project.getRowType());
    }

    private static RelNode values(LogicalValues values, RelTraitSet batch) {
        return new BatchValues(values.getCluster(), values.getRowType(), values.getTuples(), batch);
    }

    private static RelNode sort(LogicalSort sort, RelTraitSet batch) {
        RelNode input = toBatch(sort.getInput());
        return sort.getCollation().getFieldCollations().isEmpty()
                ? new BatchLimit(sort.getCluster(), batch, input, sort.offset, sort.fetch)
                : new BatchSort(sort.getCluster(), batch, input, sort.getCollation(), sort.offset, sort.fetch);
    }

    private static @Nullable RelNode union(LogicalUnion union, RelTraitSet batch) {
        return union.all
                ? new BatchUnion(
                        union.getCluster(),
                        batch,
                        union.getInputs().stream().map(BatchRules::toBatch).toList())
                : null;
    }

    private static @Nullable RelNode aggregate(LogicalAggregate aggregate, RelTraitSet batch) {
        RelNode input = toBatch(aggregate.getInput());
        Optional<? extends RelNode> hashed = BatchAggregate.of(aggregate, batch, input);
        return hashed.isPresent()
                ? hashed.get()
                : BatchOrderedAggregate.of(aggregate, batch, input).orElse(null);
    }

    private static @Nullable RelNode join(LogicalJoin join, RelTraitSet batch) {
        return BatchJoin.of(join, batch, toBatch(join.getLeft()), toBatch(join.getRight()))
                .orElse(null);
    }

    private static @Nullable RelNode window(LogicalWindow window, RelTraitSet batch) {
        return WindowConversion.convert(window, toBatch(window.getInput()), batch);
    }

    private static @Nullable RelNode intersect(LogicalIntersect intersect, RelTraitSet batch) {
        return BatchSetOperation.of(
                intersect, intersect.all ? SetOperator.Kind.INTERSECT_ALL : SetOperator.Kind.INTERSECT, batch);
    }

    private static @Nullable RelNode minus(LogicalMinus minus, RelTraitSet batch) {
        return BatchSetOperation.of(minus, minus.all ? SetOperator.Kind.EXCEPT_ALL : SetOperator.Kind.EXCEPT, batch);
    }

    private static RelNode groupingSets(GroupingSets sets, RelTraitSet batch) {
        return new BatchGroupingSets(
                sets.getCluster(), batch, toBatch(sets.getInput()), sets.keys(), sets.sets(), sets.getRowType());
    }

    private static RelNode otherwise(Otherwise otherwise, RelTraitSet batch) {
        return new BatchOtherwise(
                otherwise.getCluster(), batch, toBatch(otherwise.getLeft()), toBatch(otherwise.getRight()));
    }

    private static @Nullable RelNode workTable(LogicalTableScan scan, RelTraitSet batch) {
        TransientTable table = scan.getTable().unwrap(TransientTable.class);
        return table instanceof ScannableTable rows
                ? new BatchWorkTableScan(scan.getCluster(), batch, scan.getTable(), rows)
                : null;
    }

    private static RelNode once(ComputeOnce once, RelTraitSet batch) {
        return new BatchOnce(once.getCluster(), batch, toBatch(once.getInput()));
    }

    static RelNode toBatch(RelNode input) {
        return input instanceof BatchRel
                ? input
                : RelOptRule.convert(input, input.getTraitSet().replace(BatchConvention.INSTANCE));
    }

    private static <R extends RelNode> BatchRule<R> rule(
            Class<R> type, BiFunction<R, RelTraitSet, @Nullable RelNode> convert) {
        return new BatchRule<>(
                ConverterRule.Config.INSTANCE.withConversion(
                        type, Convention.NONE, BatchConvention.INSTANCE, "Batch" + type.getSimpleName()),
                type,
                convert);
    }

    private static final class BatchRule<R extends RelNode> extends ConverterRule {
        private final Class<R> type;
        private final BiFunction<R, RelTraitSet, @Nullable RelNode> convert;

        BatchRule(Config config, Class<R> type, BiFunction<R, RelTraitSet, @Nullable RelNode> convert) {
            super(config);
            this.type = type;
            this.convert = convert;
        }

        @Override
        public @Nullable RelNode convert(RelNode rel) {
            return convert.apply(type.cast(rel), rel.getTraitSet().replace(BatchConvention.INSTANCE));
        }
    }

    private interface Bridge {
        RelNode create(org.apache.calcite.plan.RelOptCluster cluster, RelTraitSet traits, RelNode input);
    }

    private static RelOptRule bridge(Convention from, Convention to, Bridge bridge) {
        return new BridgeRule(
                ConverterRule.Config.INSTANCE.withConversion(RelNode.class, from, to, from + "To" + to), to, bridge);
    }

    private static final class BridgeRule extends ConverterRule {
        private final Convention to;
        private final Bridge bridge;

        BridgeRule(Config config, Convention to, Bridge bridge) {
            super(config);
            this.to = to;
            this.bridge = bridge;
        }

        @Override
        public RelNode convert(RelNode rel) {
            return bridge.create(rel.getCluster(), rel.getTraitSet().replace(to), rel);
        }
    }
}
