package org.lancesql.execution.rows;

/** Where a row is in a list of batches, packed into a long: the batch's index above, the position in it below. */
public final class RowAddress {
    /** Stands for a row whose values are all null, as an outer join makes them. */
    public static final long NONE = -1;

    private RowAddress() {}

    public static long of(int batch, int position) {
        return (long) batch << 32 | position;
    }

    public static int batch(long address) {
        return (int) (address >>> 32);
    }

    public static int position(long address) {
        return (int) address;
    }
}
