package org.lancesql.execution.sort;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.rows.RowAddress;

/** The order of the values of two or more vectors of one type, as {@link RowOrder} has it. Borrows the vectors. */
public final class ValueOrder {
    private static final int LEFT = 0;
    private static final int RIGHT = 1;

    private final KeyColumn key;

    /** @param field type of both vectors */
    public ValueOrder(Field field, FieldVector left, FieldVector right) {
        this.key = KeyColumn.of(field, List.of(left, right));
    }

    /** @param field type of the vectors */
    public ValueOrder(Field field, List<FieldVector> vectors) {
        this.key = KeyColumn.of(field, vectors);
    }

    /** Compares two slots, as {@link RowAddress} packs vector and slot; neither is null. */
    public int compareRows(long left, long right) {
        return key.compare(left, right);
    }

    /** Compares a slot of the left vector with one of the right; neither is null, but items of theirs may be. */
    public int compare(int left, int right) {
        return key.compare(RowAddress.of(LEFT, left), RowAddress.of(RIGHT, right));
    }
}
