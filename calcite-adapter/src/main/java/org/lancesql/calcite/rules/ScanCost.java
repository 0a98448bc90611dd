package org.lancesql.calcite.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.metadata.RelMdUtil;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Util;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.schema.LanceTable;

/** Whether Lance filters faster than the operators above a scan, in bytes that are read. */
final class ScanCost {
    /** How much more a value costs when Lance filters by it than when it is only read. */
    private static final double FILTER_COST = 1.4;

    /** How much more a value costs when it is fetched for the rows that pass than when its column is read whole. */
    private static final double FETCH_COST = 2;

    /** The same when an index names the rows, which then lie anywhere. */
    private static final double INDEXED_FETCH_COST = 10;

    /** Share of the rows that one value of an indexed column is taken to have. */
    private static final double INDEXED_EQUALITY = 0.01;

    private ScanCost() {}

    static boolean isWorthPushing(LanceTableScan scan, PushableConditions conditions) {
        LanceTable table = scan.lanceTable();
        List<RexNode> all = new ArrayList<>(conditions.pushed());
        all.addAll(conditions.parameterised());
        Set<Integer> filterColumns =
                new TreeSet<>(RelOptUtil.InputFinder.bits(all, null).asList());
        Set<Integer> otherColumns = new HashSet<>(scan.spec().columns());
        otherColumns.removeAll(filterColumns);
        double filterWidth = ColumnWidths.sum(table, filterColumns);
        double otherWidth = ColumnWidths.sum(table, otherColumns);
        double readAll = filterWidth + otherWidth;
        double filtered =
                filterWidth * FILTER_COST + otherWidth * Math.min(1, selectivity(scan, all, false) * FETCH_COST);
        if (conditions.served().isEmpty()) {
            return filtered < readAll;
        }
        double indexed = readAll * selectivity(scan, conditions.served(), true) * INDEXED_FETCH_COST;
        return Math.min(filtered, indexed) < readAll;
    }

    private static double selectivity(LanceTableScan scan, List<RexNode> conditions, boolean indexed) {
        RelMetadataQuery query = scan.getCluster().getMetadataQuery();
        RelNode whole = LanceTableScan.create(scan.getCluster(), scan.getTable(), scan.lanceTable());
        double selectivity = 1;
        for (RexNode condition : conditions) {
            selectivity *= indexed && condition.isA(SqlKind.EQUALS)
                    ? INDEXED_EQUALITY
                    : Util.first(query.getSelectivity(whole, condition), RelMdUtil.guessSelectivity(condition));
        }
        return selectivity;
    }
}
