package org.lancesql.calcite.rules;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.BatchRowCount;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.rel.ScanSpec;
import org.lancesql.calcite.rel.SystemTableScan;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.storage.Predicates;

/** What a scan can absorb of the operators above it. Each method returns null when it cannot help. */
final class ScanRules {
    /** Storage orders rows in memory of its own, and cannot be interrupted meanwhile: for more rows both would be felt. */
    private static final long MAX_ORDERED = 10_000;

    private ScanRules() {}

    static @Nullable RelNode scan(TableScan scan) {
        SystemTable system = scan.getTable().unwrap(SystemTable.class);
        if (system != null) {
            return SystemTableScan.create(scan.getCluster(), scan.getTable(), system);
        }
        LanceTable table = scan.getTable().unwrap(LanceTable.class);
        return table == null ? null : LanceTableScan.create(scan.getCluster(), scan.getTable(), table);
    }

    /** Reads only the columns that the projection needs. */
    static @Nullable RelNode project(Project project, LanceTableScan scan) {
        ImmutableBitSet used = RelOptUtil.InputFinder.bits(project.getProjects(), null);
        List<Integer> columns = scan.spec().columns();
        if (used.cardinality() == columns.size()) {
            return null;
        }
        List<Integer> kept = used.asList();
        LanceTableScan narrow = scan.with(
                scan.spec().withColumns(kept.stream().map(columns::get).toList()));
        List<RexNode> projects = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(kept.indexOf(reference.getIndex()), reference.getType());
            }
        }.visitList(project.getProjects());
        if (RexUtil.isIdentity(projects, narrow.getRowType())
                && narrow.getRowType()
                        .getFieldNames()
                        .equals(project.getRowType().getFieldNames())) {
            return narrow;
        }
        return project.copy(project.getTraitSet(), narrow, projects, project.getRowType());
    }

    /** Pushes the conditions that storage evaluates exactly, when that is cheaper than filtering batches. */
    static @Nullable RelNode filter(Filter filter, LanceTableScan scan) {
        ScanSpec spec = scan.spec();
        if (spec.isLimited()) {
            return null;
        }
        PushableConditions conditions = PushableConditions.of(filter, scan);
        if (conditions.isEmpty() || !ScanCost.isWorthPushing(scan, conditions)) {
            return null;
        }
        RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
        LanceTableScan narrowed = scan.with(conditions.addTo(spec, rexBuilder));
        RexNode rest = RexUtil.composeConjunction(rexBuilder, conditions.kept());
        return conditions.kept().isEmpty() ? narrowed : LogicalFilter.create(narrowed, rest);
    }

    /** Lets storage cut off rows, in an order if there is one; nothing above a scan may then have dropped rows before. */
    static @Nullable RelNode sort(Sort sort, LanceTableScan scan) {
        boolean merged = scan.lanceTable().pending().isPresent();
        if (merged || scan.spec().isLimited() || !isConstant(sort.offset) || !isConstant(sort.fetch)) {
            return null;
        }
        RelCollation collation = sort.getCollation();
        boolean ordered = !collation.getFieldCollations().isEmpty();
        long offset = sort.offset == null ? 0 : value(sort.offset);
        if (sort.fetch == null ? ordered || sort.offset == null : ordered && value(sort.fetch) > MAX_ORDERED - offset) {
            return null;
        }
        List<RelFieldCollation> order = new ArrayList<>();
        for (RelFieldCollation key : collation.getFieldCollations()) {
            int column = scan.spec().columns().get(key.getFieldIndex());
            if (!Predicates.supportsOrder(
                    scan.lanceTable().columns().get(column).getType())) {
                return null;
            }
            order.add(key.withFieldIndex(column));
        }
        return scan.with(scan.spec().withFetch(order, offset, sort.fetch == null ? null : value(sort.fetch)));
    }

    private static boolean isConstant(@Nullable RexNode node) {
        return node == null || node instanceof RexLiteral;
    }

    private static long value(RexNode node) {
        Long value = ((RexLiteral) node).getValueAs(Long.class);
        return value == null ? 0 : value;
    }

    /** Answers COUNT(*) of a whole table from its manifest. */
    static @Nullable RelNode count(Aggregate aggregate, LanceTableScan scan) {
        ScanSpec spec = scan.spec();
        boolean wholeTable = spec.filter() == null && spec.parameterised().isEmpty() && !spec.isLimited();
        boolean global = aggregate.getGroupCount() == 0 && aggregate.getGroupType() == Aggregate.Group.SIMPLE;
        if (!wholeTable || !global || aggregate.getAggCallList().isEmpty()) {
            return null;
        }
        for (AggregateCall call : aggregate.getAggCallList()) {
            if (call.getAggregation().getKind() != SqlKind.COUNT
                    || call.isDistinct()
                    || call.hasFilter()
                    || !countsEveryRow(call, aggregate)) {
                return null;
            }
        }
        return new BatchRowCount(aggregate.getCluster(), scan.getTable(), scan.lanceTable(), aggregate.getRowType());
    }

    private static boolean countsEveryRow(AggregateCall call, Aggregate aggregate) {
        return call.getArgList().stream()
                .noneMatch(argument -> aggregate
                        .getInput()
                        .getRowType()
                        .getFieldList()
                        .get(argument)
                        .getType()
                        .isNullable());
    }
}
