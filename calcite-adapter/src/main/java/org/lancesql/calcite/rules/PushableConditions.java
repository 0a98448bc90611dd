package org.lancesql.calcite.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.lancesql.calcite.pushdown.Constants;
import org.lancesql.calcite.pushdown.PredicateTranslator;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.rel.ScanSpec;
import org.lancesql.storage.IndexUse;
import org.lancesql.storage.Predicate;

/**
 * The conjuncts of a filter, by what a scan can do with them.
 *
 * @param pushed those that the scan takes over, over the table's columns
 * @param predicates the same as storage takes them
 * @param parameterised those that the scan helps with once their parameters are known, over the table's columns
 * @param kept those that stay above the scan, the parameterised ones among them, over the scan's columns
 * @param indexes names of the indexes that serve some of them
 * @param served those that an index serves, over the table's columns
 */
record PushableConditions(
        List<RexNode> pushed,
        List<Predicate> predicates,
        List<RexNode> parameterised,
        List<RexNode> kept,
        Set<String> indexes,
        List<RexNode> served) {

    static PushableConditions of(Filter filter, LanceTableScan scan) {
        PushableConditions conditions = new PushableConditions(
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new TreeSet<>(),
                new ArrayList<>());
        RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
        PredicateTranslator literals =
                new PredicateTranslator(scan.lanceTable().columns(), rexBuilder, Constants.literals());
        PredicateTranslator samples =
                new PredicateTranslator(scan.lanceTable().columns(), rexBuilder, Constants.withSamples());
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            RexNode onTable = onTableColumns(conjunct, scan);
            Optional<Predicate> predicate = literals.translate(onTable);
            if (predicate.isPresent()) {
                conditions.pushed.add(onTable);
                conditions.predicates.add(predicate.get());
                conditions.noteIndexes(onTable, predicate.get(), scan);
                continue;
            }
            conditions.kept.add(conjunct);
            if (!scan.spec().parameterised().contains(onTable)) {
                samples.translate(onTable).ifPresent(sample -> {
                    conditions.parameterised.add(onTable);
                    conditions.noteIndexes(onTable, sample, scan);
                });
            }
        }
        return conditions;
    }

    private void noteIndexes(RexNode condition, Predicate predicate, LanceTableScan scan) {
        Set<String> serving = IndexUse.serving(predicate, scan.lanceTable().indexes());
        if (!serving.isEmpty()) {
            indexes.addAll(serving);
            served.add(condition);
        }
    }

    private static RexNode onTableColumns(RexNode node, LanceTableScan scan) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(scan.spec().columns().get(reference.getIndex()), reference.getType());
            }
        });
    }

    /** Whether the scan can do nothing, or does it already. */
    boolean isEmpty() {
        return pushed.isEmpty() && parameterised.isEmpty();
    }

    /** What the scan absorbs with them. */
    ScanSpec addTo(ScanSpec spec, RexBuilder rexBuilder) {
        List<RexNode> conditions = new ArrayList<>(pushed);
        List<Predicate> all = new ArrayList<>(predicates);
        if (spec.filter() != null && spec.predicate() != null) {
            conditions.add(0, spec.filter());
            all.add(0, spec.predicate());
        }
        List<RexNode> later = new ArrayList<>(spec.parameterised());
        later.addAll(parameterised);
        Set<String> names = new TreeSet<>(spec.indexes());
        names.addAll(indexes);
        ScanSpec with = spec.withParameterised(later).withIndexes(List.copyOf(names));
        return all.isEmpty()
                ? with
                : with.withFilter(
                        RexUtil.composeConjunction(rexBuilder, conditions),
                        all.size() == 1 ? all.get(0) : new Predicate.And(all));
    }
}
