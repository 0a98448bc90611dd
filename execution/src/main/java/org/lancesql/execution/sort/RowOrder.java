package org.lancesql.execution.sort;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.rows.RowAddress;

/**
 * The order of the rows of some batches by sort keys: NaN equals NaN and is greater than every number, -0.0 equals 0.0,
 * strings compare by code points, binaries by unsigned bytes, decimals by value, false comes before true, and lists,
 * structs and maps compare by the first elements that differ, a null among them being the greatest.
 *
 * <p>Borrows the batches. Compares {@linkplain RowAddress addresses} of rows without making objects.
 */
public final class RowOrder {
    private final KeyColumn[] columns;
    private final boolean[] descending;
    private final boolean[] nullsFirst;

    /**
     * @param fields names and types of the columns of the batches
     * @throws IllegalArgumentException see {@link #check}
     */
    public RowOrder(List<Field> fields, List<Batch> batches, List<SortKey> keys) {
        this.columns = new KeyColumn[keys.size()];
        this.descending = new boolean[keys.size()];
        this.nullsFirst = new boolean[keys.size()];
        for (int i = 0; i < columns.length; i++) {
            int column = keys.get(i).column();
            columns[i] = KeyColumn.of(
                    fields.get(column),
                    batches.stream().map(batch -> batch.column(column)).toList());
            descending[i] = keys.get(i).descending();
            nullsFirst[i] = keys.get(i).nullsFirst();
        }
    }

    /**
     * Returns quietly when rows can be ordered by the keys.
     *
     * @throws IllegalArgumentException when a key's column does not exist or has a type without an order
     */
    public static void check(List<Field> fields, List<SortKey> keys) {
        for (SortKey key : keys) {
            if (key.column() >= fields.size()) {
                throw new IllegalArgumentException(
                        "Sort key " + key + " names no column; there are " + fields.size() + " columns");
            }
            KeyColumn.of(fields.get(key.column()), List.of());
        }
    }

    /** Compares by all keys. */
    public int compare(long left, long right) {
        return compare(left, right, 0);
    }

    /** Compares by the keys from one on. */
    int compare(long left, long right, int firstKey) {
        for (int i = firstKey; i < columns.length; i++) {
            KeyColumn column = columns[i];
            int result;
            if (column.hasNulls() && (column.isNull(left) || column.isNull(right))) {
                int nulls = Boolean.compare(column.isNull(left), column.isNull(right));
                result = nullsFirst[i] ? -nulls : nulls;
            } else {
                int values = column.compare(left, right);
                // Not a negation, which the least integer does not survive.
                result = descending[i] && values != 0 ? (values < 0 ? 1 : -1) : values;
            }
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    int keyCount() {
        return columns.length;
    }

    KeyColumn column(int key) {
        return columns[key];
    }

    boolean isDescending(int key) {
        return descending[key];
    }

    boolean areNullsFirst(int key) {
        return nullsFirst[key];
    }
}
