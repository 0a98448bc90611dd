package org.lancesql.execution.kernel;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What kernels ask about types. */
final class Types {
    static final ArrowType DOUBLE = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);

    static final Field BOOLEAN = Field.nullable("boolean", ArrowType.Bool.INSTANCE);

    private Types() {}

    static boolean isInt(ArrowType type) {
        return type instanceof ArrowType.Int;
    }

    static boolean isDecimal(ArrowType type) {
        return type instanceof ArrowType.Decimal;
    }

    /** Whether the values are exact numbers: integers and decimals. */
    static boolean isExact(ArrowType type) {
        return isInt(type) || isDecimal(type);
    }

    static boolean isFloating(ArrowType type) {
        return type instanceof ArrowType.FloatingPoint;
    }

    static boolean isNumeric(ArrowType type) {
        return isExact(type) || isFloating(type);
    }

    static boolean isBool(ArrowType type) {
        return type instanceof ArrowType.Bool;
    }

    static boolean isText(ArrowType type) {
        return type instanceof ArrowType.Utf8;
    }

    /** Whether the values are stored as bytes of varying length. */
    static boolean isBytes(ArrowType type) {
        return isText(type) || type instanceof ArrowType.Binary;
    }

    static boolean isDate(ArrowType type) {
        return type instanceof ArrowType.Date;
    }

    static boolean isTime(ArrowType type) {
        return type instanceof ArrowType.Time;
    }

    static boolean isTimestamp(ArrowType type) {
        return type instanceof ArrowType.Timestamp;
    }

    static boolean isZoned(ArrowType type) {
        return type instanceof ArrowType.Timestamp timestamp && timestamp.getTimezone() != null;
    }

    static boolean isDuration(ArrowType type) {
        return type instanceof ArrowType.Duration;
    }

    static boolean isMonths(ArrowType type) {
        return type instanceof ArrowType.Interval;
    }

    static boolean isUuid(ArrowType type) {
        return type instanceof ArrowType.FixedSizeBinary;
    }

    /** Whether the values are lists, structs or maps. */
    static boolean isNested(ArrowType type) {
        return type.isComplex();
    }

    static boolean isDateOrTime(ArrowType type) {
        return isDate(type) || isTime(type) || isTimestamp(type);
    }

    /** How many decimal digits of the stored number lie behind the point; for a time or duration, those of the seconds. */
    static int scale(ArrowType type) {
        return switch (type.getTypeID()) {
            case Decimal -> ((ArrowType.Decimal) type).getScale();
            case Time -> secondDigits(((ArrowType.Time) type).getUnit());
            case Timestamp -> secondDigits(((ArrowType.Timestamp) type).getUnit());
            case Duration -> secondDigits(((ArrowType.Duration) type).getUnit());
            default -> 0;
        };
    }

    /** How many decimal digits the stored number has at most; 19 means the whole range of a long. */
    static int digits(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> 1;
            case Decimal -> ((ArrowType.Decimal) type).getPrecision();
            case Int ->
                switch (((ArrowType.Int) type).getBitWidth()) {
                    case 8 -> 3;
                    case 16 -> 5;
                    case 32 -> 10;
                    default -> 19;
                };
            case Date, Interval -> 10;
            case Time -> 5 + secondDigits(((ArrowType.Time) type).getUnit());
            default -> 19;
        };
    }

    /** The greatest stored number as far as it fits a long. */
    static long maxValue(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> 1;
            case Int -> Long.MAX_VALUE >> 64 - ((ArrowType.Int) type).getBitWidth();
            case Decimal -> digits(type) > Powers.MAX_LONG_DIGITS ? Long.MAX_VALUE : Powers.ofTen(digits(type)) - 1;
            case Date, Interval -> Integer.MAX_VALUE;
            default -> Long.MAX_VALUE;
        };
    }

    /** The least stored number as far as it fits a long. */
    static long minValue(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> 0;
            case Decimal -> digits(type) > Powers.MAX_LONG_DIGITS ? Long.MIN_VALUE : -maxValue(type);
            default -> -maxValue(type) - 1;
        };
    }

    static long unitsPerSecond(ArrowType type) {
        return Powers.ofTen(scale(type));
    }

    /** The SQL name of a type, for messages. */
    static String name(ArrowType type) {
        return switch (type.getTypeID()) {
            case Bool -> "BOOLEAN";
            case Int ->
                switch (((ArrowType.Int) type).getBitWidth()) {
                    case 8 -> "TINYINT";
                    case 16 -> "SMALLINT";
                    case 32 -> "INTEGER";
                    default -> "BIGINT";
                };
            case FloatingPoint -> type.equals(DOUBLE) ? "DOUBLE" : "REAL";
            case Decimal -> "DECIMAL(" + digits(type) + ", " + scale(type) + ")";
            case Utf8 -> "VARCHAR";
            case Binary -> "VARBINARY";
            case Date -> "DATE";
            case Time -> "TIME(" + scale(type) + ")";
            case Timestamp -> "TIMESTAMP(" + scale(type) + ")" + (isZoned(type) ? " WITH LOCAL TIME ZONE" : "");
            case Duration -> "INTERVAL DAY TO SECOND(" + scale(type) + ")";
            case Interval -> "INTERVAL YEAR TO MONTH";
            case FixedSizeBinary -> "UUID";
            default -> type.toString();
        };
    }

    private static int secondDigits(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 0;
            case MILLISECOND -> 3;
            case MICROSECOND -> 6;
            case NANOSECOND -> 9;
        };
    }
}
