package org.lancesql.execution.kernel;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Vectors;

/** Casts any scalar to text. */
final class TextFormatKernel extends BytesKernel {
    TextFormatKernel(Field field, List<Expression> arguments) {
        super("CAST", field, arguments);
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        Argument argument = arguments.get(0);
        Object value = Vectors.get(argument.vector(), argument.slot(row));
        if (value != null) {
            String text = TextFormat.format(value, argument.type(), context.timeZone());
            writer.append(text.getBytes(StandardCharsets.UTF_8));
        }
    }
}
