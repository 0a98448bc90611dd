package org.lancesql.calcite.expression;

import java.text.ParseException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.util.format.postgresql.CompiledDateTimeFormat;
import org.apache.calcite.util.format.postgresql.PostgresqlDateTimeFormatter;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Vectors;

/** TO_DATE and TO_TIMESTAMP: a text read as its format says, a timestamp to its last digit. */
final class FormattedMoment extends SlotExpression {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    /** Two moments that have no part in common. */
    private static final List<ZonedDateTime> UNLIKE = List.of(
            ZonedDateTime.of(1987, 2, 3, 4, 5, 6, 123_456_789, ZoneOffset.UTC),
            ZonedDateTime.of(2016, 11, 25, 19, 38, 47, 987_654_321, ZoneOffset.UTC));

    private final String function;

    private record Format(String text, CompiledDateTimeFormat compiled) {}

    private volatile @Nullable Format last;

    /** @param function name of the function, for messages */
    FormattedMoment(Field field, String function, Expression text, Expression format) {
        super(field, List.of(text, format));
        this.function = function;
    }

    @Override
    void compute(List<FieldVector> values, int row, FieldVector result) {
        Object text = Vectors.get(values.get(0), row);
        Object format = Vectors.get(values.get(1), row);
        if (text != null && format != null) {
            Vectors.setLong(result, row, parse(text.toString(), format(format.toString()), result));
        }
    }

    private Format format(String text) {
        Format known = last;
        if (known != null && known.text().equals(text)) {
            return known;
        }
        try {
            Format format = new Format(text, PostgresqlDateTimeFormatter.compilePattern(text));
            if (write(format, 0).equals(write(format, 1))) {
                throw new EvaluationException(
                        Reason.INVALID_DATETIME,
                        function + ": the format '" + text
                                + "' has no pattern; patterns are in upper case, for example YYYY-MM-DD HH24:MI:SS");
            }
            last = format;
            return format;
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new EvaluationException(
                    Reason.INVALID_DATETIME, function + ": the format '" + text + "' is not valid", e);
        }
    }

    private static String write(Format format, int moment) {
        return format.compiled().formatDateTime(UNLIKE.get(moment), Locale.ROOT);
    }

    private long parse(String text, Format format, FieldVector result) {
        try {
            return count(format.compiled().parseDateTime(text, ZoneOffset.UTC, Locale.ROOT), result);
        } catch (ParseException
                | DateTimeException
                | ArithmeticException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            throw new EvaluationException(
                    Reason.INVALID_DATETIME,
                    function + ": '" + text + "' is no value of the format '" + format.text() + "'",
                    e);
        }
    }

    /** Days of a date, or what a timestamp counts, since 1970. */
    private static long count(ZonedDateTime moment, FieldVector result) {
        ArrowType type = Objects.requireNonNull(result.getField().getType());
        if (type instanceof ArrowType.Date) {
            return Math.toIntExact(moment.toLocalDate().toEpochDay());
        }
        long unit = IntervalMath.unit(type);
        Instant instant = moment.toInstant();
        return Math.addExact(
                Math.multiplyExact(instant.getEpochSecond(), NANOS_PER_SECOND / unit), instant.getNano() / unit);
    }
}
