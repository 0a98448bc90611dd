package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.BoundRows;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.expression.NestedCast;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Rows of bound values as batches: a column for each parameter, converted to its type by the rules of CAST. */
final class ParameterRows implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final List<ResultColumn> parameters;
    private final List<Field> fields;
    private final BoundRows rows;
    private final int end;
    private final ExecutionContext context;
    private int nextRow;

    /** The rows from {@code from} on, before {@code to}. */
    ParameterRows(List<ResultColumn> parameters, BoundRows rows, int from, int to, ExecutionContext context) {
        this.parameters = parameters;
        this.fields = parameters.stream().map(ResultColumn::field).toList();
        this.rows = rows;
        this.nextRow = from;
        this.end = to;
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        int from = nextRow;
        int count = Math.min(BATCH_ROWS, end - from);
        if (count == 0) {
            return null;
        }
        nextRow += count;
        try (OwnedVectors columns = new OwnedVectors()) {
            for (int i = 0; i < parameters.size(); i++) {
                columns.add(column(i, from, count));
            }
            return new Batch(columns.release(), count, Selection.all(count));
        }
    }

    private FieldVector column(int parameter, int from, int count) {
        Field target = fields.get(parameter);
        Optional<BoundColumn> bound = BoundColumn.of(rows.column(parameter), from, from + count, target);
        if (bound.isPresent()) {
            Field source = new Field("", FieldType.nullable(bound.get().type()), null);
            Optional<Expression> cast = NestedCast.find(target, Expressions.column(0, source));
            if (cast.isPresent()) {
                return cast(bound.get(), source, cast.get(), count);
            }
        }
        return oneByOne(parameter, from, count);
    }

    private FieldVector cast(BoundColumn bound, Field source, Expression cast, int count) {
        try (OwnedVectors columns = new OwnedVectors()) {
            FieldVector values = columns.add(Vectors.create(source, context.allocator(), count));
            bound.write(values);
            try (Batch batch = new Batch(columns.release(), count, Selection.all(count))) {
                return cast.evaluate(batch, batch.selection(), context);
            }
        }
    }

    /** Values of several kinds, or of nested ones. */
    private FieldVector oneByOne(int parameter, int from, int count) {
        try (OwnedVectors columns = new OwnedVectors()) {
            FieldVector vector = columns.add(Vectors.create(fields.get(parameter), context.allocator(), count));
            for (int row = 0; row < count; row++) {
                Object value = rows.column(parameter).get(from + row);
                Vectors.set(vector, row, Parameters.convert(parameters.get(parameter), value, context));
            }
            vector.setValueCount(count);
            columns.release();
            return vector;
        }
    }

    @Override
    public void close() {
        nextRow = end;
    }
}
