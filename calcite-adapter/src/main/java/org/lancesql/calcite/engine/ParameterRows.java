package org.lancesql.calcite.engine;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
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
    private final List<List<@Nullable Object>> rows;
    private final ExecutionContext context;
    private int nextRow;

    /** @param rows each with a value for each parameter, of the classes that parameters take */
    ParameterRows(List<ResultColumn> parameters, List<List<@Nullable Object>> rows, ExecutionContext context) {
        this.parameters = parameters;
        this.fields = parameters.stream().map(ResultColumn::field).toList();
        this.rows = rows;
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        List<List<@Nullable Object>> chunk =
                rows.subList(nextRow, nextRow + Math.min(BATCH_ROWS, rows.size() - nextRow));
        if (chunk.isEmpty()) {
            return null;
        }
        nextRow += chunk.size();
        try (OwnedVectors columns = new OwnedVectors()) {
            for (int i = 0; i < parameters.size(); i++) {
                columns.add(column(i, chunk));
            }
            return new Batch(columns.release(), chunk.size(), Selection.all(chunk.size()));
        }
    }

    private FieldVector column(int parameter, List<List<@Nullable Object>> chunk) {
        Field target = fields.get(parameter);
        Optional<BoundColumn> bound = BoundColumn.of(chunk, parameter, target);
        if (bound.isPresent()) {
            Field source = new Field("", FieldType.nullable(bound.get().type()), null);
            Optional<Expression> cast = NestedCast.find(target, Expressions.column(0, source));
            if (cast.isPresent()) {
                return cast(bound.get(), source, cast.get(), chunk.size());
            }
        }
        return oneByOne(parameter, chunk);
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
    private FieldVector oneByOne(int parameter, List<List<@Nullable Object>> chunk) {
        try (OwnedVectors columns = new OwnedVectors()) {
            FieldVector vector = columns.add(Vectors.create(fields.get(parameter), context.allocator(), chunk.size()));
            for (int row = 0; row < chunk.size(); row++) {
                Object value = chunk.get(row).get(parameter);
                Vectors.set(vector, row, Parameters.convert(parameters.get(parameter), value, context));
            }
            vector.setValueCount(chunk.size());
            columns.release();
            return vector;
        }
    }

    @Override
    public void close() {
        nextRow = rows.size();
    }
}
