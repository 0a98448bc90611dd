package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate function PERCENTILE_DISC: the first value, in order, whose share of the values reaches a fraction
 * (SQL:2016, part 2, 10.9). Called by generated code.
 */
public abstract class PercentileDisc {
    private final List<Comparable<Object>> values = new ArrayList<>();
    private double fraction;

    @SuppressWarnings("unchecked")
    final void collect(@Nullable Object value, @Nullable Double share) {
        if (value != null && share != null) {
            values.add((Comparable<Object>) value);
            fraction = share;
        }
    }

    final @Nullable Object pick(boolean descending) {
        if (values.isEmpty()) {
            return null;
        }
        values.sort(null);
        int rank = Math.max(1, (int) Math.ceil(fraction * values.size()));
        return values.get(descending ? values.size() - rank : rank - 1);
    }

    /** In ascending order. */
    public static final class Ascending extends PercentileDisc {
        public static Ascending init() {
            return new Ascending();
        }

        public static Ascending add(Ascending state, @Nullable Object value, @Nullable Double fraction) {
            state.collect(value, fraction);
            return state;
        }

        public static @Nullable Object result(Ascending state) {
            return state.pick(false);
        }
    }

    /** In descending order. */
    public static final class Descending extends PercentileDisc {
        public static Descending init() {
            return new Descending();
        }

        public static Descending add(Descending state, @Nullable Object value, @Nullable Double fraction) {
            state.collect(value, fraction);
            return state;
        }

        public static @Nullable Object result(Descending state) {
            return state.pick(true);
        }
    }
}
