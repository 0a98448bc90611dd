package org.lancesql.execution.kernel;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.temporal.IsoFields;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.ScalarFunction;

/**
 * EXTRACT from dates, times and timestamps, the zoned ones in the zone of the session. MILLISECOND, MICROSECOND and
 * NANOSECOND include the seconds, as in PostgreSQL.
 */
final class ExtractKernel extends LongKernel {
    private static final long SECONDS_PER_DAY = 86_400;
    private static final long SECONDS_PER_MINUTE = 60;
    private static final long SECONDS_PER_HOUR = 3_600;

    private final ScalarFunction function;
    private final boolean isDate;
    private final boolean isZoned;
    private final long units;
    private final long unitsPerDay;
    private final long min;
    private final long max;

    ExtractKernel(ScalarFunction function, Field field, List<Expression> arguments) {
        super(field, arguments);
        ArrowType type = argumentType(0);
        this.function = function;
        this.isDate = Types.isDate(type);
        this.isZoned = Types.isZoned(type);
        this.units = Types.unitsPerSecond(type);
        this.unitsPerDay = SECONDS_PER_DAY * units;
        this.min = Types.minValue(resultType());
        this.max = Types.maxValue(resultType());
    }

    static boolean isSupported(ScalarFunction function, ArrowType type) {
        boolean ofDate = switch (function) {
            case EXTRACT_YEAR,
                    EXTRACT_QUARTER,
                    EXTRACT_MONTH,
                    EXTRACT_WEEK,
                    EXTRACT_DAY,
                    EXTRACT_DAY_OF_WEEK,
                    EXTRACT_DAY_OF_YEAR -> true;
            default -> false;
        };
        return Types.isDate(type) || Types.isTimestamp(type) || Types.isTime(type) && !ofDate;
    }

    @Override
    void apply(long[][] values, long[] result, int count, ExecutionContext context) {
        ZoneShift zone = ZoneShift.of(context.timeZone(), units);
        try {
            for (int i = 0; i < count; i++) {
                long value = values[0][i];
                result[i] = extract(isZoned && function != ScalarFunction.EXTRACT_EPOCH ? zone.toLocal(value) : value);
            }
        } catch (ArithmeticException | DateTimeException e) {
            throw Errors.datetimeOutOfRange(argumentType(0));
        }
        for (int i = 0; i < count; i++) {
            if (result[i] < min || result[i] > max) {
                throw Errors.outOfRange(result[i], resultType());
            }
        }
    }

    private long extract(long value) {
        return switch (function) {
            case EXTRACT_YEAR -> CivilDate.year(days(value));
            case EXTRACT_QUARTER -> (CivilDate.month(days(value)) + 2) / 3;
            case EXTRACT_MONTH -> CivilDate.month(days(value));
            case EXTRACT_DAY -> CivilDate.day(days(value));
            case EXTRACT_WEEK -> LocalDate.ofEpochDay(days(value)).get(IsoFields.WEEK_OF_WEEK_BASED_YEAR);
            // Day 0 was a Thursday, the fifth day of a week from Sunday.
            case EXTRACT_DAY_OF_WEEK -> Math.floorMod(days(value) + 4, 7L) + 1;
            case EXTRACT_DAY_OF_YEAR -> LocalDate.ofEpochDay(days(value)).getDayOfYear();
            case EXTRACT_EPOCH -> isDate ? value * SECONDS_PER_DAY : Math.floorDiv(value, units);
            default -> isDate ? 0 : extractTime(Math.floorMod(value, unitsPerDay));
        };
    }

    private long days(long value) {
        return isDate ? value : Math.floorDiv(value, unitsPerDay);
    }

    private long extractTime(long ofDay) {
        long seconds = ofDay / units;
        long ofMinute = ofDay % (SECONDS_PER_MINUTE * units);
        return switch (function) {
            case EXTRACT_HOUR -> seconds / SECONDS_PER_HOUR;
            case EXTRACT_MINUTE -> seconds / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE;
            case EXTRACT_SECOND -> seconds % SECONDS_PER_MINUTE;
            case EXTRACT_MILLISECOND -> changeUnits(ofMinute, 1_000);
            case EXTRACT_MICROSECOND -> changeUnits(ofMinute, 1_000_000);
            case EXTRACT_NANOSECOND -> changeUnits(ofMinute, 1_000_000_000);
            default -> throw new IllegalStateException(function.name());
        };
    }

    private long changeUnits(long ofMinute, long target) {
        return target >= units ? ofMinute * (target / units) : ofMinute / (units / target);
    }
}
