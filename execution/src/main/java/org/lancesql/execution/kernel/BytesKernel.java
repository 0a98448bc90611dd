package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** A function whose result is a string or binary value. */
abstract class BytesKernel extends Kernel {
    private final String function;

    /** @param function name of the function, for messages */
    BytesKernel(String function, Field field, List<Expression> arguments) {
        super(field, arguments);
        this.function = function;
    }

    /** Writes the parts of the result for one row. */
    abstract void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context);

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        BytesWriter writer = new BytesWriter(function, (BaseVariableWidthVector) result);
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            writer.begin(row);
            write(arguments, row, writer, context);
        }
        writer.finish(length);
    }
}
