package org.lancesql.execution.join;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.hash.KeyTable;

/**
 * Values of a key that the build side of a join has, for whoever reads its probe side: rows with others match nothing. They are
 * known before the first row of the probe side is asked for, by the thread that asks, unless there are too many.
 */
public final class DynamicKeys {
    private final int key;
    private final int most;
    private @Nullable List<Object> values;

    /**
     * Nothing known yet.
     *
     * @param key number among the key columns of the join; null must not match null in it
     * @param most keys of the build side that are looked at
     */
    public DynamicKeys(int key, int most) {
        this.key = key;
        this.most = most;
    }

    /** The values, in the form of {@link Vectors#get}; empty when they are not known. */
    public Optional<List<Object>> values() {
        return Optional.ofNullable(values);
    }

    /** Takes over what a table has, which gets no more keys. */
    void take(KeyTable table, BufferAllocator allocator) {
        if (table.size() > most) {
            return;
        }
        Set<Object> found = new LinkedHashSet<>();
        if (table.size() > 0) {
            List<FieldVector> columns = table.keys(0, table.size(), allocator);
            try {
                for (int row = 0; row < table.size(); row++) {
                    Object value = Vectors.get(columns.get(key), row);
                    if (value != null) {
                        found.add(value);
                    }
                }
            } finally {
                columns.forEach(FieldVector::close);
            }
        }
        values = List.copyOf(found);
    }
}
