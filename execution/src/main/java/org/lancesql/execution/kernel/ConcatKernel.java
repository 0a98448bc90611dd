package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/** Strings or binary values one behind the other; null when any of them is, as {@code ||} is. */
final class ConcatKernel extends BytesKernel {
    ConcatKernel(Field field, List<Expression> arguments) {
        super("||", field, arguments);
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        for (Argument part : arguments.all()) {
            writer.append(part.bytesAddress(row), part.bytesLength(row));
        }
    }
}
