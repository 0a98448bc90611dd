package org.lancesql.calcite.rules;

import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rex.RexInputRef;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.rel.SystemTableScan;

/** Whether the rows of a system table come in an order already. */
final class SystemScanOrder {
    private SystemScanOrder() {}

    /** What is left of a sort whose rows are sorted: its limits, if it has any; null when they may not be. */
    static @Nullable RelNode withoutSorting(Sort sort) {
        if (sort.getCollation().getFieldCollations().isEmpty()) {
            return null;
        }
        // No two rows are equal in the column in whose order they come, so the keys behind it do not matter.
        RelFieldCollation first = sort.getCollation().getFieldCollations().get(0);
        if (!first.direction.isDescending() || !falls(sort.getInput(), first.getFieldIndex())) {
            return null;
        }
        return sort.offset == null && sort.fetch == null
                ? sort.getInput()
                : sort.copy(sort.getTraitSet().replace(RelCollations.EMPTY), sort.getInput(), RelCollations.EMPTY);
    }

    /** Whether the values of a column fall from row to row. Conditions and projections keep the order. */
    private static boolean falls(RelNode rows, int column) {
        RelNode node = rows.stripped();
        if (node instanceof SystemTableScan scan) {
            return scan.falls(column);
        }
        if (node instanceof Filter filter) {
            return falls(filter.getInput(), column);
        }
        return node instanceof Project project
                && project.getProjects().get(column) instanceof RexInputRef reference
                && falls(project.getInput(), reference.getIndex());
    }
}
