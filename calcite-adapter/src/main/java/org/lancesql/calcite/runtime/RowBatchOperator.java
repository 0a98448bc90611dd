package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.linq4j.Enumerator;
import org.apache.calcite.runtime.Bindable;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.RowErrors;
import org.lancesql.calcite.types.InternalValues;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** The bridge from rows to batches: runs generated row code and collects its rows in vectors. */
public final class RowBatchOperator implements BatchOperator {
    private static final int BATCH_ROWS = 8_192;

    private final List<Field> fields;
    private final StatementExecution execution;
    private final ExecutionDataContext dataContext;
    private final Bindable<?> code;
    private @Nullable Enumerator<?> rows;
    private boolean exhausted;
    private boolean finished;

    public RowBatchOperator(
            Bindable<?> code, Map<String, Object> stashed, List<Field> fields, StatementExecution execution) {
        this.fields = fields;
        this.execution = execution;
        this.dataContext = new ExecutionDataContext(execution, stashed);
        this.code = code;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        execution.context().cancelToken().check();
        if (finished) {
            return null;
        }
        List<FieldVector> columns = new ArrayList<>();
        boolean done = false;
        try {
            if (rows == null) {
                rows = code.bind(dataContext).enumerator();
            }
            for (Field field : fields) {
                columns.add(Vectors.create(field, execution.context().allocator(), 0));
            }
            int count = exhausted ? 0 : fill(rows, columns);
            if (count == 0) {
                close();
                return null;
            }
            columns.forEach(column -> column.setValueCount(count));
            done = true;
            return new Batch(columns, count, Selection.all(count));
        } catch (RuntimeException e) {
            throw RowErrors.translate(e);
        } finally {
            if (!done) {
                columns.forEach(FieldVector::close);
            }
        }
    }

    private int fill(Enumerator<?> source, List<FieldVector> columns) {
        int count = 0;
        while (count < BATCH_ROWS) {
            // Some enumerators begin again when they are asked after their end.
            exhausted = !source.moveNext();
            if (exhausted) {
                break;
            }
            Object row = source.current();
            if (columns.size() == 1) {
                InternalValues.set(columns.get(0), count, row);
            } else {
                @Nullable Object[] values = row instanceof List<?> list ? list.toArray() : (Object[]) row;
                for (int i = 0; i < columns.size(); i++) {
                    InternalValues.set(columns.get(i), count, values[i]);
                }
            }
            count++;
        }
        return count;
    }

    @Override
    public void close() {
        finished = true;
        try (dataContext) {
            if (rows != null) {
                rows.close();
                rows = null;
            }
        }
    }
}
