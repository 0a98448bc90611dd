package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;

/** Columns on their way into the {@link ColumnCache}. They get there together, or not at all. */
final class ColumnLoad implements AutoCloseable {
    private final ColumnCache cache;
    private final List<ColumnKeys> columns;
    private final int from;
    private final List<List<List<ColumnChunk>>> chunks = new ArrayList<>();
    private boolean ended;

    /**
     * @param from number of the first fragment
     * @param count how many fragments there are
     */
    ColumnLoad(ColumnCache cache, List<ColumnKeys> columns, int from, int count) {
        this.cache = cache;
        this.columns = columns;
        this.from = from;
        for (int fragment = 0; fragment < count; fragment++) {
            List<List<ColumnChunk>> ofFragment = new ArrayList<>();
            columns.forEach(column -> ofFragment.add(new ArrayList<>()));
            chunks.add(ofFragment);
        }
    }

    /**
     * Copies the next rows of a column.
     *
     * @param fragment counted from the first of this load
     * @param vector taken over
     * @return what to read instead
     */
    FieldVector keep(int fragment, int column, FieldVector vector, BufferAllocator reader) {
        if (ended) {
            return vector;
        }
        ColumnChunk copy = cache.copy(vector);
        if (copy == null) {
            columns.forEach(each -> cache.noteOversize(each.column()));
            close();
            return vector;
        }
        chunks.get(fragment).get(column).add(copy);
        try (vector) {
            return copy.lend(columns.get(column).field(), reader);
        }
    }

    /** Puts all columns into the cache. */
    void publish() {
        if (ended) {
            return;
        }
        ended = true;
        for (int fragment = 0; fragment < chunks.size(); fragment++) {
            for (int column = 0; column < columns.size(); column++) {
                String key = columns.get(column).fragments().get(from + fragment);
                cache.put(key, new CachedColumn(chunks.get(fragment).get(column)));
            }
        }
    }

    /** Frees what has not got into the cache. */
    @Override
    public void close() {
        if (!ended) {
            ended = true;
            chunks.forEach(fragment -> fragment.forEach(column -> column.forEach(ColumnChunk::close)));
        }
    }
}
