package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.DataContext;
import org.apache.calcite.linq4j.AbstractEnumerable;
import org.apache.calcite.linq4j.Enumerable;
import org.apache.calcite.linq4j.Enumerator;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.InternalValues;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.Vectors;

/** The bridge from batches to rows: generated code calls it to read a batch operator row by row. */
public final class RowSource {
    private final OperatorFactory factory;
    private final int columns;
    private final boolean isScalar;
    private final List<Field> correlated;
    private final int firstSlot;

    /**
     * @param columns number of columns
     * @param isScalar whether a row is the value of its only column; else it is an array
     * @param correlated types of the correlated columns that {@link #rows} is given
     * @param firstSlot how many correlated values of enclosing operators come before them
     */
    public RowSource(OperatorFactory factory, int columns, boolean isScalar, List<Field> correlated, int firstSlot) {
        this.factory = factory;
        this.columns = columns;
        this.isScalar = isScalar;
        this.correlated = List.copyOf(correlated);
        this.firstSlot = firstSlot;
    }

    /** The rows; each enumeration executes the operator anew. Called by generated code. */
    public Enumerable<@Nullable Object> rows(DataContext root, @Nullable Object[] correlates) {
        StatementExecution execution = ((ExecutionDataContext) root).execution();
        StatementExecution inner =
                correlates.length == 0 ? execution : execution.withCorrelates(firstSlot, plain(execution, correlates));
        return new AbstractEnumerable<>() {
            @Override
            public Enumerator<@Nullable Object> enumerator() {
                RowEnumerator rows =
                        new RowEnumerator(factory.open(inner), columns, isScalar, (ExecutionDataContext) root);
                ((ExecutionDataContext) root).own(rows);
                return rows;
            }
        };
    }

    /** Values as the row operators count them, as plain Java values. */
    private List<@Nullable Object> plain(StatementExecution execution, @Nullable Object[] values) {
        List<@Nullable Object> plain = new ArrayList<>();
        for (int i = 0; i < values.length; i++) {
            try (FieldVector vector =
                    Vectors.create(correlated.get(i), execution.context().allocator(), 1)) {
                InternalValues.set(vector, 0, values[i]);
                vector.setValueCount(1);
                plain.add(Vectors.get(vector, 0));
            }
        }
        return plain;
    }

    private static final class RowEnumerator implements Enumerator<@Nullable Object> {
        private final BatchOperator operator;
        private final int columns;
        private final boolean isScalar;
        private final ExecutionDataContext owner;
        private @Nullable Batch batch;
        private int index;

        RowEnumerator(BatchOperator operator, int columns, boolean isScalar, ExecutionDataContext owner) {
            this.operator = operator;
            this.columns = columns;
            this.isScalar = isScalar;
            this.owner = owner;
        }

        @Override
        public @Nullable Object current() {
            if (batch == null) {
                throw new IllegalStateException("no current row");
            }
            int row = batch.selection().position(index);
            if (isScalar) {
                return InternalValues.get(batch.column(0), row);
            }
            @Nullable Object[] values = new Object[columns];
            for (int i = 0; i < columns; i++) {
                values[i] = InternalValues.get(batch.column(i), row);
            }
            return values;
        }

        @Override
        public boolean moveNext() {
            owner.execution().context().cancelToken().check();
            index++;
            while (batch == null || index >= batch.rowCount()) {
                closeBatch();
                batch = operator.next();
                if (batch == null) {
                    return false;
                }
                index = 0;
            }
            return true;
        }

        @Override
        public void reset() {
            throw new UnsupportedOperationException("Rows of a batch operator are read once");
        }

        private void closeBatch() {
            if (batch != null) {
                batch.close();
                batch = null;
            }
        }

        @Override
        public void close() {
            owner.disown(this);
            closeBatch();
            operator.close();
        }
    }
}
