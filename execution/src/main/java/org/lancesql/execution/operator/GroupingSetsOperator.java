package org.lancesql.execution.operator;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Vectors;

/**
 * Yields each batch once for each grouping set. Behind the input's columns it has the keys again, null in the batches of the
 * sets that leave them out, and the number of the set: rows grouped by these columns are grouped by all sets. Nothing but
 * the new columns takes memory.
 */
public final class GroupingSetsOperator implements BatchOperator {
    private final BatchOperator input;
    private final int[] keys;
    private final List<boolean[]> sets;
    private final List<Field> fields;
    private final ExecutionContext context;
    private @Nullable Batch current;
    private int nextSet;

    /**
     * Takes ownership of {@code input}.
     *
     * @param keys columns of the input that some set groups by
     * @param sets for each set, whether it groups by each of the keys
     * @param added names and types of the new columns: one for each key, of its type, and a 32-bit integer
     */
    public GroupingSetsOperator(
            BatchOperator input, int[] keys, List<boolean[]> sets, List<Field> added, ExecutionContext context) {
        if (added.size() != keys.length + 1) {
            throw new IllegalArgumentException(added.size() + " new columns for " + keys.length + " keys");
        }
        this.input = input;
        this.keys = keys.clone();
        this.sets = List.copyOf(sets);
        this.fields = new ArrayList<>(input.fields());
        fields.addAll(added);
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        if (current == null) {
            current = sets.isEmpty() ? null : input.next();
            nextSet = 0;
        }
        if (current == null) {
            return null;
        }
        Batch expanded = expand(current, nextSet++);
        if (nextSet == sets.size()) {
            current.close();
            current = null;
        }
        return expanded;
    }

    private Batch expand(Batch batch, int set) {
        boolean[] grouped = sets.get(set);
        int firstKey = batch.columnCount();
        try (OwnedVectors columns = new OwnedVectors()) {
            batch.columns().forEach(column -> columns.add(Vectors.share(column)));
            for (int i = 0; i < keys.length; i++) {
                columns.add(
                        grouped[i]
                                ? Vectors.share(batch.column(keys[i]))
                                : repeated(fields.get(firstKey + i), null, batch.length()));
            }
            columns.add(repeated(fields.get(firstKey + keys.length), set, batch.length()));
            return new Batch(columns.release(), batch.length(), batch.selection());
        }
    }

    private FieldVector repeated(Field field, @Nullable Integer value, int length) {
        FieldVector vector = Vectors.create(field, context.allocator(), length);
        try {
            for (int row = 0; value != null && row < length; row++) {
                Vectors.setLong(vector, row, value);
            }
            vector.setValueCount(length);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        if (current != null) {
            current.close();
            current = null;
        }
        input.close();
    }
}
