package org.lancesql.mutation.pending;

/**
 * Addresses of pending rows: negative, where those of committed rows are not. The number of the chunk is in the upper 32
 * bits, below the sign, and the ordinal of the row within the chunk in the lower 32 bits.
 */
final class PendingAddress {
    private PendingAddress() {}

    static long of(int chunk, int ordinal) {
        return Long.MIN_VALUE | (long) chunk << 32 | ordinal & 0xffffffffL;
    }

    static boolean isPending(long address) {
        return address < 0;
    }

    static int chunk(long address) {
        return (int) (address >>> 32) & Integer.MAX_VALUE;
    }

    static int ordinal(long address) {
        return (int) address;
    }
}
