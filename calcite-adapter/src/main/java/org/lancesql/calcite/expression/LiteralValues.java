package org.lancesql.calcite.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.apache.calcite.avatica.util.ByteString;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.NlsString;
import org.apache.calcite.util.TimeString;
import org.apache.calcite.util.TimestampString;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.EvaluationException;

/** Calcite's literals as the plain Java values that vectors take, and back, to the last nanosecond. */
public final class LiteralValues {
    private static final int MAX_NANO_DIGITS = 9;

    private LiteralValues() {}

    /** A value that may be null. */
    public record Value(@Nullable Object orNull) {}

    /** The value of a literal; empty for kinds that no vector holds, such as symbols. */
    public static Optional<Value> of(RexLiteral literal) {
        if (literal.isNull()) {
            return Optional.of(new Value(null));
        }
        return Optional.ofNullable(plain(literal)).map(Value::new);
    }

    /** The value of a literal in a column of another type of the same kind, for example 1 in DECIMAL(10, 2). */
    public static @Nullable Object of(RexLiteral literal, RelDataType type) {
        if (literal.isNull()) {
            return null;
        }
        Object value = plain(literal, type);
        if (value == null) {
            throw new IllegalArgumentException("No constant of type " + type + ": " + literal);
        }
        return value;
    }

    private static @Nullable Object plain(RexLiteral literal) {
        return plain(literal, literal.getType());
    }

    private static @Nullable Object plain(RexLiteral literal, RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case BOOLEAN -> literal.getValueAs(Boolean.class);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> rounded(literal);
            case REAL -> real(literal);
            case FLOAT, DOUBLE -> literal.getValueAs(Double.class);
            case DECIMAL -> decimal(literal, type.getScale());
            case CHAR, VARCHAR -> text(literal);
            case BINARY, VARBINARY -> {
                ByteString bytes = literal.getValueAs(ByteString.class);
                yield bytes == null ? null : bytes.getBytes();
            }
            case DATE -> {
                DateString date = literal.getValueAs(DateString.class);
                yield date == null ? null : LocalDate.ofEpochDay(date.getDaysSinceEpoch());
            }
            case TIME -> {
                TimeString time = literal.getValueAs(TimeString.class);
                yield time == null ? null : LocalTime.parse(time.toString());
            }
            case TIMESTAMP -> timestamp(literal);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
                LocalDateTime timestamp = timestamp(literal);
                yield timestamp == null ? null : timestamp.toInstant(ZoneOffset.UTC);
            }
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> literal.getValueAs(Integer.class);
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> interval(literal, type);
            case UUID -> literal.getValueAs(UUID.class);
            default -> null;
        };
    }

    /** Calcite counts intervals in milliseconds, with as many digits behind the point as they have. */
    private static @Nullable Long interval(RexLiteral literal, RelDataType type) {
        BigDecimal millis = literal.getValueAs(BigDecimal.class);
        if (millis == null) {
            return null;
        }
        BigDecimal units = millis.movePointRight(fineDigits(type)).setScale(0, RoundingMode.FLOOR);
        try {
            return units.longValueExact();
        } catch (ArithmeticException e) {
            throw new EvaluationException(
                    EvaluationException.Reason.NUMERIC_OUT_OF_RANGE,
                    "The interval " + literal + " is out of the range of its type",
                    e);
        }
    }

    /** Digits behind the milliseconds. */
    private static int fineDigits(RelDataType type) {
        return switch (SqlTypes.unit(type)) {
            case SECOND, MILLISECOND -> 0;
            case MICROSECOND -> 3;
            case NANOSECOND -> 6;
        };
    }

    private static @Nullable Object rounded(RexLiteral literal) {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        return value == null ? null : value.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    private static @Nullable BigDecimal decimal(RexLiteral literal, int scale) {
        BigDecimal value = literal.getValueAs(BigDecimal.class);
        return value == null ? null : value.setScale(scale, RoundingMode.HALF_UP);
    }

    private static @Nullable Float real(RexLiteral literal) {
        Float value = literal.getValueAs(Float.class);
        if (value != null && Float.isInfinite(value)) {
            throw new EvaluationException(
                    EvaluationException.Reason.NUMERIC_OUT_OF_RANGE,
                    "The number " + literal.getValue() + " is out of the range of REAL");
        }
        return value;
    }

    private static @Nullable String text(RexLiteral literal) {
        NlsString string = literal.getValueAs(NlsString.class);
        return string == null ? null : string.getValue();
    }

    private static @Nullable LocalDateTime timestamp(RexLiteral literal) {
        TimestampString timestamp = literal.getValueAs(TimestampString.class);
        return timestamp == null
                ? null
                : LocalDateTime.parse(timestamp.toString().replace(' ', 'T'));
    }

    /** A literal of a type that holds a plain value; the reverse of {@link #of}. */
    public static Optional<RexNode> toLiteral(RexBuilder rexBuilder, RelDataType type, @Nullable Object value) {
        if (value == null) {
            return Optional.of(rexBuilder.makeNullLiteral(type));
        }
        return Optional.ofNullable(calciteValue(type, value)).map(v -> rexBuilder.makeLiteral(v, type, true));
    }

    private static @Nullable Object calciteValue(RelDataType type, Object value) {
        if (value instanceof Boolean) {
            return value;
        }
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isNaN(number) || Double.isInfinite(number) || 1 / number == Double.NEGATIVE_INFINITY
                    ? null
                    : new BigDecimal(number);
        }
        if (value instanceof BigDecimal) {
            return value;
        }
        if (value instanceof Number number) {
            return SqlTypeName.DAY_INTERVAL_TYPES.contains(type.getSqlTypeName())
                    ? BigDecimal.valueOf(number.longValue(), fineDigits(type))
                    : BigDecimal.valueOf(number.longValue());
        }
        if (value instanceof UUID) {
            return value;
        }
        if (value instanceof String text) {
            return new NlsString(text, null, null);
        }
        if (value instanceof byte[] bytes) {
            return new ByteString(bytes);
        }
        return temporal(type, value);
    }

    private static @Nullable Object temporal(RelDataType type, Object value) {
        if (value instanceof LocalDate date) {
            return inCalciteRange(date.getYear()) ? DateString.fromDaysSinceEpoch((int) date.toEpochDay()) : null;
        }
        if (value instanceof LocalTime time) {
            return new TimeString(time.getHour(), time.getMinute(), time.getSecond()).withNanos(time.getNano());
        }
        LocalDateTime timestamp = value instanceof Instant instant
                ? LocalDateTime.ofInstant(instant, ZoneOffset.UTC)
                : value instanceof LocalDateTime local ? local : null;
        if (timestamp == null || !inCalciteRange(timestamp.getYear()) || type.getPrecision() > MAX_NANO_DIGITS) {
            return null;
        }
        return new TimestampString(
                        timestamp.getYear(),
                        timestamp.getMonthValue(),
                        timestamp.getDayOfMonth(),
                        timestamp.getHour(),
                        timestamp.getMinute(),
                        timestamp.getSecond())
                .withNanos(timestamp.getNano());
    }

    private static boolean inCalciteRange(int year) {
        return year >= 1 && year <= 9999;
    }
}
