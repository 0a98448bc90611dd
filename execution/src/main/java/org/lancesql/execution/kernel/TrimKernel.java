package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/** Removes at one end or both the characters that the second argument holds, blanks unless it is given. */
final class TrimKernel extends BytesKernel {
    private final boolean atStart;
    private final boolean atEnd;

    TrimKernel(ScalarFunction function, Field field, List<Expression> arguments) {
        super("TRIM", field, arguments);
        this.atStart = function != ScalarFunction.RTRIM;
        this.atEnd = function != ScalarFunction.LTRIM;
    }

    @Override
    void write(Arguments arguments, int row, BytesWriter writer, ExecutionContext context) {
        long start = arguments.get(0).bytesAddress(row);
        long end = start + arguments.get(0).bytesLength(row);
        while (atStart && start < end && removes(arguments, row, start, Bytes.skip(start, end, 1))) {
            start = Bytes.skip(start, end, 1);
        }
        while (atEnd && start < end && removes(arguments, row, Bytes.skipBack(start, end, 1), end)) {
            end = Bytes.skipBack(start, end, 1);
        }
        writer.append(start, (int) (end - start));
    }

    private static boolean removes(Arguments arguments, int row, long start, long end) {
        if (arguments.size() == 1) {
            return MemoryUtil.getByte(start) == ' ';
        }
        Argument characters = arguments.get(1);
        long from = characters.bytesAddress(row);
        return Bytes.find(from, from + characters.bytesLength(row), start, (int) (end - start)) >= 0;
    }
}
