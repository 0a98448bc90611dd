package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The aggregate function PERCENTILE_CONT: the value at a fraction of the sorted values, interpolated between two
 * neighbours (SQL:2016, part 2, 10.9). Called by generated code.
 */
public final class PercentileCont {
    private final List<Double> values = new ArrayList<>();
    private double fraction;

    public static PercentileCont init() {
        return new PercentileCont();
    }

    public static PercentileCont add(PercentileCont state, @Nullable Double value, @Nullable Double fraction) {
        if (value != null && fraction != null) {
            state.values.add(value);
            state.fraction = fraction;
        }
        return state;
    }

    public static @Nullable Double result(PercentileCont state) {
        List<Double> sorted = state.values;
        if (sorted.isEmpty()) {
            return null;
        }
        Collections.sort(sorted);
        double position = state.fraction * (sorted.size() - 1);
        int below = (int) Math.floor(position);
        int above = (int) Math.ceil(position);
        double low = sorted.get(below);
        return below == above ? low : low + (sorted.get(above) - low) * (position - below);
    }
}
