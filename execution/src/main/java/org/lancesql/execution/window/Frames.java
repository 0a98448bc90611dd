package org.lancesql.execution.window;

import org.jspecify.annotations.Nullable;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;
import org.lancesql.execution.sort.ValueOrder;
import org.lancesql.execution.window.WindowFrame.Bound;

/**
 * The frame of each row of some partitions, as a run of rows from which some in the middle may be left out. Both ends of
 * it never move back from one row to the next of the same partition.
 */
final class Frames {
    private static final long HEAP_BYTES_PER_ROW = 2 * Integer.BYTES;

    private final Partitions partitions;
    private final WindowFrame.Exclusion exclusion;
    private final boolean slides;
    private final int[] starts;
    private final int[] ends;

    /**
     * @param descending whether the order key descends; matters where bounds are values
     * @param memory counts the arrays that are made, as long as the frames are used
     */
    Frames(Partitions partitions, WindowFrame frame, boolean descending, HeapMemory memory) {
        memory.take(HEAP_BYTES_PER_ROW * partitions.size());
        this.partitions = partitions;
        this.exclusion = frame.exclusion();
        this.slides = excludes() || frame.lower().kind() != Bound.Kind.UNBOUNDED_PRECEDING;
        this.starts = new int[partitions.size()];
        this.ends = new int[partitions.size()];
        KeyDistance lower = distance(frame, frame.lower(), descending);
        KeyDistance upper = distance(frame, frame.upper(), descending);
        for (int row = 0; row < starts.length; row++) {
            partitions.poll(row);
            boolean first = row == partitions.start(row);
            starts[row] = lower == null
                    ? start(row, frame)
                    : lower.start(row, first ? partitions.start(row) : starts[row - 1]);
            int end = upper == null ? end(row, frame) : upper.end(row, first ? partitions.start(row) : ends[row - 1]);
            ends[row] = Math.max(end, first ? partitions.start(row) : ends[row - 1]);
        }
    }

    private @Nullable KeyDistance distance(WindowFrame frame, Bound bound, boolean descending) {
        return bound.kind() == Bound.Kind.VALUE
                ? new KeyDistance(partitions, frame.key(), (int) bound.value(), descending)
                : null;
    }

    private int start(int row, WindowFrame frame) {
        return switch (frame.lower().kind()) {
            case UNBOUNDED_PRECEDING -> partitions.start(row);
            case CURRENT_ROW -> frame.rows() ? row : partitions.peerStart(row);
            default -> within(row, frame.lower().value());
        };
    }

    private int end(int row, WindowFrame frame) {
        return switch (frame.upper().kind()) {
            case UNBOUNDED_FOLLOWING -> partitions.end(row);
            case CURRENT_ROW -> frame.rows() ? row + 1 : partitions.peerEnd(row);
            default -> within(row, Math.min(frame.upper().value(), Integer.MAX_VALUE) + 1);
        };
    }

    /** A row of the partition, or the one behind, so far from a row. */
    private int within(int row, long distance) {
        long far = Math.max(-(long) Integer.MAX_VALUE, Math.min(Integer.MAX_VALUE, distance));
        return (int) Math.max(partitions.start(row), Math.min(partitions.end(row), row + far));
    }

    /** Number of the first row; not before the partition's first. */
    int start(int row) {
        return starts[row];
    }

    /** Number of the row behind the last; not after {@link Partitions#end}; may be less than the start. */
    int end(int row) {
        return ends[row];
    }

    /** The first row to leave out; see {@link #keepsSelf}. */
    int excludedStart(int row) {
        return switch (exclusion) {
            case NONE -> Integer.MAX_VALUE;
            case CURRENT_ROW -> row;
            case GROUP, TIES -> partitions.peerStart(row);
        };
    }

    /** The row behind the last to leave out. */
    int excludedEnd(int row) {
        return switch (exclusion) {
            case NONE -> Integer.MAX_VALUE;
            case CURRENT_ROW -> row + 1;
            case GROUP, TIES -> partitions.peerEnd(row);
        };
    }

    /** Whether rows leave a frame, not only join it. */
    boolean slides() {
        return slides;
    }

    boolean excludes() {
        return exclusion != WindowFrame.Exclusion.NONE;
    }

    /** Whether the row itself counts although it lies among the rows left out. */
    boolean keepsSelf(int row) {
        return exclusion == WindowFrame.Exclusion.TIES && row >= starts[row] && row < ends[row];
    }

    /** Compares order keys with the least or greatest one that a frame reaches to. */
    private static final class KeyDistance {
        private final Partitions partitions;
        private final ValueOrder order;
        private final ColumnMemory keys;
        private final int batches;
        private final boolean descending;

        KeyDistance(Partitions partitions, int keyColumn, int boundColumn, boolean descending) {
            this.partitions = partitions;
            this.batches = partitions.batches().size();
            this.keys = partitions.column(keyColumn);
            this.descending = descending;
            this.order = new ValueOrder(partitions.field(keyColumn), partitions.vectors(keyColumn, boundColumn));
        }

        /** The first row from {@code from} on that is not before the bound of a row. */
        int start(int row, int from) {
            if (isNull(row)) {
                return partitions.peerStart(row);
            }
            int at = from;
            while (at < partitions.end(row) && (isNull(at) ? isBehind(row, at) : compare(at, row) < 0)) {
                at++;
            }
            return at;
        }

        /** The first row from {@code from} on that is behind the bound of a row. */
        int end(int row, int from) {
            if (isNull(row)) {
                return partitions.peerEnd(row);
            }
            int at = from;
            while (at < partitions.end(row) && (isNull(at) ? isBehind(row, at) : compare(at, row) <= 0)) {
                at++;
            }
            return at;
        }

        /** Whether a row comes after another, whose key is null. */
        private static boolean isBehind(int row, int nullRow) {
            return row > nullRow;
        }

        private boolean isNull(int row) {
            return keys.isNull(partitions.address(row));
        }

        /** How the key of a row compares, in the direction of the order, with the bound of another. */
        private int compare(int keyRow, int boundRow) {
            long bound = partitions.address(boundRow);
            long boundAddress = RowAddress.of(RowAddress.batch(bound) + batches, RowAddress.position(bound));
            int values = order.compareRows(partitions.address(keyRow), boundAddress);
            return descending ? -Integer.signum(values) : values;
        }
    }
}
