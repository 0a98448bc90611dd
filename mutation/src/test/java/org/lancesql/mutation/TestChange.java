package org.lancesql.mutation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.MutationTest.Row;

/** A statement: rows to add, to delete, and to replace, some in each batch. */
public final class TestChange implements ChangeSource {
    private final int batchRows;
    private final List<Step> steps = new ArrayList<>();
    private Schema schema = MutationTest.SCHEMA;
    private @Nullable RuntimeException failure;
    private int next;

    private record Step(@Nullable Row gone, Map.@Nullable Entry<Long, String> added) {}

    private TestChange(int batchRows) {
        this.batchRows = batchRows;
    }

    static TestChange of(int batchRows) {
        return new TestChange(batchRows);
    }

    public static TestChange insert(long from, int count) {
        TestChange change = new TestChange(1_000);
        for (long id = from; id < from + count; id++) {
            change.insert(id, TestRows.text(id));
        }
        return change;
    }

    public static TestChange delete(Collection<Row> rows) {
        TestChange change = new TestChange(1_000);
        rows.forEach(change::delete);
        return change;
    }

    static TestChange update(Collection<Row> rows, String text) {
        TestChange change = new TestChange(1_000);
        rows.forEach(row -> change.update(row, text));
        return change;
    }

    TestChange insert(long id, String text) {
        steps.add(new Step(null, Map.entry(id, text)));
        return this;
    }

    TestChange delete(Row row) {
        steps.add(new Step(row, null));
        return this;
    }

    TestChange update(Row row, String text) {
        steps.add(new Step(row, Map.entry(row.id(), text)));
        return this;
    }

    /** Throws after all batches. */
    TestChange failingWith(RuntimeException newFailure) {
        failure = newFailure;
        return this;
    }

    TestChange withoutColumn(String column) {
        schema = new Schema(schema.getFields().stream()
                .filter(field -> !field.getName().equals(column))
                .toList());
        return this;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean load(VectorSchemaRoot added, Removal removal) {
        if (next == steps.size()) {
            if (failure != null) {
                throw failure;
            }
            return false;
        }
        added.allocateNew();
        boolean replacing = isReplacing(steps.get(next));
        int rows = 0;
        for (int taken = 0; taken < batchRows && next < steps.size(); taken++, next++) {
            Step step = steps.get(next);
            Row gone = step.gone();
            Map.Entry<Long, String> row = step.added();
            if (row != null && isReplacing(step) != replacing) {
                break;
            }
            if (gone != null && row != null) {
                removal.replace(gone.address(), gone.rowId());
            } else if (gone != null) {
                removal.delete(gone.address());
            }
            if (row != null) {
                TestRows.write(added, rows++, row);
            }
        }
        added.setRowCount(rows);
        return true;
    }

    private static boolean isReplacing(Step step) {
        return step.gone != null && step.added != null;
    }
}
