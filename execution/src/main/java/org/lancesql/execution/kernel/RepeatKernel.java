package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/** A text so many times, one behind the other; empty for zero and less. */
final class RepeatKernel extends BytesKernel {
    RepeatKernel(Field field, List<Expression> arguments) {
        super("REPEAT", field, arguments);
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        Argument text = arguments.get(0);
        int length = text.bytesLength(row);
        long times = arguments.get(1).longValue(row);
        if (length == 0 || times <= 0) {
            return;
        }
        GrownText grown = new GrownText("REPEAT", writer, context);
        grown.require(times > GrownText.MAX_BYTES ? Long.MAX_VALUE : times * length);
        for (long i = 0; i < times; i++) {
            grown.append(text.bytesAddress(row), length);
        }
    }
}
