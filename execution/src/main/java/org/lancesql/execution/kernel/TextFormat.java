package org.lancesql.execution.kernel;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.Locale;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * The text of values: TRUE and FALSE; decimals without an exponent; floats as Java writes them, the shortest digits that
 * identify them; {@code YYYY-MM-DD hh:mm:ss.fff} with as many digits of the fraction as are not zero at its end; with
 * the offset from UTC when the type has a zone.
 */
final class TextFormat {
    private TextFormat() {}

    static boolean isSupported(ArrowType type) {
        return Types.isBool(type) || Types.isNumeric(type) || Types.isDateOrTime(type);
    }

    static String format(Object value, ZoneId zone) {
        if (value instanceof Boolean truth) {
            return truth ? "true" : "false";
        } else if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        } else if (value instanceof LocalTime time) {
            return format(time);
        } else if (value instanceof LocalDateTime dateTime) {
            return format(dateTime);
        } else if (value instanceof Instant instant) {
            OffsetDateTime local = instant.atZone(zone).toOffsetDateTime();
            String offset = local.getOffset().getTotalSeconds() == 0
                    ? "+00:00"
                    : local.getOffset().getId();
            return format(local.toLocalDateTime()) + offset;
        }
        return value.toString();
    }

    private static String format(LocalDateTime dateTime) {
        String date = dateTime.toLocalDate().toString();
        return date + ' ' + format(dateTime.toLocalTime());
    }

    private static String format(LocalTime time) {
        String text = String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        if (time.getNano() == 0) {
            return text;
        }
        String fraction = String.format(Locale.ROOT, "%09d", time.getNano());
        int end = fraction.length();
        while (fraction.charAt(end - 1) == '0') {
            end--;
        }
        return text + '.' + fraction.substring(0, end);
    }
}
