package org.lancesql.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.roaringbitmap.RoaringBitmap;

/**
 * Rows by their addresses. Immutable.
 *
 * <p>The address of a row, as {@link RowColumns#ADDRESS} returns it, has the id of its fragment in the upper 32 bits and
 * its offset within the fragment in the lower 32 bits. It means something in one version of a table only.
 */
public final class RowSet {
    public static final RowSet EMPTY = new RowSet(Map.of());

    private final Map<Integer, RoaringBitmap> offsets;

    private RowSet(Map<Integer, RoaringBitmap> offsets) {
        this.offsets = Map.copyOf(offsets);
    }

    public boolean isEmpty() {
        return offsets.isEmpty();
    }

    /** Number of rows. */
    public long size() {
        return offsets.values().stream()
                .mapToLong(RoaringBitmap::getLongCardinality)
                .sum();
    }

    public boolean contains(long address) {
        RoaringBitmap found = offsets.get(fragment(address));
        return found != null && found.contains((int) address);
    }

    /** Ids of the fragments that have any of the rows. */
    public Set<Integer> fragments() {
        return offsets.keySet();
    }

    /** Offsets of the rows of one fragment, not to be changed; empty where it has none. */
    RoaringBitmap offsets(int fragment) {
        RoaringBitmap found = offsets.get(fragment);
        return found == null ? new RoaringBitmap() : found;
    }

    public RowSet union(RowSet other) {
        return isEmpty()
                ? other
                : other.isEmpty()
                        ? this
                        : new Builder().addAll(this).addAll(other).build();
    }

    /** The addresses of the rows of one fragment, in order. */
    long[] addresses(int fragment) {
        return offsets(fragment).stream()
                .mapToLong(offset -> address(fragment, offset))
                .toArray();
    }

    static long address(int fragment, int offset) {
        return (long) fragment << 32 | offset;
    }

    static int fragment(long address) {
        return (int) (address >>> 32);
    }

    /** Collects addresses. */
    public static final class Builder {
        private final Map<Integer, RoaringBitmap> offsets = new HashMap<>();

        /** Adds a row; returns whether it is new. */
        public boolean add(long address) {
            return offsets.computeIfAbsent(fragment(address), id -> new RoaringBitmap())
                    .checkedAdd((int) address);
        }

        /** Adds rows of one fragment. */
        Builder addAll(int fragment, RoaringBitmap rows) {
            offsets.computeIfAbsent(fragment, id -> new RoaringBitmap()).or(rows);
            return this;
        }

        public Builder addAll(RowSet rows) {
            rows.offsets.forEach(this::addAll);
            return this;
        }

        public RowSet build() {
            Map<Integer, RoaringBitmap> copy = new HashMap<>();
            offsets.forEach((fragment, rows) -> {
                if (!rows.isEmpty()) {
                    copy.put(fragment, rows.clone());
                }
            });
            copy.values().forEach(RoaringBitmap::runOptimize);
            return copy.isEmpty() ? EMPTY : new RowSet(copy);
        }
    }
}
