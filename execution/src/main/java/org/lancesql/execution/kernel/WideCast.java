package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** Casts integers and decimals to each other where values may not fit a long. */
final class WideCast extends Kernel {
    private final int shift;

    WideCast(Field field, List<Expression> arguments) {
        super(field, arguments);
        this.shift = Types.scale(resultType()) - Types.scale(argumentType(0));
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        WideChunks source = new WideChunks(arguments.get(0), argumentType(0), rows.size());
        ExactWriter writer = new ExactWriter(result);
        Int128 number = new Int128();
        int sourceScale = Types.scale(argumentType(0));
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int count = Math.min(Chunks.SIZE, rows.size() - from);
            source.load(rows, from, count);
            for (int i = 0; i < count; i++) {
                if (!rescaleNarrow(source.high[i], source.low[i], number)
                        && !number.set(
                                Int128.toBigDecimal(source.high[i], source.low[i], sourceScale), writer.scale())) {
                    throw Errors.outOfRange(resultType());
                }
                writer.write(rows.position(from + i), number);
            }
        }
    }

    private boolean rescaleNarrow(long high, long low, Int128 number) {
        if (shift == 0) {
            number.set(high, low);
            return true;
        }
        if (!Int128.fitsLong(high, low) || Math.abs(shift) > Powers.MAX_LONG_DIGITS) {
            return false;
        }
        if (shift > 0) {
            number.setProduct(low, Powers.ofTen(shift));
        } else {
            long quotient = Int128.divideHalfUp(low, Powers.ofTen(-shift));
            number.set(quotient >> 63, quotient);
        }
        return true;
    }
}
