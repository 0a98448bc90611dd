package org.lancesql.execution.kernel;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.Selection;

/**
 * Checked arithmetic on decimals of up to 38 digits, mixed with integers; results are rounded half away from zero to the
 * scale of the result type. Computes in registers while the operands fit a long, else in {@link BigDecimal}.
 */
final class WideArithmetic extends Kernel {
    private final ScalarFunction function;
    private final int leftScale;
    private final int rightScale;
    private final int resultScale;
    private final int resultDigits;
    private final int leftShift;
    private final int rightShift;

    WideArithmetic(ScalarFunction function, Field field, List<Expression> arguments) {
        super(field, arguments);
        this.function = function;
        this.leftScale = Types.scale(argumentType(0));
        this.rightScale = Types.scale(argumentType(arguments.size() - 1));
        this.resultScale = Types.scale(field.getType());
        this.resultDigits = Types.digits(field.getType());
        int common = Math.max(leftScale, rightScale);
        this.leftShift = function == ScalarFunction.DIVIDE ? resultScale - leftScale + rightScale : common - leftScale;
        this.rightShift = function == ScalarFunction.DIVIDE ? 0 : common - rightScale;
    }

    @Override
    void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        Argument last = arguments.get(arguments.size() - 1);
        WideChunks left = new WideChunks(arguments.get(0), argumentType(0), rows.size());
        WideChunks right = new WideChunks(last, last.type(), rows.size());
        long[] narrow = new long[Math.min(Chunks.SIZE, rows.size())];
        long data = result.getDataBufferAddress();
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int count = Math.min(Chunks.SIZE, rows.size() - from);
            left.load(rows, from, count);
            right.load(rows, from, count);
            if (left.fitLongs(count) && right.fitLongs(count) && applyNarrow(left.low, right.low, narrow, count)) {
                LongFormat.DECIMAL64.store(narrow, rows, from, count, data);
            } else {
                compute(left, right, rows, from, count, data);
            }
        }
    }

    private void compute(WideChunks left, WideChunks right, Selection rows, int from, int count, long data) {
        Int128 number = new Int128();
        for (int i = 0; i < count; i++) {
            boolean narrow = Int128.fitsLong(left.high[i], left.low[i])
                    && Int128.fitsLong(right.high[i], right.low[i])
                    && applyNarrow(left.low[i], right.low[i], number);
            if (!narrow) {
                applyWide(left.high[i], left.low[i], right.high[i], right.low[i], number);
            }
            if (!number.hasDigits(resultDigits)) {
                throw Errors.outOfRange(resultType());
            }
            long address = data + 16L * rows.position(from + i);
            MemoryUtil.putLong(address, number.low());
            MemoryUtil.putLong(address + 8, number.high());
        }
    }

    /** Computes numbers that fit a long, if all results do too; false when they have to be computed one by one. */
    private boolean applyNarrow(long[] left, long[] right, long[] results, int count) {
        if (resultDigits <= Powers.MAX_LONG_DIGITS) {
            return false;
        }
        return switch (function) {
            case MULTIPLY -> resultScale == leftScale + rightScale && multiply(left, right, results, count);
            case ADD -> aligned() && add(left, right, 1, results, count);
            case SUBTRACT -> aligned() && add(left, right, -1, results, count);
            default -> false;
        };
    }

    private static boolean multiply(long[] left, long[] right, long[] results, int count) {
        long lost = 0;
        for (int i = 0; i < count; i++) {
            long product = left[i] * right[i];
            lost |= Math.multiplyHigh(left[i], right[i]) ^ product >> 63;
            results[i] = product;
        }
        return lost == 0;
    }

    private boolean add(long[] left, long[] right, long sign, long[] results, int count) {
        long leftFactor = Powers.ofTen(leftShift);
        long rightFactor = sign * Powers.ofTen(rightShift);
        long lost = 0;
        for (int i = 0; i < count; i++) {
            long a = left[i] * leftFactor;
            long b = right[i] * rightFactor;
            long sum = a + b;
            lost |= Math.multiplyHigh(left[i], leftFactor) ^ a >> 63;
            lost |= Math.multiplyHigh(right[i], rightFactor) ^ b >> 63;
            lost |= ((a ^ sum) & (b ^ sum)) >> 63;
            results[i] = sum;
        }
        return lost == 0;
    }

    /** Computes on operands that fit a long; false when the result has to be found the long way. */
    private boolean applyNarrow(long left, long right, Int128 number) {
        return switch (function) {
            case MULTIPLY -> {
                number.setProduct(left, right);
                yield resultScale == leftScale + rightScale;
            }
            case ADD, SUBTRACT -> sum(left, right, number);
            case DIVIDE -> divide(left, right, number);
            case MODULO -> modulo(left, right, number);
            default -> {
                number.set(left >> 63, left);
                if (function == ScalarFunction.NEGATE || left < 0) {
                    number.negate();
                }
                yield resultScale == leftScale;
            }
        };
    }

    private boolean sum(long left, long right, Int128 number) {
        if (!aligned()) {
            return false;
        }
        number.setProduct(right, Powers.ofTen(rightShift));
        if (function == ScalarFunction.SUBTRACT) {
            number.negate();
        }
        long high = number.high();
        long low = number.low();
        number.setProduct(left, Powers.ofTen(leftShift));
        return number.add(high, low);
    }

    private boolean divide(long left, long right, Int128 number) {
        if (right == 0) {
            throw Errors.divisionByZero();
        }
        if (leftShift < 0 || leftShift > Powers.MAX_LONG_DIGITS) {
            return false;
        }
        number.setProduct(left, Powers.ofTen(leftShift));
        if (!Int128.fitsLong(number.high(), number.low()) || right == -1) {
            return false;
        }
        long quotient = Int128.divideHalfUp(number.low(), right);
        number.set(quotient >> 63, quotient);
        return true;
    }

    private boolean modulo(long left, long right, Int128 number) {
        if (right == 0) {
            throw Errors.divisionByZero();
        }
        if (!aligned()) {
            return false;
        }
        number.setProduct(right, Powers.ofTen(rightShift));
        long divisor = number.low();
        boolean fits = Int128.fitsLong(number.high(), divisor);
        number.setProduct(left, Powers.ofTen(leftShift));
        if (!fits || !Int128.fitsLong(number.high(), number.low())) {
            return false;
        }
        long remainder = number.low() % divisor;
        number.set(remainder >> 63, remainder);
        return true;
    }

    private boolean aligned() {
        return resultScale == Math.max(leftScale, rightScale)
                && leftShift <= Powers.MAX_LONG_DIGITS
                && rightShift <= Powers.MAX_LONG_DIGITS;
    }

    private void applyWide(long leftHigh, long leftLow, long rightHigh, long rightLow, Int128 number) {
        BigDecimal left = Int128.toBigDecimal(leftHigh, leftLow, leftScale);
        BigDecimal right = Int128.toBigDecimal(rightHigh, rightLow, rightScale);
        boolean divides = function == ScalarFunction.DIVIDE || function == ScalarFunction.MODULO;
        if (divides && right.signum() == 0) {
            throw Errors.divisionByZero();
        }
        BigDecimal value = switch (function) {
            case ADD -> left.add(right);
            case SUBTRACT -> left.subtract(right);
            case MULTIPLY -> left.multiply(right);
            case DIVIDE -> left.divide(right, resultScale, RoundingMode.HALF_UP);
            case MODULO -> left.remainder(right);
            case NEGATE -> left.negate();
            default -> left.abs();
        };
        if (!number.set(value, resultScale)) {
            throw Errors.outOfRange(resultType());
        }
    }
}
