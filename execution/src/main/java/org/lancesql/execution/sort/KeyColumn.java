package org.lancesql.execution.sort;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.rows.ColumnMemory;

/**
 * The ascending order of the values of one column, nulls aside.
 *
 * <p>A value is also a sequence of words, which compare as unsigned numbers: rows are sorted by the first word, rows of
 * equal words by the next, until a word settles that the values are equal.
 */
abstract class KeyColumn {
    final ColumnMemory memory;

    KeyColumn(ColumnMemory memory) {
        this.memory = memory;
    }

    /** Reads vectors of one type, one for each batch. */
    static KeyColumn of(Field field, List<FieldVector> vectors) {
        return of(field, new ColumnMemory(vectors));
    }

    private static KeyColumn of(Field field, ColumnMemory memory) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> new LongKey(memory, 0);
            case Int -> new LongKey(memory, ((ArrowType.Int) type).getBitWidth() / 8);
            case Date, Interval -> new LongKey(memory, 4);
            case Time -> new LongKey(memory, ((ArrowType.Time) type).getBitWidth() / 8);
            case Timestamp, Duration -> new LongKey(memory, 8);
            case FloatingPoint ->
                new DoubleKey(memory, ((ArrowType.FloatingPoint) type).getPrecision() == FloatingPointPrecision.SINGLE);
            case Decimal -> new DecimalKey(memory, ((ArrowType.Decimal) type).getPrecision());
            case Utf8, Binary -> new BytesKey(memory);
            case FixedSizeBinary -> new UuidKey(memory);
            case List, Map -> new ListKey(memory, of(field.getChildren().get(0), memory.child(0)));
            case Struct -> new StructKey(memory, members(field, memory));
            case Null -> new NullKey(memory);
            default ->
                throw new IllegalArgumentException(
                        "Column " + field.getName() + " has type " + type + ", which has no order");
        };
    }

    private static List<KeyColumn> members(Field field, ColumnMemory memory) {
        List<KeyColumn> members = new ArrayList<>();
        for (int i = 0; i < field.getChildren().size(); i++) {
            members.add(of(field.getChildren().get(i), memory.child(i)));
        }
        return members;
    }

    final boolean hasNulls() {
        return memory.hasNulls();
    }

    final boolean isNull(long row) {
        return memory.isNull(row);
    }

    /** Compares two rows that are not null. */
    abstract int compare(long left, long right);

    /** Compares values inside of a nested value, where null equals null and is greater than all else. */
    final int compareNullable(long left, long right) {
        boolean leftNull = isNull(left);
        boolean rightNull = isNull(right);
        return leftNull || rightNull ? Boolean.compare(leftNull, rightNull) : compare(left, right);
    }

    /** Whether {@link #word} can be asked. */
    boolean hasWords() {
        return true;
    }

    /**
     * A word of a row that is not null.
     *
     * @param depth index of the word; the words before did not settle
     */
    abstract long word(long row, int depth);

    /** Whether rows with this word at this depth, and with equal words before, have equal values. */
    boolean settles(long word, int depth) {
        return true;
    }
}
