package org.lancesql.execution.kernel;

import java.math.BigDecimal;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/**
 * Casts floats and doubles to integers and decimals, rounding half away from zero. What is rounded to a decimal is the
 * shortest decimal that stands for the float, so that 2.675 becomes 2.68 although the double is a little less.
 */
final class DoubleToExactCast extends Kernel {
    private static final double TWO_TO_63 = 0x1p63;

    DoubleToExactCast(Field field, List<Expression> arguments) {
        super(field, arguments);
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        DoubleChunks source = new DoubleChunks(arguments.get(0), argumentType(0), rows.size());
        ExactWriter writer = new ExactWriter(result);
        Int128 number = new Int128();
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int count = Math.min(Chunks.SIZE, rows.size() - from);
            double[] values = source.load(rows, from, count);
            for (int i = 0; i < count; i++) {
                if (Types.isDecimal(resultType())) {
                    toDecimal(values[i], writer.scale(), number);
                } else {
                    toLong(values[i], number);
                }
                writer.write(rows.position(from + i), number);
            }
        }
    }

    private void toLong(double value, Int128 number) {
        double magnitude = Math.abs(value);
        double floor = Math.floor(magnitude);
        double rounded = Math.copySign(magnitude - floor >= 0.5 ? floor + 1 : floor, value);
        if (!(rounded >= -TWO_TO_63 && rounded < TWO_TO_63)) {
            throw Errors.outOfRange(value, resultType());
        }
        number.set((long) rounded >> 63, (long) rounded);
    }

    private void toDecimal(double value, int scale, Int128 number) {
        if (!(Math.abs(value) < 1e39)) {
            throw Errors.outOfRange(value, resultType());
        }
        BigDecimal decimal = argumentType(0).equals(Types.DOUBLE)
                ? BigDecimal.valueOf(value)
                : new BigDecimal(Float.toString((float) value));
        if (!number.set(decimal, scale)) {
            throw Errors.outOfRange(value, resultType());
        }
    }
}
