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
 * @param parameterised conditions over the table's columns that are pushed too once their parameters are known, as far
 *     as their values allow; a filter above the scan repeats them
 * @param indexes names of the indexes that serve what is pushed
 * @param order sort keys over the table's columns; only with a fetch
 * @param offset rows to skip
 * @param fetch most rows to return, or null for all
 */
public record ScanSpec(
        List<Integer> columns,
        @Nullable RexNode filter,
        @Nullable Predicate predicate,
        List<RexNode> parameterised,
        List<String> indexes,
        List<RelFieldCollation> order,
        long offset,
        @Nullable Long fetch) {
    public ScanSpec {
        columns = List.copyOf(columns);
        parameterised = List.copyOf(parameterised);
        indexes = List.copyOf(indexes);
        order = List.copyOf(order);
    }

    /** All rows and columns of a table. */
    public static ScanSpec all(LanceTable table) {
        return new ScanSpec(
                IntStream.range(0, table.columns().size()).boxed().toList(),
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                0,
                null);
    }

    public ScanSpec withColumns(List<Integer> newColumns) {
        return new ScanSpec(newColumns, filter, predicate, parameterised, indexes, order, offset, fetch);
    }

    public ScanSpec withFilter(@Nullable RexNode newFilter, @Nullable Predicate newPredicate) {
        return new ScanSpec(columns, newFilter, newPredicate, parameterised, indexes, order, offset, fetch);
    }

    public ScanSpec withParameterised(List<RexNode> newParameterised) {
        return new ScanSpec(columns, filter, predicate, newParameterised, indexes, order, offset, fetch);
    }

    public ScanSpec withIndexes(List<String> newIndexes) {
        return new ScanSpec(columns, filter, predicate, parameterised, newIndexes, order, offset, fetch);
    }

    public ScanSpec withFetch(List<RelFieldCollation> newOrder, long newOffset, @Nullable Long newFetch) {
        return new ScanSpec(columns, filter, predicate, parameterised, indexes, newOrder, newOffset, newFetch);
    }

    /** Whether rows are cut off, so that no further condition may be pushed below. */
    public boolean isLimited() {
        return fetch != null || offset > 0;
    }
}
