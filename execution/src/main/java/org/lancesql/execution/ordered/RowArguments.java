package org.lancesql.execution.ordered;

import java.util.BitSet;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.RowAddress;

/** The arguments of a call for each row, and which rows count. */
final class RowArguments {
    private final List<Batch> batches;
    private final OrderedCall call;
    private final @Nullable BitSet repeated;
    private final int[] firstSlots;
    private final @Nullable Object[] values;

    /** @param repeated numbers of the rows that do not count, see {@link #firstSlots}, or null for none */
    RowArguments(List<Batch> batches, OrderedCall call, @Nullable BitSet repeated) {
        this.batches = batches;
        this.call = call;
        this.repeated = repeated;
        this.firstSlots = firstSlots(batches);
        this.values = new Object[call.arguments().size()];
    }

    /** For each batch how many slots those before it have, so that each row has a number. */
    static int[] firstSlots(List<Batch> batches) {
        int[] first = new int[batches.size()];
        for (int i = 1; i < first.length; i++) {
            first[i] = Math.addExact(first[i - 1], batches.get(i - 1).length());
        }
        return first;
    }

    boolean counts(long row) {
        int batch = RowAddress.batch(row);
        int position = RowAddress.position(row);
        if (repeated != null && repeated.get(firstSlots[batch] + position)) {
            return false;
        }
        if (call.filter() == OrderedCall.NONE) {
            return true;
        }
        FieldVector filter = batches.get(batch).column(call.filter());
        return !filter.isNull(position) && Vectors.getLong(filter, position) != 0;
    }

    /** The values of a row; the array is used again. */
    @Nullable Object[] of(long row) {
        Batch batch = batches.get(RowAddress.batch(row));
        for (int i = 0; i < values.length; i++) {
            values[i] = Vectors.get(batch.column(call.arguments().get(i)), RowAddress.position(row));
        }
        return values;
    }
}
