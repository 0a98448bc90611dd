package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** CHAR_LENGTH, and POSITION of the first argument in the second, at or behind a position that is 1 unless given. */
final class StringMeasure extends Kernel {
    private final ScalarFunction function;

    StringMeasure(ScalarFunction function, Field field, List<Expression> arguments) {
        super(field, arguments);
        this.function = function;
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        long max = Types.maxValue(resultType());
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            long value = function == ScalarFunction.CHAR_LENGTH
                    ? Bytes.codePoints(
                            arguments.get(0).bytesAddress(row), arguments.get(0).bytesLength(row))
                    : position(arguments, row);
            if (value > max) {
                throw Errors.outOfRange(value, resultType());
            }
            Vectors.setLong(result, row, value);
        }
    }

    private static long position(Arguments arguments, int row) {
        Argument sought = arguments.get(0);
        Argument text = arguments.get(1);
        long first = arguments.size() == 3 ? arguments.get(2).longValue(row) : 1;
        if (first < 1) {
            throw Errors.invalidArgument("POSITION starts at a position of 1 or more, not " + first);
        }
        long start = text.bytesAddress(row);
        long end = start + text.bytesLength(row);
        long from = Bytes.skip(start, end, first - 1);
        long at = Bytes.find(from, end, sought.bytesAddress(row), sought.bytesLength(row));
        return at < 0 ? 0 : Bytes.codePoints(start, (int) (at - start)) + 1;
    }
}
