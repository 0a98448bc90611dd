package org.lancesql.storage;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What to read of one table version.
 *
 * @param columns names of the columns to return, in order, none twice, {@link RowColumns} among them; may be empty, then
 *     only row counts matter
 * @param predicate rows to return, or null for all
 * @param limit most rows to return, applied after predicate, order and offset
 * @param offset rows to skip, applied after predicate and order
 * @param order sort keys, most significant first; empty for no order
 * @param fragments ids of the fragments to read; empty for all
 */
public record ScanRequest(
        List<String> columns,
        @Nullable Predicate predicate,
        OptionalLong limit,
        long offset,
        List<SortKey> order,
        List<Integer> fragments) {
    /** Rows in a batch at the most. */
    public static final int BATCH_ROWS = 65_536;

    public ScanRequest {
        columns = List.copyOf(columns);
        order = List.copyOf(order);
        fragments = List.copyOf(fragments);
        if (columns.size() != Set.copyOf(columns).size()) {
            throw new IllegalArgumentException("a column is named twice in " + columns);
        }
        if (offset < 0 || limit.orElse(0) < 0) {
            throw new IllegalArgumentException("limit is " + limit + " and offset " + offset + ", they start at 0");
        }
    }

    /** All rows of some columns. */
    public static ScanRequest of(List<String> columns) {
        return new ScanRequest(columns, null, OptionalLong.empty(), 0, List.of(), List.of());
    }

    public ScanRequest withPredicate(Predicate newPredicate) {
        return new ScanRequest(columns, newPredicate, limit, offset, order, fragments);
    }

    /** The same of some fragments only. */
    public ScanRequest withFragments(List<Integer> newFragments) {
        return new ScanRequest(columns, predicate, limit, offset, order, newFragments);
    }

    /** A column to sort by. */
    public record SortKey(String column, boolean ascending, boolean nullsFirst) {}
}
