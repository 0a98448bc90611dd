package org.lancesql.calcite.engine;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/**
 * Moments in time out of what users write or bind. What says no zone is in that of the session, as everywhere in SQL; a date
 * is its first moment.
 */
public final class Moments {
    private static final Pattern TEXT = Pattern.compile(
            "(\\d{4,9}-\\d{1,2}-\\d{1,2})"
                    + "(?:[T ]+(\\d{1,2}:\\d{2}(?::\\d{2}(?:\\.\\d{1,9})?)?)[ ]*(Z|[+-]\\d{1,2}(?::?\\d{2})?|[A-Za-z]+(?:/[A-Za-z_+-]+)*)?)?");

    private Moments() {}

    /**
     * @param value a value of java.time, or a text
     * @throws StatementException INVALID_DATETIME
     */
    static Instant of(@Nullable Object value, ZoneId zone) {
        if (value instanceof Instant instant) {
            return instant;
        }
        if (value instanceof OffsetDateTime moment) {
            return moment.toInstant();
        }
        if (value instanceof ZonedDateTime moment) {
            return moment.toInstant();
        }
        if (value instanceof LocalDateTime moment) {
            return moment.atZone(zone).toInstant();
        }
        if (value instanceof LocalDate day) {
            return day.atStartOfDay(zone).toInstant();
        }
        if (value instanceof String text) {
            return parse(text, zone);
        }
        throw refused(value == null ? "NULL" : "a " + value.getClass().getSimpleName(), null);
    }

    /**
     * A moment out of text such as {@code 2026-03-01}, {@code 2026-03-01 12:30:00.5} or {@code 2026-03-01T12:30:00+02:00}.
     *
     * @throws StatementException INVALID_DATETIME
     */
    public static Instant parse(String text, ZoneId zone) {
        Matcher matcher = TEXT.matcher(text.strip());
        if (!matcher.matches()) {
            throw refused("'" + text + "'", null);
        }
        try {
            LocalDate day = LocalDate.parse(padded(matcher.group(1)));
            String time = matcher.group(2);
            LocalDateTime local = time == null
                    ? day.atStartOfDay()
                    : LocalDateTime.parse(day + "T" + (time.indexOf(':') == 1 ? "0" : "") + time);
            return local.atZone(zone(matcher.group(3), zone)).toInstant();
        } catch (DateTimeException e) {
            throw refused("'" + text + "'", e);
        }
    }

    private static String padded(String date) {
        String[] parts = date.split("-");
        return parts[0] + "-" + (parts[1].length() == 1 ? "0" : "") + parts[1] + "-"
                + (parts[2].length() == 1 ? "0" : "") + parts[2];
    }

    private static ZoneId zone(@Nullable String text, ZoneId otherwise) {
        if (text == null) {
            return otherwise;
        }
        return text.startsWith("+") || text.startsWith("-") ? ZoneOffset.of(text) : ZoneId.of(text);
    }

    private static StatementException refused(String got, @Nullable Exception cause) {
        return new StatementException(
                Reason.INVALID_DATETIME,
                "A moment is a TIMESTAMP, a DATE, or a text like '2026-03-01 12:30:00' or '2026-03-01T12:30:00+02:00'; got "
                        + got,
                null,
                cause);
    }
}
