package org.lancesql.calcite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of values for the parameters of one statement, kept by columns, so that many of them need no objects of their own. */
public final class BoundRows {
    private final List<Column> columns = new ArrayList<>();
    private int size;

    /**
     * No rows yet.
     *
     * @param parameters number of values of a row
     * @param expected number of rows that will probably come
     */
    public BoundRows(int parameters, int expected) {
        for (int i = 0; i < parameters; i++) {
            columns.add(new Column(expected));
        }
    }

    /**
     * Adds a row.
     *
     * @param values as {@link CompiledStatement#execute} takes them
     * @throws StatementException WRONG_PARAMETERS when there are too few or too many
     */
    public void add(List<? extends @Nullable Object> values) {
        if (values.size() != columns.size()) {
            throw StatementException.wrongParameters(columns.size(), values.size());
        }
        for (int i = 0; i < columns.size(); i++) {
            columns.get(i).set(size, values.get(i));
        }
        size++;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    /** The values of a row. */
    public List<@Nullable Object> row(int row) {
        List<@Nullable Object> values = new ArrayList<>(columns.size());
        columns.forEach(column -> values.add(column.get(row)));
        return values;
    }

    /** The values of a parameter in all rows. */
    public Column column(int parameter) {
        return columns.get(parameter);
    }

    /** The values of one parameter: numbers while all of them are of the same class of integers, else objects. */
    public static final class Column {
        private final int expected;
        private final BitSet nulls = new BitSet();
        private long[] integers = {};
        private @Nullable Object @Nullable [] objects;
        private @Nullable Class<?> integerClass;

        private Column(int expected) {
            this.expected = expected;
        }

        private void set(int row, @Nullable Object value) {
            if (objects == null && !takes(value)) {
                objects = objects(row);
            }
            if (objects != null) {
                objects = row < objects.length ? objects : Arrays.copyOf(objects, capacity(row));
                objects[row] = value;
                return;
            }
            integers = row < integers.length ? integers : Arrays.copyOf(integers, capacity(row));
            if (value == null) {
                nulls.set(row);
            } else {
                integers[row] = ((Number) value).longValue();
            }
        }

        private int capacity(int row) {
            return Math.max(Math.max(expected, 2 * row), row + 1);
        }

        private boolean takes(@Nullable Object value) {
            if (value == null) {
                return true;
            }
            Class<?> valueClass = value.getClass();
            if (integerClass == null && (valueClass == Integer.class || valueClass == Long.class)) {
                integerClass = valueClass;
            }
            return valueClass == integerClass;
        }

        private @Nullable Object[] objects(int rows) {
            @Nullable Object[] values = new Object[capacity(rows)];
            for (int row = 0; row < rows; row++) {
                values[row] = get(row);
            }
            integers = new long[0];
            return values;
        }

        /** Whether {@link #integer} and {@link #isNull} tell all of the values. */
        public boolean isIntegers() {
            return objects == null && integerClass != null;
        }

        /** The number in a row that is not null; a column of {@link #isIntegers}. */
        public long integer(int row) {
            return integers[row];
        }

        /** Whether there is a null in a range of rows; a column of {@link #isIntegers}. */
        public boolean hasNull(int from, int to) {
            int next = nulls.nextSetBit(from);
            return next >= 0 && next < to;
        }

        /** Whether the number in a row is missing; a column of {@link #isIntegers}. */
        public boolean isNull(int row) {
            return nulls.get(row);
        }

        /** The value in a row, of the class in which it was bound. */
        public @Nullable Object get(int row) {
            if (objects != null) {
                return objects[row];
            } else if (integerClass == null || nulls.get(row)) {
                return null;
            }
            return integerClass == Integer.class ? (Object) (int) integers[row] : (Object) integers[row];
        }
    }
}
