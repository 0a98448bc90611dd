package org.lancesql.execution.hash;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;

/**
 * Numbers the distinct keys of rows from 0, in the order they come.
 *
 * <p>Keys that fit a long are numbered by it, as long as all of them do; else by their bytes.
 */
public final class KeyTable implements AutoCloseable {
    /** Number of a key that is not in the table. */
    public static final int NONE = -1;

    private static final int ROWS_AT_ONCE = 65_536;

    private final List<Field> fields;
    private final boolean[] nullsMatch;
    private final BufferAllocator allocator;
    private final CancelToken cancelToken;
    private final WordTable words;
    private final BytesKeyTable bytes;
    private final PackedKeys added = new PackedKeys();
    private final Finder finder;
    private @Nullable KeyPacking packing;
    private boolean packs = true;

    /** A table in which null is a value like others. */
    public KeyTable(List<Field> fields, ExecutionContext context) {
        this(fields, all(fields.size()), context.allocator(), context.cancelToken());
    }

    /** A table that is filled whatever becomes of its statement. */
    public KeyTable(List<Field> fields, boolean[] nullsMatch, BufferAllocator allocator) {
        this(fields, nullsMatch, allocator, CancelToken.withoutTimeout());
    }

    /**
     * A table.
     *
     * @param fields types of the columns of the keys, which {@link KeyCodec#supports}
     * @param nullsMatch for each column whether null is a value like others; else a key with a null there is not in the
     *     table and never found
     */
    public KeyTable(List<Field> fields, boolean[] nullsMatch, BufferAllocator allocator, CancelToken cancelToken) {
        this.fields = List.copyOf(fields);
        this.nullsMatch = nullsMatch.clone();
        this.allocator = allocator;
        this.cancelToken = cancelToken;
        this.words = new WordTable(allocator, cancelToken);
        this.bytes = new BytesKeyTable(this.fields, this.nullsMatch, allocator, cancelToken);
        this.finder = finder();
    }

    private static boolean[] all(int size) {
        boolean[] all = new boolean[size];
        Arrays.fill(all, true);
        return all;
    }

    /** Number of distinct keys. */
    public int size() {
        return packs ? words.size() : bytes.size();
    }

    /** Announces that the keys of so many rows will be added. */
    public void expect(int rows) {
        words.expect(rows);
    }

    /** The number of the key of each selected row, or {@link #NONE}; keys not seen before get the next numbers. */
    public int[] add(Batch batch, int[] columns, Selection rows) {
        return byParts(rows, part -> addPart(batch, columns, part));
    }

    /** Does something with so many rows at a time that a cancelled statement ends soon. */
    private int[] byParts(Selection rows, Function<Selection, int[]> action) {
        if (rows.size() <= ROWS_AT_ONCE) {
            return action.apply(rows);
        }
        int[] numbers = new int[rows.size()];
        for (int at = 0; at < numbers.length; at += ROWS_AT_ONCE) {
            cancelToken.check();
            int count = Math.min(ROWS_AT_ONCE, numbers.length - at);
            System.arraycopy(action.apply(rows.slice(at, count)), 0, numbers, at, count);
        }
        return numbers;
    }

    private int[] addPart(Batch batch, int[] columns, Selection rows) {
        if (rows.size() == 0) {
            return new int[0];
        }
        if (packs && packing == null) {
            packing = KeyPacking.of(fields, nullsMatch, batch, columns, rows, allocator);
            packs = packing != null;
        }
        if (packing != null) {
            packing.pack(batch, columns, rows, added, true);
            if (!added.hasUnfit()) {
                return words.add(added);
            }
            moveToBytes(packing);
        }
        return bytes.add(batch, columns, rows);
    }

    private void moveToBytes(KeyPacking from) {
        int[] columns = IntStream.range(0, fields.size()).toArray();
        for (int at = 0; at < words.size(); at += ROWS_AT_ONCE) {
            cancelToken.check();
            int count = Math.min(ROWS_AT_ONCE, words.size() - at);
            try (Batch keys = new Batch(from.unpack(words, at, at + count, allocator), count, Selection.all(count))) {
                bytes.add(keys, columns, keys.selection());
            }
        }
        words.close();
        from.close();
        packing = null;
        packs = false;
    }

    /** The number of the key of each selected row, or {@link #NONE}. */
    public int[] find(Batch batch, int[] columns, Selection rows) {
        return finder.find(batch, columns, rows);
    }

    /** Prepares for many look-ups. Nothing is added any more. */
    public void seal() {
        words.seal();
    }

    /** Looks keys up for one thread; several threads may do so with finders of their own when nothing is added any more. */
    public Finder finder() {
        return new Finder();
    }

    /** The keys with the numbers {@code [from, to)} as columns. */
    public List<FieldVector> keys(int from, int to, BufferAllocator owner) {
        return packing == null ? bytes.keys(from, to, owner) : packing.unpack(words, from, to, owner);
    }

    @Override
    public void close() {
        finder.close();
        words.close();
        bytes.close();
        if (packing != null) {
            packing.close();
        }
    }

    /** Looks keys up, with memory of its own. */
    public final class Finder implements AutoCloseable {
        private final PackedKeys packed = new PackedKeys();
        private final KeyCodec.Keys written = new KeyCodec.Keys(allocator);

        private Finder() {}

        /** The number of the key of each selected row, or {@link #NONE}. */
        public int[] find(Batch batch, int[] columns, Selection rows) {
            return byParts(rows, part -> findPart(batch, columns, part));
        }

        private int[] findPart(Batch batch, int[] columns, Selection rows) {
            if (packing == null) {
                return bytes.find(batch, columns, rows, written);
            }
            packing.pack(batch, columns, rows, packed, false);
            return words.find(packed);
        }

        @Override
        public void close() {
            written.close();
        }
    }
}
