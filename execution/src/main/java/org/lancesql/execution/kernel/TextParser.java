package org.lancesql.execution.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.ZoneId;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.ArrowType;

/** Reads a value of one type from text; blanks around it do not count. */
final class TextParser {
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]{1,9})?");

    private static final Pattern UUID_FORM = Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final ArrowType type;
    private final DateTimeParser dateTimes;

    TextParser(ArrowType type, ZoneId zone) {
        this.type = type;
        this.dateTimes = new DateTimeParser(type, zone);
    }

    static boolean isSupported(ArrowType type) {
        return TextFormat.isSupported(type) && !Types.isDuration(type) && !Types.isMonths(type);
    }

    /** The value, in the form that {@link org.lancesql.execution.Vectors#set} takes. */
    Object parse(String text) {
        String trimmed = text.strip();
        return switch (type.getTypeID()) {
            case Bool -> parseBool(text, trimmed.toLowerCase(Locale.ROOT));
            case Int -> parseInt(text, trimmed);
            case Decimal -> parseDecimal(text, trimmed);
            case FloatingPoint -> parseFloat(text, trimmed);
            case FixedSizeBinary -> parseUuid(text, trimmed);
            case Date -> dateTimes.parseDate(trimmed);
            case Time -> dateTimes.parseTime(trimmed);
            default -> dateTimes.parseTimestamp(trimmed);
        };
    }

    private UUID parseUuid(String text, String trimmed) {
        if (!UUID_FORM.matcher(trimmed).matches()) {
            throw Errors.invalidText(text, type);
        }
        return UUID.fromString(trimmed);
    }

    private Boolean parseBool(String text, String trimmed) {
        return switch (trimmed) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw Errors.invalidText(text, type);
        };
    }

    private Long parseInt(String text, String trimmed) {
        if (!INTEGER.matcher(trimmed).matches()) {
            throw Errors.invalidText(text, type);
        }
        BigInteger value = trimmed.length() <= Powers.MAX_LONG_DIGITS
                ? BigInteger.valueOf(Long.parseLong(trimmed))
                : new BigInteger(trimmed);
        if (value.bitLength() > 63
                || value.longValue() < Types.minValue(type)
                || value.longValue() > Types.maxValue(type)) {
            throw Errors.outOfRange(trimmed, type);
        }
        return value.longValue();
    }

    private BigDecimal parseDecimal(String text, String trimmed) {
        if (!NUMBER.matcher(trimmed).matches()) {
            throw Errors.invalidText(text, type);
        }
        BigDecimal value = new BigDecimal(trimmed);
        // Decided by the exponent before any rescaling: 1e999999999 would be a number of a billion digits.
        long integerDigits = (long) value.precision() - value.scale();
        int scale = Types.scale(type);
        if (value.signum() == 0 || integerDigits < -scale) {
            return BigDecimal.ZERO;
        }
        if (integerDigits <= Powers.MAX_DIGITS) {
            BigDecimal scaled = value.setScale(scale, RoundingMode.HALF_UP);
            if (scaled.precision() <= Types.digits(type)) {
                return scaled;
            }
        }
        throw Errors.outOfRange(trimmed, type);
    }

    private Double parseFloat(String text, String trimmed) {
        if (!NUMBER.matcher(trimmed).matches()) {
            return switch (trimmed.toLowerCase(Locale.ROOT)) {
                case "nan" -> Double.NaN;
                case "infinity", "+infinity", "inf", "+inf" -> Double.POSITIVE_INFINITY;
                case "-infinity", "-inf" -> Double.NEGATIVE_INFINITY;
                default -> throw Errors.invalidText(text, type);
            };
        }
        // A float is read as such: by way of a double it would be rounded twice.
        double value = type.equals(Types.DOUBLE) ? Double.parseDouble(trimmed) : Float.parseFloat(trimmed);
        if (Double.isInfinite(value)) {
            throw Errors.outOfRange(trimmed, type);
        }
        return value;
    }
}
