package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/** Replaces each occurrence of the second argument in the first by the third; an empty one does not occur. */
final class ReplaceKernel extends BytesKernel {
    ReplaceKernel(Field field, List<Expression> arguments) {
        super("REPLACE", field, arguments);
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        Argument text = arguments.get(0);
        Argument sought = arguments.get(1);
        Argument replacement = arguments.get(2);
        int soughtLength = sought.bytesLength(row);
        GrownText grown = new GrownText("REPLACE", writer, context);
        long from = text.bytesAddress(row);
        long end = from + text.bytesLength(row);
        while (soughtLength > 0) {
            long at = Bytes.find(from, end, sought.bytesAddress(row), soughtLength);
            if (at < 0) {
                break;
            }
            grown.append(from, (int) (at - from));
            grown.append(replacement.bytesAddress(row), replacement.bytesLength(row));
            from = at + soughtLength;
        }
        grown.append(from, (int) (end - from));
    }
}
