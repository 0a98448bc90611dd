package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;

/**
 * Arithmetic on floats and doubles, also mixed with exact numbers, and CAST of any number to them. As in PostgreSQL, a
 * zero divisor is an error, and so is an infinite result of finite operands; a result too near to zero becomes zero.
 */
final class DoubleKernel extends Kernel {
    private final ScalarFunction function;
    private final boolean isDouble;

    DoubleKernel(ScalarFunction function, Field field, List<Expression> arguments) {
        super(field, arguments);
        this.function = function;
        this.isDouble = field.getType().equals(Types.DOUBLE);
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        int last = arguments.size() - 1;
        DoubleChunks left = new DoubleChunks(arguments.get(0), argumentType(0), rows.size());
        DoubleChunks right = last == 0 ? left : new DoubleChunks(arguments.get(last), argumentType(last), rows.size());
        double[] results = new double[Math.min(rows.size(), Chunks.SIZE)];
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int count = Math.min(Chunks.SIZE, rows.size() - from);
            double[] a = left.load(rows, from, count);
            double[] b = last == 0 ? a : right.load(rows, from, count);
            apply(a, b, results, count);
            store(a, b, results, rows, from, count, result.getDataBufferAddress());
        }
    }

    private void apply(double[] a, double[] b, double[] result, int count) {
        switch (function) {
            case ADD -> {
                for (int i = 0; i < count; i++) {
                    result[i] = a[i] + b[i];
                }
            }
            case SUBTRACT -> {
                for (int i = 0; i < count; i++) {
                    result[i] = a[i] - b[i];
                }
            }
            case MULTIPLY -> {
                for (int i = 0; i < count; i++) {
                    result[i] = a[i] * b[i];
                }
            }
            case DIVIDE, MODULO -> divide(a, b, result, count);
            case NEGATE -> {
                for (int i = 0; i < count; i++) {
                    result[i] = -a[i];
                }
            }
            case ABS -> {
                for (int i = 0; i < count; i++) {
                    result[i] = Math.abs(a[i]);
                }
            }
            case CAST -> System.arraycopy(a, 0, result, 0, count);
            default -> throw new IllegalStateException(function.name());
        }
    }

    private void divide(double[] a, double[] b, double[] result, int count) {
        boolean modulo = function == ScalarFunction.MODULO;
        for (int i = 0; i < count; i++) {
            if (b[i] == 0) {
                throw Errors.divisionByZero();
            }
            result[i] = modulo ? a[i] % b[i] : a[i] / b[i];
        }
    }

    private void store(double[] a, double[] b, double[] result, Selection rows, int from, int count, long address) {
        boolean infinite = false;
        for (int i = 0; i < count; i++) {
            int row = rows.position(from + i);
            if (isDouble) {
                infinite |= Double.isInfinite(result[i]);
                MemoryUtil.putLong(address + 8L * row, Double.doubleToRawLongBits(result[i]));
            } else {
                infinite |= Float.isInfinite((float) result[i]);
                MemoryUtil.putInt(address + 4L * row, Float.floatToRawIntBits((float) result[i]));
            }
        }
        for (int i = 0; infinite && i < count; i++) {
            boolean overflow = isDouble ? Double.isInfinite(result[i]) : Float.isInfinite((float) result[i]);
            if (overflow && Double.isFinite(a[i]) && Double.isFinite(b[i])) {
                throw Errors.outOfRange(resultType());
            }
        }
    }
}
