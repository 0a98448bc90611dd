package org.lancesql.execution.kernel;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;

/** Reads dates, times and timestamps in the forms of ISO 8601. */
final class DateTimeParser {
    private static final String DATE_FORM = "YYYY-MM-DD";
    private static final String TIME_FORM = "hh:mm[:ss[.fffffffff]]";
    private static final String DATE_REGEX = "([+-]?[0-9]{4,9})-([0-9]{2})-([0-9]{2})";
    private static final String TIME_REGEX = "([0-9]{2}):([0-9]{2})(?::([0-9]{2})(?:\\.([0-9]{1,9}))?)?";
    private static final Pattern DATE = Pattern.compile(DATE_REGEX);
    private static final Pattern TIME = Pattern.compile(TIME_REGEX);
    private static final Pattern TIMESTAMP =
            Pattern.compile(DATE_REGEX + "(?:[ T]" + TIME_REGEX + "(?: ?(Z|[+-][0-9]{2}(?::?[0-9]{2})?))?)?");
    private static final int HOUR_GROUP = 4;
    private static final int OFFSET_GROUP = 8;

    private final ArrowType type;
    private final ZoneId zone;

    /** Makes a parser for a type; {@code zone} is that of zoned timestamps that name none. */
    DateTimeParser(ArrowType type, ZoneId zone) {
        this.type = type;
        this.zone = zone;
    }

    LocalDate parseDate(String text) {
        Matcher matcher = DATE.matcher(text);
        if (matcher.matches()) {
            try {
                return date(matcher);
            } catch (DateTimeException e) {
                // Reported below, with the text as it was given.
            }
        }
        throw Errors.invalidDatetime(text, type, DATE_FORM);
    }

    LocalTime parseTime(String text) {
        Matcher matcher = TIME.matcher(text);
        if (matcher.matches()) {
            try {
                return time(matcher, 1);
            } catch (DateTimeException e) {
                // Reported below, with the text as it was given.
            }
        }
        throw Errors.invalidDatetime(text, type, TIME_FORM);
    }

    /** A LocalDateTime, or an Instant when the type has a zone. */
    Object parseTimestamp(String text) {
        boolean zoned = Types.isZoned(type);
        Matcher matcher = TIMESTAMP.matcher(text);
        if (matcher.matches() && (zoned || matcher.group(OFFSET_GROUP) == null)) {
            try {
                LocalTime time = matcher.group(HOUR_GROUP) == null ? LocalTime.MIDNIGHT : time(matcher, HOUR_GROUP);
                LocalDateTime local = date(matcher).atTime(time);
                return zoned ? local.atZone(zone(matcher.group(OFFSET_GROUP))).toInstant() : local;
            } catch (DateTimeException e) {
                // Reported below, with the text as it was given.
            }
        }
        throw Errors.invalidDatetime(text, type, DATE_FORM + " " + TIME_FORM + (zoned ? "[+hh:mm]" : ""));
    }

    private ZoneId zone(@Nullable String offset) {
        return offset == null ? zone : ZoneOffset.of(offset);
    }

    private static LocalDate date(Matcher matcher) {
        return LocalDate.of(number(matcher, 1), number(matcher, 2), number(matcher, 3));
    }

    private static LocalTime time(Matcher matcher, int group) {
        String fraction = matcher.group(group + 3);
        int nanos = fraction == null ? 0 : Integer.parseInt((fraction + "00000000").substring(0, 9));
        return LocalTime.of(number(matcher, group), number(matcher, group + 1), number(matcher, group + 2), nanos);
    }

    private static int number(Matcher matcher, int group) {
        String digits = matcher.group(group);
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
