package org.lancesql.calcite;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much memory something may take: so many units, or so many percent of what there is.
 *
 * @param unit "" for bytes, k, m, g or t for powers of 1024 bytes, or %
 */
record MemoryBudget(long amount, String unit) {
    private static final Pattern FORM = Pattern.compile("(\\d{1,18})\\s*([kmgt%]?)");
    private static final String UNITS = "kmgt";
    private static final int BITS_PER_UNIT = 10;

    MemoryBudget {
        boolean fits = unit.equals("%") ? amount <= 100 : amount <= Long.MAX_VALUE >> shift(unit);
        if (amount < 1 || !fits) {
            throw new IllegalArgumentException(amount + unit);
        }
    }

    /** @throws IllegalArgumentException when the text is none */
    static MemoryBudget parse(String text) {
        Matcher matcher = FORM.matcher(text.trim().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text);
        }
        return new MemoryBudget(Long.parseLong(matcher.group(1)), matcher.group(2));
    }

    private static int shift(String unit) {
        return unit.isEmpty() ? 0 : (UNITS.indexOf(unit) + 1) * BITS_PER_UNIT;
    }

    /** How many bytes that is, where there are so many; never more than these. */
    long bytes(long available) {
        double share = amount / 100.0;
        return unit.equals("%") ? Math.max(1, (long) (available * share)) : Math.min(available, amount << shift(unit));
    }

    @Override
    public String toString() {
        return amount + unit;
    }
}
