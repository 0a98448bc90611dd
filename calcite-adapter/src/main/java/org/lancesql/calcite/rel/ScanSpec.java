package org.lancesql.calcite.rel;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.storage.Predicate;

/**
 * What a scan has absorbed of the operators above it.
 *
 * @param columns ordinals of the table's columns that it returns, in order
 * @param filter the pushed condition over the table's columns, or null
 * @param predicate the same condition as storage takes it, or null
 * @param order sort keys over the table's columns; only with a fetch
 * @param offset rows to skip
 * @param fetch most rows to return, or null for all
 */
public record ScanSpec(
        List<Integer> columns,
        @Nullable RexNode filter,
        @Nullable Predicate predicate,
        List<RelFieldCollation> order,
        long offset,
        @Nullable Long fetch) {
    public ScanSpec {
        columns = List.copyOf(columns);
        order = List.copyOf(order);
    }

    /** All rows and columns of a table. */
    public static ScanSpec all(LanceTable table) {
        return new ScanSpec(
                IntStream.range(0, table.columns().size()).boxed().toList(), null, null, List.of(), 0, null);
    }

    public ScanSpec withColumns(List<Integer> newColumns) {
        return new ScanSpec(newColumns, filter, predicate, order, offset, fetch);
    }

    public ScanSpec withFilter(RexNode newFilter, Predicate newPredicate) {
        return new ScanSpec(columns, newFilter, newPredicate, order, offset, fetch);
    }

    public ScanSpec withFetch(List<RelFieldCollation> newOrder, long newOffset, @Nullable Long newFetch) {
        return new ScanSpec(columns, filter, predicate, newOrder, newOffset, newFetch);
    }

    /** Whether rows are cut off, so that no further condition may be pushed below. */
    public boolean isLimited() {
        return fetch != null || offset > 0;
    }
}
