package org.lancesql.storage;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/** Ids of rows in the order of other rows, each of them once. Immutable. */
final class RowIds {
    static final RowIds NONE = new RowIds(new long[0]);

    private final long[] ids;

    private RowIds(long[] ids) {
        this.ids = ids;
    }

    /** Lance takes any ids; those that are wrong make a table that cannot be read. */
    static RowIds of(long[] ids, long rows, String table) {
        if (ids.length != rows) {
            throw new IllegalArgumentException(ids.length + " ids for " + rows + " rows");
        }
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] < 0 || i > 0 && sorted[i] == sorted[i - 1]) {
                throw new IllegalArgumentException(
                        "Row id " + sorted[i] + " is negative or given to two rows of table " + table);
            }
        }
        return new RowIds(ids.clone());
    }

    boolean isEmpty() {
        return ids.length == 0;
    }

    /** @param row ordinal of the other row */
    long get(long row) {
        return ids[Math.toIntExact(row)];
    }

    long[] toArray() {
        return ids.clone();
    }

    /** As text: 64 bits each, the highest first, in Base64. */
    String encode() {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(ids.length, Long.BYTES));
        for (long id : ids) {
            bytes.putLong(id);
        }
        return Base64.getEncoder().encodeToString(bytes.array());
    }

    /** @throws IllegalArgumentException when the text is none of {@link #encode} */
    static long[] decode(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
        if (bytes.remaining() % Long.BYTES != 0) {
            throw new IllegalArgumentException(bytes.remaining() + " bytes are no row ids");
        }
        long[] ids = new long[bytes.remaining() / Long.BYTES];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = bytes.getLong();
        }
        return ids;
    }
}
