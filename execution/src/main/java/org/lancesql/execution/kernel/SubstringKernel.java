package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/**
 * SUBSTRING(text FROM position [FOR length]) as in the SQL standard: positions before 1 exist and are empty, so that they
 * use up a part of the length; a negative length is an error.
 */
final class SubstringKernel extends BytesKernel {
    SubstringKernel(Field field, List<Expression> arguments) {
        super(field, arguments);
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        Argument text = arguments.get(0);
        long first = arguments.get(1).longValue(row);
        long end = text.bytesAddress(row) + text.bytesLength(row);
        long from = Bytes.skip(text.bytesAddress(row), end, Math.max(first, 1) - 1);
        long to = end;
        if (arguments.size() == 3) {
            long length = arguments.get(2).longValue(row);
            if (length < 0) {
                throw Errors.invalidArgument("The length of SUBSTRING must not be negative: " + length);
            }
            // Of the length, what lies before the text is lost; first - 1 does not overflow where it matters.
            long left = first >= 1 ? length : Math.max(0, length + (first - 1));
            to = first - 1 > first ? from : Bytes.skip(from, end, left);
        }
        writer.append(from, (int) (to - from));
    }
}
