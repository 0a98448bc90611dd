package org.lancesql.jdbc.result;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.ResolverStyle;
import java.time.format.SignStyle;
import java.time.temporal.ChronoField;
import java.util.Locale;
import java.util.UUID;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Text forms of values, as getString gives them and the other getters read them. */
final class Texts {
    private static final DateTimeFormatter DATE = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.YEAR, 4, 10, SignStyle.NORMAL)
            .appendLiteral('-')
            .appendValue(ChronoField.MONTH_OF_YEAR, 2)
            .appendLiteral('-')
            .appendValue(ChronoField.DAY_OF_MONTH, 2)
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendValue(ChronoField.HOUR_OF_DAY, 2)
            .appendLiteral(':')
            .appendValue(ChronoField.MINUTE_OF_HOUR, 2)
            .optionalStart()
            .appendLiteral(':')
            .appendValue(ChronoField.SECOND_OF_MINUTE, 2)
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .optionalEnd()
            .toFormatter(Locale.ROOT)
            .withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DATE)
            .appendLiteral(' ')
            .append(TIME)
            .toFormatter(Locale.ROOT);
    private static final DateTimeFormatter OFFSET_DATE_TIME = new DateTimeFormatterBuilder()
            .append(DATE_TIME)
            .appendOffset("+HH:MM:ss", "+00:00")
            .toFormatter(Locale.ROOT);

    private Texts() {}

    static String of(LocalDate date) {
        return DATE.format(date);
    }

    static String of(LocalTime time) {
        return TIME.format(time);
    }

    static String of(LocalDateTime dateTime) {
        return DATE_TIME.format(dateTime);
    }

    static String of(OffsetDateTime dateTime) {
        return OFFSET_DATE_TIME.format(dateTime);
    }

    /** Days, hours, minutes and seconds, as INTERVAL DAY TO SECOND has them. */
    static String of(Duration duration) {
        boolean negative = duration.isNegative();
        Duration positive = negative ? duration.negated() : duration;
        LocalTime time =
                LocalTime.ofNanoOfDay(positive.minusDays(positive.toDays()).toNanos());
        return (negative ? "-" : "") + positive.toDays() + " " + TIME.format(time);
    }

    /** Years and months, as INTERVAL YEAR TO MONTH has them. */
    static String of(Period period) {
        long months = period.toTotalMonths();
        return (months < 0 ? "-" : "") + Math.abs(months) / 12 + "-" + Math.abs(months) % 12;
    }

    static UUID uuid(String column, String text) throws SQLException {
        try {
            return UUID.fromString(text.trim());
        } catch (IllegalArgumentException e) {
            throw JdbcErrors.invalidText(column, text, "a UUID");
        }
    }

    static LocalDate date(String column, String text) throws SQLException {
        String trimmed = text.trim();
        try {
            return trimmed.length() > 10 && trimmed.indexOf(':') > 0
                    ? dateTime(column, trimmed).toLocalDate()
                    : LocalDate.parse(trimmed, DATE);
        } catch (DateTimeException e) {
            throw JdbcErrors.invalidDatetime(column, text, "a date such as 2024-12-31");
        }
    }

    static LocalTime time(String column, String text) throws SQLException {
        String trimmed = text.trim();
        try {
            return trimmed.indexOf('-') > 0 ? dateTime(column, trimmed).toLocalTime() : LocalTime.parse(trimmed, TIME);
        } catch (DateTimeException e) {
            throw JdbcErrors.invalidDatetime(column, text, "a time such as 23:59:59");
        }
    }

    static LocalDateTime dateTime(String column, String text) throws SQLException {
        String trimmed = text.trim().replace('T', ' ');
        try {
            return trimmed.indexOf(':') < 0
                    ? LocalDate.parse(trimmed, DATE).atStartOfDay()
                    : LocalDateTime.parse(trimmed, DATE_TIME);
        } catch (DateTimeException e) {
            throw JdbcErrors.invalidDatetime(column, text, "a timestamp such as 2024-12-31 23:59:59");
        }
    }

    static BigDecimal number(String column, String text) throws SQLException {
        try {
            return new BigDecimal(text.trim());
        } catch (NumberFormatException e) {
            throw JdbcErrors.invalidText(column, text, "a number");
        }
    }

    static boolean bool(String column, String text) throws SQLException {
        return switch (text.trim().toLowerCase(Locale.ROOT)) {
            case "true", "t", "yes", "y", "on", "1" -> true;
            case "false", "f", "no", "n", "off", "0" -> false;
            default -> throw JdbcErrors.invalidText(column, text, "true or false");
        };
    }
}
