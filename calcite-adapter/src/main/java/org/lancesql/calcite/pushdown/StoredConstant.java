package org.lancesql.calcite.pushdown;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Never;
import org.lancesql.storage.Predicate.Not;
import org.lancesql.storage.Predicate.Operator;

/**
 * Where a constant lies among the values that a column can hold: {@code i < 1.5} is {@code i <= 1} of integers.
 *
 * @param floor the greatest value of the column's type that is not above the constant; null when all are above
 * @param exact whether the constant is that value
 */
record StoredConstant(ArrowType type, @Nullable Object floor, boolean exact) {
    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** Empty when the type and the value are not compared exactly. */
    static Optional<StoredConstant> of(ArrowType type, Object value) {
        if (type instanceof ArrowType.Int integer) {
            return ofInteger(integer, value);
        } else if (type instanceof ArrowType.Decimal decimal) {
            return ofDecimal(decimal, value);
        } else if (type instanceof ArrowType.FloatingPoint floating) {
            return ofFloat(floating, value);
        } else if (type instanceof ArrowType.Time time && value instanceof LocalTime moment) {
            LocalTime floor = moment.truncatedTo(unit(time.getUnit()));
            return Optional.of(new StoredConstant(type, floor, floor.equals(moment)));
        } else if (type instanceof ArrowType.Timestamp timestamp) {
            return ofTimestamp(timestamp, value);
        }
        boolean same = switch (type.getTypeID()) {
            case Bool -> value instanceof Boolean;
            case Utf8, LargeUtf8 -> value instanceof String;
            case Date -> value instanceof LocalDate;
            case Binary, LargeBinary -> value instanceof byte[];
            case FixedSizeBinary -> true;
            default -> false;
        };
        return same ? Optional.of(new StoredConstant(type, value, true)) : Optional.empty();
    }

    private static Optional<StoredConstant> ofInteger(ArrowType.Int type, Object value) {
        int bits = type.getIsSigned() ? type.getBitWidth() - 1 : type.getBitWidth();
        BigDecimal greatest = TWO.pow(bits).subtract(BigDecimal.ONE);
        BigDecimal least = type.getIsSigned() ? TWO.pow(bits).negate() : BigDecimal.ZERO;
        boolean wide = type.getBitWidth() == Long.SIZE && !type.getIsSigned();
        return ofExact(type, value, 0, least, greatest).map(constant -> {
            BigDecimal floor = (BigDecimal) constant.floor;
            return floor == null || wide ? constant : new StoredConstant(type, floor.longValueExact(), constant.exact);
        });
    }

    private static Optional<StoredConstant> ofDecimal(ArrowType.Decimal type, Object value) {
        if (value instanceof Double || value instanceof Float) {
            return Optional.empty();
        }
        BigDecimal greatest = BigDecimal.ONE
                .scaleByPowerOfTen(type.getPrecision())
                .subtract(BigDecimal.ONE)
                .scaleByPowerOfTen(-type.getScale());
        return ofExact(type, value, type.getScale(), greatest.negate(), greatest);
    }

    private static Optional<StoredConstant> ofExact(
            ArrowType type, Object value, int scale, BigDecimal least, BigDecimal greatest) {
        if (!(value instanceof Number)) {
            return Optional.empty();
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            if (Double.isNaN(number) || number == Double.POSITIVE_INFINITY) {
                return Optional.of(new StoredConstant(type, greatest, false));
            } else if (number == Double.NEGATIVE_INFINITY) {
                return Optional.of(new StoredConstant(type, null, false));
            }
        }
        BigDecimal number = value instanceof Float || value instanceof Double
                ? new BigDecimal(((Number) value).doubleValue())
                : new BigDecimal(value.toString());
        BigDecimal floor = number.setScale(scale, RoundingMode.FLOOR);
        if (floor.compareTo(least) < 0) {
            return Optional.of(new StoredConstant(type, null, false));
        } else if (floor.compareTo(greatest) > 0) {
            return Optional.of(new StoredConstant(type, greatest, false));
        }
        return Optional.of(new StoredConstant(type, floor, floor.compareTo(number) == 0));
    }

    /** Only floats are compared with floats: other numbers were cast to a float first. */
    private static Optional<StoredConstant> ofFloat(ArrowType.FloatingPoint type, Object value) {
        if (!(value instanceof Double || value instanceof Float)) {
            return Optional.empty();
        }
        double number = ((Number) value).doubleValue();
        if (type.getPrecision() == FloatingPointPrecision.DOUBLE || Double.isNaN(number)) {
            return Optional.of(new StoredConstant(type, number, true));
        }
        float nearest = (float) number;
        boolean exact = nearest == number;
        return Optional.of(new StoredConstant(type, nearest > number ? Math.nextDown(nearest) : nearest, exact));
    }

    private static Optional<StoredConstant> ofTimestamp(ArrowType.Timestamp type, Object value) {
        Object floor = null;
        if (type.getTimezone() == null && value instanceof LocalDateTime moment) {
            floor = moment.truncatedTo(unit(type.getUnit()));
        } else if (type.getTimezone() != null && value instanceof Instant moment) {
            floor = moment.truncatedTo(unit(type.getUnit()));
        }
        return floor == null ? Optional.empty() : Optional.of(new StoredConstant(type, floor, floor.equals(value)));
    }

    private static ChronoUnit unit(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> ChronoUnit.SECONDS;
            case MILLISECOND -> ChronoUnit.MILLIS;
            case MICROSECOND -> ChronoUnit.MICROS;
            case NANOSECOND -> ChronoUnit.NANOS;
        };
    }

    /** The comparison of a column of this type with the constant. */
    Predicate compare(Column column, Operator operator) {
        Predicate never = new Never(column);
        Predicate always = new Not(never);
        return switch (operator) {
            case EQUAL -> exact ? is(column, Operator.EQUAL) : never;
            case NOT_EQUAL -> exact ? is(column, Operator.NOT_EQUAL) : always;
            case LESS -> floor == null ? never : is(column, exact ? Operator.LESS : Operator.LESS_OR_EQUAL);
            case LESS_OR_EQUAL -> floor == null ? never : is(column, Operator.LESS_OR_EQUAL);
            case GREATER -> floor == null ? always : is(column, Operator.GREATER);
            case GREATER_OR_EQUAL ->
                floor == null ? always : is(column, exact ? Operator.GREATER_OR_EQUAL : Operator.GREATER);
        };
    }

    private Predicate is(Column column, Operator operator) {
        return new Comparison(column, operator, new Literal(type, java.util.Objects.requireNonNull(floor)));
    }
}
