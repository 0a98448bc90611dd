package org.lancesql.mutation;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.BatchSource;

/** Rows of given ids and texts; their tags follow from the id. */
public final class TestRows implements BatchSource {
    private final Deque<Map.Entry<Long, String>> rows;
    private final int batchRows;

    private TestRows(Deque<Map.Entry<Long, String>> rows, int batchRows) {
        this.rows = rows;
        this.batchRows = batchRows;
    }

    public static TestRows of(Map<Long, String> rows, int batchRows) {
        return new TestRows(new ArrayDeque<>(rows.entrySet()), batchRows);
    }

    public static TestRows range(long from, int count) {
        Deque<Map.Entry<Long, String>> rows = new ArrayDeque<>();
        for (long id = from; id < from + count; id++) {
            rows.add(Map.entry(id, text(id)));
        }
        return new TestRows(rows, 1_000);
    }

    static String text(long id) {
        return "row " + id;
    }

    static List<Long> tags(long id) {
        List<Long> tags = new ArrayList<>();
        for (long i = 0; i < Math.floorMod(id, 3L); i++) {
            tags.add(id + i);
        }
        return tags;
    }

    @Override
    public Schema schema() {
        return MutationTest.SCHEMA;
    }

    @Override
    public boolean load(VectorSchemaRoot root) {
        int count = Math.min(batchRows, rows.size());
        if (count == 0) {
            return false;
        }
        root.allocateNew();
        for (int i = 0; i < count; i++) {
            write(root, i, rows.remove());
        }
        root.setRowCount(count);
        return true;
    }

    static void write(VectorSchemaRoot root, int at, Map.Entry<Long, String> row) {
        ((BigIntVector) root.getVector("id")).setSafe(at, row.getKey());
        ((VarCharVector) root.getVector("text")).setSafe(at, row.getValue().getBytes(StandardCharsets.UTF_8));
        ListVector lists = (ListVector) root.getVector("tags");
        List<Long> tags = tags(row.getKey());
        int start = lists.startNewValue(at);
        for (int i = 0; i < tags.size(); i++) {
            ((BigIntVector) lists.getDataVector()).setSafe(start + i, tags.get(i));
        }
        lists.endValue(at, tags.size());
    }
}
