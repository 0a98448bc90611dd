package org.lancesql.calcite.rules;

import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.logical.LogicalTableScan;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.rel.SystemTableScan;

/** The rules by which a scan absorbs what is above it. */
public final class ScanRuleSet {
    private ScanRuleSet() {}

    /** Turns scans of tables into scans that can absorb. */
    public static List<RelOptRule> scans() {
        return List.of(new OperandRule<>("LanceScan", LogicalTableScan.class, ScanRules::scan));
    }

    /** Lets scans absorb columns, conditions, limits and counts. */
    public static List<RelOptRule> absorption() {
        return List.of(
                new AboveScanRule<>("ScanProject", Project.class, ScanRules::project),
                new AboveScanRule<>("ScanFilter", Filter.class, ScanRules::filter),
                new AboveScanRule<>("ScanSort", Sort.class, ScanRules::sort),
                new AboveScanRule<>("ScanCount", Aggregate.class, ScanRules::count),
                new CountOverProjectRule(),
                new SystemOrderRule(),
                new SystemOrderOfSomeRule());
    }

    /** Tells the scans of system tables which names are wanted. Conditions must be right above them. */
    public static List<RelOptRule> systemScans() {
        return List.of(new SystemScanRule());
    }

    private interface Rewrite<R extends RelNode> {
        @Nullable RelNode apply(R node);
    }

    private interface AboveScanRewrite<R extends RelNode> {
        @Nullable RelNode apply(R node, LanceTableScan scan);
    }

    private static final class OperandRule<R extends RelNode> extends RelOptRule {
        private final Rewrite<R> rewrite;

        OperandRule(String name, Class<R> type, Rewrite<R> rewrite) {
            super(operand(type, any()), name);
            this.rewrite = rewrite;
        }

        @Override
        public void onMatch(RelOptRuleCall call) {
            R node = call.rel(0);
            RelNode result = rewrite.apply(node);
            if (result != null) {
                call.transformTo(result);
            }
        }
    }

    private static final class AboveScanRule<R extends RelNode> extends RelOptRule {
        private final AboveScanRewrite<R> rewrite;

        AboveScanRule(String name, Class<R> type, AboveScanRewrite<R> rewrite) {
            super(operand(type, operand(LanceTableScan.class, none())), name);
            this.rewrite = rewrite;
        }

        @Override
        public void onMatch(RelOptRuleCall call) {
            R node = call.rel(0);
            RelNode result = rewrite.apply(node, call.rel(1));
            if (result != null) {
                call.transformTo(result);
            }
        }
    }

    /** A condition on names spares a system table what it would have to open for other names. */
    private static final class SystemScanRule extends RelOptRule {
        SystemScanRule() {
            super(operand(Filter.class, operand(SystemTableScan.class, none())), "SystemScanFilter");
        }

        @Override
        public void onMatch(RelOptRuleCall call) {
            Filter filter = call.rel(0);
            RelNode result = SystemScanFilters.narrow(filter, call.rel(1));
            if (result != null) {
                call.transformTo(result);
            }
        }
    }

    /** The rows of a system table that come in the order that is asked for need not be sorted, so few are made for a few. */
    private static final class SystemOrderRule extends RelOptRule {
        SystemOrderRule() {
            super(operand(Sort.class, operand(SystemTableScan.class, none())), "SystemOrder");
        }

        @Override
        public void onMatch(RelOptRuleCall call) {
            leaveOrdered(call, call.rel(1));
        }
    }

    /** The same for some of the rows. */
    private static final class SystemOrderOfSomeRule extends RelOptRule {
        SystemOrderOfSomeRule() {
            super(
                    operand(Sort.class, operand(Filter.class, operand(SystemTableScan.class, none()))),
                    "SystemOrderOfSome");
        }

        @Override
        public void onMatch(RelOptRuleCall call) {
            leaveOrdered(call, call.rel(2));
        }
    }

    private static void leaveOrdered(RelOptRuleCall call, SystemTableScan scan) {
        Sort sort = call.rel(0);
        if (sort.getCollation().getFieldCollations().isEmpty() || !scan.isOrderedBy(sort.getCollation())) {
            return;
        }
        boolean limited = sort.offset != null || sort.fetch != null;
        call.transformTo(
                limited
                        ? sort.copy(sort.getTraitSet().replace(RelCollations.EMPTY), sort.getInput(), RelCollations.EMPTY)
                        : sort.getInput());
    }

    /** A count does not care what is computed for the rows that it counts. */
    private static final class CountOverProjectRule extends RelOptRule {
        CountOverProjectRule() {
            super(
                    operand(Aggregate.class, operand(Project.class, operand(LanceTableScan.class, none()))),
                    "ScanCountOverProject");
        }

        @Override
        public void onMatch(RelOptRuleCall call) {
            RelNode result = ScanRules.count(call.rel(0), call.rel(2));
            if (result != null) {
                call.transformTo(result);
            }
        }
    }
}
