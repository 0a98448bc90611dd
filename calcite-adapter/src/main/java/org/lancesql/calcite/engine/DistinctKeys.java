package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.hash.KeyTable;

/** The keys of the rows that one statement adds, so that it does not add one twice. A key with a null is like no other. */
final class DistinctKeys implements AutoCloseable {
    private final List<int[]> columns = new ArrayList<>();
    private final List<KeyTable> tables = new ArrayList<>();

    /**
     * @param fields of the rows that are looked at
     * @param keys places of the columns of each key, of types that can be keys
     */
    DistinctKeys(List<Field> fields, List<List<Integer>> keys, BufferAllocator allocator) {
        for (List<Integer> key : keys) {
            columns.add(key.stream().mapToInt(Integer::intValue).toArray());
            tables.add(new KeyTable(key.stream().map(fields::get).toList(), new boolean[key.size()], allocator));
        }
    }

    /** The rows of which no key was there before, which are there from now on. */
    Selection addNew(Batch batch, Selection rows) {
        int[] added = new int[rows.size()];
        int size = 0;
        for (int i = 0; i < rows.size() && !tables.isEmpty(); i++) {
            Selection row = rows.slice(i, 1);
            if (isNew(batch, row)) {
                added[size++] = rows.position(i);
            }
        }
        return tables.isEmpty() || size == rows.size() ? rows : Selection.of(Arrays.copyOf(added, size), size);
    }

    private boolean isNew(Batch batch, Selection row) {
        for (int key = 0; key < tables.size(); key++) {
            if (tables.get(key).find(batch, columns.get(key), row)[0] != KeyTable.NONE) {
                return false;
            }
        }
        for (int key = 0; key < tables.size(); key++) {
            tables.get(key).add(batch, columns.get(key), row);
        }
        return true;
    }

    @Override
    public void close() {
        tables.forEach(KeyTable::close);
    }
}
