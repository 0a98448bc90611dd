package org.lancesql.storage;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** The batches of a {@link BatchSource} in the form that Lance wants, divided into files where they or dictionaries are full. */
final class SourceBatches implements AutoCloseable {
    private final BatchSource source;
    private final Schema schema;
    private final BufferAllocator allocator;
    private final VectorSchemaRoot rows;
    private WrittenBatch current;
    private final Deque<WrittenBatch> loaded = new ArrayDeque<>();
    private @Nullable WrittenBatch waiting;
    private long[] dictionarySizes = new long[0];
    private long fileRows;
    private volatile @Nullable Throwable failure;

    /** @param schema of the table; the source's must have the same names and types as the visible one */
    SourceBatches(BatchSource source, StoredSchema schema, BufferAllocator allocator) {
        requireSameColumns(source.schema(), schema.visible());
        this.source = source;
        this.schema = schema.written();
        this.allocator = allocator;
        this.rows = VectorSchemaRoot.create(schema.visible(), allocator);
        // Of an empty batch Lance learns the columns, dictionaries included.
        this.current = WrittenBatch.of(rows, this.schema, allocator);
    }

    private static void requireSameColumns(Schema rows, Schema table) {
        List<Field> expected = table.getFields();
        List<Field> actual = rows.getFields();
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = expected.get(i).getName().equals(actual.get(i).getName())
                    && haveSameType(expected.get(i), actual.get(i));
        }
        if (!same) {
            throw new IllegalArgumentException("rows have columns " + actual + ", the table has " + expected);
        }
    }

    /** Compares all that lies in memory: Lance reads it as the table's type without a look. */
    private static boolean haveSameType(Field expected, Field actual) {
        boolean same = expected.getType().equals(actual.getType())
                && expected.getChildren().size() == actual.getChildren().size();
        for (int i = 0; same && i < expected.getChildren().size(); i++) {
            same = haveSameType(
                    expected.getChildren().get(i), actual.getChildren().get(i));
        }
        return same;
    }

    Schema schema() {
        return schema;
    }

    /** The batch that {@link #next} went to; empty before the first. */
    WrittenBatch current() {
        return current;
    }

    /** The rows, if there are some, no more than one batch of them, and no dictionaries. To be asked before {@link #next}. */
    @Nullable VectorSchemaRoot onlyBatch() {
        if (current.builders().isEmpty()) {
            loadAhead();
            loadAhead();
        }
        return loaded.size() == 1 && waiting == null ? loaded.getFirst().root() : null;
    }

    private void loadAhead() {
        WrittenBatch next = load();
        if (next != null) {
            loaded.add(next);
        }
    }

    /** Whether there are rows left for another file. */
    boolean hasNextFile() {
        return waiting != null;
    }

    /** Goes to the next batch of the file; false at its end. */
    boolean next() {
        WrittenBatch next = waiting == null ? nextLoaded() : waiting;
        if (next == null) {
            return false;
        }
        if (waiting == null && !fits(next)) {
            waiting = next;
            dictionarySizes = new long[0];
            fileRows = 0;
            return false;
        }
        waiting = null;
        current.close();
        current = next;
        count(next.builders());
        fileRows += next.root().getRowCount();
        return true;
    }

    private @Nullable WrittenBatch nextLoaded() {
        return loaded.isEmpty() ? load() : loaded.removeFirst();
    }

    private @Nullable WrittenBatch load() {
        try {
            boolean more;
            do {
                rows.clear();
                more = source.load(rows);
            } while (more && rows.getRowCount() == 0);
            return more ? WrittenBatch.of(rows, schema, allocator) : null;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /**
     * Whether a batch belongs to the file that is being written. Lance would begin the next file by itself, and not tell of
     * those before when a later one fails. Nor does it look whether indexes reach the values of dictionaries, which it adds
     * up over all batches.
     */
    private boolean fits(WrittenBatch batch) {
        if (fileRows > 0 && fileRows + batch.root().getRowCount() > FragmentWriter.ROWS_PER_FRAGMENT) {
            return false;
        }
        List<DictionaryBuilder> builders = batch.builders();
        for (int i = 0; i < dictionarySizes.length; i++) {
            if (builders.get(i).room(dictionarySizes[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private void count(List<DictionaryBuilder> builders) {
        dictionarySizes = Arrays.copyOf(dictionarySizes, builders.size());
        for (int i = 0; i < dictionarySizes.length; i++) {
            dictionarySizes[i] += builders.get(i).size();
        }
    }

    /** Throws what the source threw: Lance only hands on its message. */
    void rethrowFailure() {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    @Override
    public void close() {
        if (waiting != null) {
            waiting.close();
        }
        loaded.forEach(WrittenBatch::close);
        current.close();
        rows.close();
    }
}
