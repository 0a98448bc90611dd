package org.lancesql.calcite.schema;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which rows of a system table are wanted.
 *
 * @param texts what columns of texts have to be equal to
 * @param ranges between which numbers columns have to be
 */
public record SystemRows(SortedMap<String, String> texts, SortedMap<String, Range> ranges) {
    /** All rows. */
    public static final SystemRows ALL = new SystemRows(new TreeMap<>(), new TreeMap<>());

    /** Every number. */
    public static final Range ANY = new Range(Long.MIN_VALUE, Long.MAX_VALUE);

    /** Numbers from {@code lowest} to {@code highest}; none when that is lower. */
    public record Range(long lowest, long highest) {
        /** The numbers that are in both. */
        public Range and(Range other) {
            return new Range(Math.max(lowest, other.lowest), Math.min(highest, other.highest));
        }

        /** The two numbers with dots between them. */
        @Override
        public String toString() {
            return (lowest == Long.MIN_VALUE ? "" : lowest) + ".." + (highest == Long.MAX_VALUE ? "" : highest);
        }
    }

    public SystemRows {
        requireNonNull(texts, "texts is null");
        texts = Collections.unmodifiableSortedMap(new TreeMap<>(texts));
        ranges = Collections.unmodifiableSortedMap(new TreeMap<>(ranges));
    }

    /** Whether every row is wanted. */
    public boolean isAll() {
        return texts.isEmpty() && ranges.isEmpty();
    }

    /** Between which numbers a column has to be. */
    public Range range(String column) {
        return ranges.getOrDefault(column, ANY);
    }

    /** These rows, as far as a column is equal to a text. */
    public SystemRows where(String column, String text) {
        SortedMap<String, String> all = new TreeMap<>(texts);
        all.putIfAbsent(column, text);
        return new SystemRows(all, ranges);
    }

    /** These rows, as far as a column is in a range. */
    public SystemRows where(String column, Range range) {
        SortedMap<String, Range> all = new TreeMap<>(ranges);
        all.merge(column, range, Range::and);
        return new SystemRows(texts, all);
    }

    /** The conditions. */
    @Override
    public String toString() {
        Map<String, Object> all = new TreeMap<>(texts);
        all.putAll(ranges);
        return all.toString();
    }
}
