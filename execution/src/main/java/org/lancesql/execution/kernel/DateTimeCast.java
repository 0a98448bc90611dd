package org.lancesql.execution.kernel;

import java.time.DateTimeException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;

/** Casts dates, times and timestamps to each other; a time becomes a timestamp of the day the statement started. */
final class DateTimeCast extends LongKernel {
    private static final long SECONDS_PER_DAY = 86_400;

    private final ArrowType from;
    private final ArrowType to;
    private final long fromUnits;
    private final long toUnits;

    DateTimeCast(Field field, List<Expression> arguments) {
        super(field, arguments);
        this.from = argumentType(0);
        this.to = resultType();
        this.fromUnits = Types.unitsPerSecond(from);
        this.toUnits = Types.unitsPerSecond(to);
    }

    @Override
    void apply(long[][] values, long[] result, int count, ExecutionContext context) {
        ZoneShift fromZone = ZoneShift.of(context.timeZone(), fromUnits);
        ZoneShift toZone = ZoneShift.of(context.timeZone(), toUnits);
        boolean shifted = Types.isZoned(from) != Types.isZoned(to);
        long today =
                context.startedAt().atZone(context.timeZone()).toLocalDate().toEpochDay();
        try {
            for (int i = 0; i < count; i++) {
                long value = values[0][i];
                long local = shifted && Types.isZoned(from) ? fromZone.toLocal(value) : value;
                long converted = convert(local, today);
                result[i] = shifted && Types.isZoned(to) ? toZone.toInstant(converted) : converted;
            }
        } catch (ArithmeticException | DateTimeException e) {
            throw Errors.datetimeOutOfRange(to);
        }
    }

    private long convert(long value, long today) {
        if (Types.isDate(from)) {
            return Math.multiplyExact(value, SECONDS_PER_DAY * toUnits);
        } else if (Types.isDate(to)) {
            return Math.toIntExact(Math.floorDiv(value, SECONDS_PER_DAY * fromUnits));
        } else if (Types.isTime(to)) {
            return changeUnits(Math.floorMod(value, SECONDS_PER_DAY * fromUnits));
        } else if (Types.isTime(from)) {
            return Math.addExact(Math.multiplyExact(today, SECONDS_PER_DAY * toUnits), changeUnits(value));
        }
        return changeUnits(value);
    }

    private long changeUnits(long value) {
        return fromUnits <= toUnits
                ? Math.multiplyExact(value, toUnits / fromUnits)
                : Math.floorDiv(value, fromUnits / toUnits);
    }
}
