package org.lancesql.execution.kernel;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.execution.Vectors;

/** Writes checked exact numbers into a vector of integers or decimals. */
final class ExactWriter {
    private final FieldVector target;
    private final ArrowType type;
    private final boolean decimal;
    private final int digits;
    private final long min;
    private final long max;

    ExactWriter(FieldVector target) {
        this.target = target;
        this.type = target.getField().getType();
        this.decimal = Types.isDecimal(type);
        this.digits = Types.digits(type);
        this.min = Types.minValue(type);
        this.max = Types.maxValue(type);
    }

    int scale() {
        return Types.scale(type);
    }

    /** Writes a number that has the scale of the type already. */
    void write(int row, Int128 number) {
        if (decimal) {
            if (!number.hasDigits(digits)) {
                throw Errors.outOfRange(type);
            }
            long address = target.getDataBufferAddress() + 16L * row;
            MemoryUtil.putLong(address, number.low());
            MemoryUtil.putLong(address + 8, number.high());
            return;
        }
        if (!Int128.fitsLong(number.high(), number.low()) || number.low() < min || number.low() > max) {
            throw Errors.outOfRange(type);
        }
        Vectors.setLong(target, row, number.low());
    }
}
