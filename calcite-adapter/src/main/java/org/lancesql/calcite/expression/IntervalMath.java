package org.lancesql.calcite.expression;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.Vectors;

/** Sums of dates, times, timestamps and intervals, exact to the nanosecond; intervals of months count months. */
final class IntervalMath {
    private static final long NANOS_PER_DAY = 86_400_000_000_000L;

    private IntervalMath() {}

    private static boolean isDuration(ArrowType type) {
        return type instanceof ArrowType.Duration;
    }

    /** {@code left + right}, or {@code left - right}; a finer sum than the result can hold is rounded down. */
    static Expression sum(Field field, Expression left, Expression right, boolean subtract) {
        return new Sum(field, left, right, subtract);
    }

    /** An interval of the opposite sign. */
    static Expression negate(Field field, Expression interval) {
        return new Sum(field, Expressions.literal(interval.field(), 0L), interval, true);
    }

    /** An interval in another unit. */
    static Optional<Expression> rescale(Field field, Expression argument) {
        if (!isDuration(field.getType()) || !isDuration(argument.field().getType())) {
            return Optional.empty();
        }
        return Optional.of(new SlotExpression(field, List.of(argument)) {
            private final long from = unit(argument.field().getType());
            private final long to = unit(field.getType());

            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                FieldVector vector = values.get(0);
                if (!vector.isNull(row)) {
                    BigInteger nanos =
                            BigInteger.valueOf(Vectors.getLong(vector, row)).multiply(BigInteger.valueOf(from));
                    setLong(result, row, floorDivide(nanos, to));
                }
            }
        });
    }

    /** An interval times a number, or divided by one; rounded half away from zero. */
    static Expression scale(Field field, Expression interval, Expression number, boolean divide) {
        long ratio = unit(interval.field().getType());
        BigDecimal resultUnit = BigDecimal.valueOf(unit(field.getType()));
        return new SlotExpression(field, List.of(interval, number)) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                Object factor = Vectors.get(values.get(1), row);
                if (values.get(0).isNull(row) || factor == null) {
                    return;
                }
                BigDecimal nanos =
                        BigDecimal.valueOf(Vectors.getLong(values.get(0), row)).multiply(BigDecimal.valueOf(ratio));
                BigDecimal scaled = divide
                        ? nanos.divide(divisor(factor).multiply(resultUnit), 0, RoundingMode.HALF_UP)
                        : nanos.multiply(decimal(factor)).divide(resultUnit, 0, RoundingMode.HALF_UP);
                setLong(result, row, scaled.toBigInteger());
            }
        };
    }

    private static BigDecimal divisor(Object factor) {
        BigDecimal divisor = decimal(factor);
        if (divisor.signum() == 0) {
            throw new EvaluationException(Reason.DIVISION_BY_ZERO, "Division by zero");
        }
        return divisor;
    }

    private static BigDecimal decimal(Object factor) {
        try {
            return new BigDecimal(factor.toString());
        } catch (NumberFormatException e) {
            throw outOfRange(e);
        }
    }

    private static EvaluationException outOfRange(Throwable cause) {
        return new EvaluationException(
                Reason.NUMERIC_OUT_OF_RANGE, "An interval or a sum with one is out of range", cause);
    }

    /** What a stored number counts: nanoseconds, or for an interval of months one month. */
    static long unit(ArrowType type) {
        if (type instanceof ArrowType.Interval) {
            return 1;
        }
        if (type instanceof ArrowType.Date date && date.getUnit() == DateUnit.DAY) {
            return NANOS_PER_DAY;
        }
        TimeUnit timeUnit = type instanceof ArrowType.Timestamp timestamp
                ? timestamp.getUnit()
                : type instanceof ArrowType.Time time ? time.getUnit() : ((ArrowType.Duration) type).getUnit();
        return switch (timeUnit) {
            case SECOND -> 1_000_000_000;
            case MILLISECOND -> 1_000_000;
            case MICROSECOND -> 1_000;
            case NANOSECOND -> 1;
        };
    }

    private static BigInteger floorDivide(BigInteger value, long divisor) {
        BigInteger[] parts = value.divideAndRemainder(BigInteger.valueOf(divisor));
        return parts[1].signum() < 0 ? parts[0].subtract(BigInteger.ONE) : parts[0];
    }

    private static void setLong(FieldVector result, int row, BigInteger value) {
        try {
            setLong(result, row, value.longValueExact());
        } catch (ArithmeticException e) {
            throw outOfRange(e);
        }
    }

    private static void setLong(FieldVector result, int row, long value) {
        if (((BaseFixedWidthVector) result).getTypeWidth() == Integer.BYTES) {
            Math.toIntExact(value);
        }
        Vectors.setLong(result, row, value);
    }

    private static final class Sum extends SlotExpression {
        private final long leftFactor;
        private final long rightFactor;
        private final long divisor;
        private final long unitsPerDay;
        private final boolean isTimeOfDay;

        Sum(Field field, Expression left, Expression right, boolean subtract) {
            super(field, List.of(left, right));
            long leftUnit = unit(left.field().getType());
            long rightUnit = unit(right.field().getType());
            long resultUnit = unit(field.getType());
            long finest = Math.min(resultUnit, Math.min(leftUnit, rightUnit));
            leftFactor = leftUnit / finest;
            rightFactor = (subtract ? -1 : 1) * (rightUnit / finest);
            divisor = resultUnit / finest;
            unitsPerDay = NANOS_PER_DAY / resultUnit;
            isTimeOfDay = field.getType() instanceof ArrowType.Time;
        }

        @Override
        void compute(List<FieldVector> values, int row, FieldVector result) {
            if (values.get(0).isNull(row) || values.get(1).isNull(row)) {
                return;
            }
            long left = Vectors.getLong(values.get(0), row);
            long right = Vectors.getLong(values.get(1), row);
            try {
                long sum = Math.floorDiv(fastSum(left, right), divisor);
                setLong(result, row, isTimeOfDay ? Math.floorMod(sum, unitsPerDay) : sum);
            } catch (ArithmeticException e) {
                setWideSum(left, right, row, result);
            }
        }

        private long fastSum(long left, long right) {
            return Math.addExact(Math.multiplyExact(left, leftFactor), Math.multiplyExact(right, rightFactor));
        }

        private void setWideSum(long left, long right, int row, FieldVector result) {
            BigInteger sum = BigInteger.valueOf(left)
                    .multiply(BigInteger.valueOf(leftFactor))
                    .add(BigInteger.valueOf(right).multiply(BigInteger.valueOf(rightFactor)));
            BigInteger units = floorDivide(sum, divisor);
            IntervalMath.setLong(result, row, isTimeOfDay ? units.mod(BigInteger.valueOf(unitsPerDay)) : units);
        }
    }
}
