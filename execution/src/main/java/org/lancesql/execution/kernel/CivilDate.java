package org.lancesql.execution.kernel;

/**
 * Year, month and day of a count of days since 1970 in the proleptic Gregorian calendar, without objects. The algorithm
 * is that of Howard Hinnant, "chrono-compatible low-level date algorithms": years start in March, so that the leap day is
 * the last of a year.
 */
final class CivilDate {
    private static final int DAYS_PER_ERA = 146_097;
    private static final int DAYS_FROM_ERA_TO_1970 = 719_468;

    private CivilDate() {}

    static long year(long epochDay) {
        long shifted = epochDay + DAYS_FROM_ERA_TO_1970;
        int dayOfEra = (int) Math.floorMod(shifted, (long) DAYS_PER_ERA);
        int yearOfEra = yearOfEra(dayOfEra);
        int monthFromMarch = monthFromMarch(dayOfYear(dayOfEra, yearOfEra));
        return Math.floorDiv(shifted, (long) DAYS_PER_ERA) * 400 + yearOfEra + (monthFromMarch >= 10 ? 1 : 0);
    }

    static int month(long epochDay) {
        int monthFromMarch = monthFromMarch(dayOfYear(epochDay));
        return monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
    }

    static int day(long epochDay) {
        int dayOfYear = dayOfYear(epochDay);
        return dayOfYear - (153 * monthFromMarch(dayOfYear) + 2) / 5 + 1;
    }

    /** Days since the first of March. */
    private static int dayOfYear(long epochDay) {
        int dayOfEra = (int) Math.floorMod(epochDay + DAYS_FROM_ERA_TO_1970, (long) DAYS_PER_ERA);
        return dayOfYear(dayOfEra, yearOfEra(dayOfEra));
    }

    private static int yearOfEra(int dayOfEra) {
        return (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
    }

    private static int dayOfYear(int dayOfEra, int yearOfEra) {
        return dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
    }

    private static int monthFromMarch(int dayOfYear) {
        return (5 * dayOfYear + 2) / 153;
    }
}
