package org.lancesql.calcite.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
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
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.BatchRowCount;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.rel.ScanSpec;
import org.lancesql.calcite.rel.SystemTableScan;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.SystemTable;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.Predicates;

/** What a scan can absorb of the operators above it. Each method returns null when it cannot help. */
final class ScanRules {
    /** How much more a value costs when Lance filters by it than when it is only read. */
    private static final double FILTER_COST = 1.4;

    /** How much more a value costs when it is fetched for the rows that pass than when its column is read whole. */
    private static final double FETCH_COST = 2;

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
        RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
        PredicateTranslator translator = new PredicateTranslator(scan.lanceTable(), rexBuilder);
        List<RexNode> pushed = new ArrayList<>();
        List<Predicate> predicates = new ArrayList<>();
        List<RexNode> kept = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            RexNode onTable = onTableColumns(conjunct, scan);
            Optional<Predicate> predicate = translator.translate(onTable);
            if (predicate.isPresent()) {
                pushed.add(onTable);
                predicates.add(predicate.get());
            } else {
                kept.add(conjunct);
            }
        }
        if (pushed.isEmpty() || !isWorthPushing(scan, pushed)) {
            return null;
        }
        if (spec.filter() != null && spec.predicate() != null) {
            pushed.add(0, spec.filter());
            predicates.add(0, spec.predicate());
        }
        RelNode narrowed = scan.with(spec.withFilter(
                RexUtil.composeConjunction(rexBuilder, pushed),
                predicates.size() == 1 ? predicates.get(0) : new Predicate.And(predicates)));
        RexNode rest = RexUtil.composeConjunction(rexBuilder, kept);
        return kept.isEmpty() ? narrowed : LogicalFilter.create(narrowed, rest);
    }

    private static RexNode onTableColumns(RexNode node, LanceTableScan scan) {
        return node.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(scan.spec().columns().get(reference.getIndex()), reference.getType());
            }
        });
    }

    private static boolean isWorthPushing(LanceTableScan scan, List<RexNode> pushed) {
        LanceTable table = scan.lanceTable();
        Set<Integer> filterColumns =
                new TreeSet<>(RelOptUtil.InputFinder.bits(pushed, null).asList());
        Set<Integer> otherColumns = new HashSet<>(scan.spec().columns());
        otherColumns.removeAll(filterColumns);
        RelMetadataQuery query = scan.getCluster().getMetadataQuery();
        double selectivity = 1;
        RelNode whole = LanceTableScan.create(scan.getCluster(), scan.getTable(), table);
        for (RexNode condition : pushed) {
            selectivity *= Util.first(query.getSelectivity(whole, condition), RelMdUtil.guessSelectivity(condition));
        }
        double filterWidth = ColumnWidths.sum(table, filterColumns);
        double otherWidth = ColumnWidths.sum(table, otherColumns);
        double readAll = filterWidth + otherWidth;
        double push = filterWidth * FILTER_COST + otherWidth * Math.min(1, selectivity * FETCH_COST);
        return push < readAll;
    }

    /** Lets storage cut off rows, in an order if there is one; nothing above a scan may then have dropped rows before. */
    static @Nullable RelNode sort(Sort sort, LanceTableScan scan) {
        if (scan.spec().isLimited() || !isConstant(sort.offset) || !isConstant(sort.fetch)) {
            return null;
        }
        RelCollation collation = sort.getCollation();
        boolean ordered = !collation.getFieldCollations().isEmpty();
        if (sort.fetch == null && (ordered || sort.offset == null)) {
            return null;
        }
        List<RelFieldCollation> order = new ArrayList<>();
        for (RelFieldCollation key : collation.getFieldCollations()) {
            int column = scan.spec().columns().get(key.getFieldIndex());
            if (!Predicates.supports(scan.lanceTable().columns().get(column).getType())) {
                return null;
            }
            order.add(key.withFieldIndex(column));
        }
        long offset = sort.offset == null ? 0 : value(sort.offset);
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
        boolean wholeTable = spec.filter() == null && !spec.isLimited();
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
