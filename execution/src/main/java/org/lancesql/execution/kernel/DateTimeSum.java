package org.lancesql.execution.kernel;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/**
 * Adds months, milliseconds or a duration to a date, time or timestamp. Months go by the calendar, of zoned timestamps in the zone of
 * the session, and end at the last day of a shorter month. An amount of time that is no whole number of units of the
 * type rounds down; a time wraps around at midnight.
 */
final class DateTimeSum extends LongKernel {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final boolean months;
    private final ArrowType type;
    private final long unitsPerSecond;
    private final long amountsPerSecond;

    DateTimeSum(ScalarFunction function, Field field, List<Expression> arguments) {
        super(field, arguments);
        this.months = function == ScalarFunction.ADD_MONTHS;
        this.type = resultType();
        this.unitsPerSecond = Types.unitsPerSecond(type);
        this.amountsPerSecond =
                Types.isDuration(argumentType(1)) ? Types.unitsPerSecond(argumentType(1)) : MILLIS_PER_SECOND;
    }

    @Override
    void apply(long[][] values, long[] result, int count, ExecutionContext context) {
        ZoneShift zone = ZoneShift.of(context.timeZone(), unitsPerSecond);
        try {
            for (int i = 0; i < count; i++) {
                long value = values[0][i];
                long amount = values[1][i];
                result[i] = months ? addMonths(value, amount, zone) : addTime(value, amount);
            }
        } catch (ArithmeticException | DateTimeException e) {
            throw Errors.datetimeOutOfRange(type);
        }
    }

    private long addMonths(long value, long months, ZoneShift zone) {
        if (Types.isDate(type)) {
            return Math.toIntExact(
                    LocalDate.ofEpochDay(value).plusMonths(months).toEpochDay());
        }
        long local = Types.isZoned(type) ? zone.toLocal(value) : value;
        long unitsPerDay = SECONDS_PER_DAY * unitsPerSecond;
        long day = LocalDate.ofEpochDay(Math.floorDiv(local, unitsPerDay))
                .plusMonths(months)
                .toEpochDay();
        long sum = sumOfDay(day, Math.floorMod(local, unitsPerDay), unitsPerDay);
        return Types.isZoned(type) ? zone.toInstant(sum) : sum;
    }

    private static long sumOfDay(long day, long ofDay, long unitsPerDay) {
        // The first day of the range starts before the range does.
        return day < 0
                ? Math.addExact(Math.multiplyExact(day + 1, unitsPerDay), ofDay - unitsPerDay)
                : Math.addExact(Math.multiplyExact(day, unitsPerDay), ofDay);
    }

    private long addTime(long value, long amount) {
        long amountsPerDay = SECONDS_PER_DAY * amountsPerSecond;
        if (Types.isDate(type)) {
            return Math.toIntExact(value + Math.floorDiv(amount, amountsPerDay));
        } else if (Types.isTime(type)) {
            return Math.floorMod(value + toUnits(amount % amountsPerDay), SECONDS_PER_DAY * unitsPerSecond);
        }
        return Math.addExact(value, toUnits(amount));
    }

    private long toUnits(long amount) {
        return unitsPerSecond >= amountsPerSecond
                ? Math.multiplyExact(amount, unitsPerSecond / amountsPerSecond)
                : Math.floorDiv(amount, amountsPerSecond / unitsPerSecond);
    }
}
