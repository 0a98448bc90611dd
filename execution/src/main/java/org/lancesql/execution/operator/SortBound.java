package org.lancesql.execution.operator;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.rows.RowAddress;
import org.lancesql.execution.sort.RowOrder;
import org.lancesql.execution.sort.SortKey;

/** A row before which later rows must come in order to be among the first. */
final class SortBound implements AutoCloseable {
    private final List<Field> fields;
    private final List<SortKey> keys;
    private final Batch row;

    /** Takes ownership of {@code row}, a batch of one row. */
    SortBound(List<Field> fields, List<SortKey> keys, Batch row) {
        this.fields = fields;
        this.keys = keys;
        this.row = row;
    }

    /** Narrows a batch, of which it takes ownership, to the rows that come before this row. */
    Batch before(Batch batch) {
        try {
            RowOrder order = new RowOrder(fields, List.of(row, batch), keys);
            long bound = RowAddress.of(0, 0);
            Selection rows = batch.selection();
            int[] positions = new int[rows.size()];
            int count = 0;
            for (int i = 0; i < positions.length; i++) {
                int position = rows.position(i);
                positions[count] = position;
                count += order.compare(RowAddress.of(1, position), bound) < 0 ? 1 : 0;
            }
            return count == positions.length ? batch : batch.withSelection(Selection.of(positions, count));
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
    }

    @Override
    public void close() {
        row.close();
    }
}
