package org.lancesql.calcite.runtime;

import org.jspecify.annotations.Nullable;

/** MIN and MAX of floating-point numbers, among which NaN is the greatest. Called by generated code. */
public final class FloatExtremes {
    private FloatExtremes() {}

    /** The greatest DOUBLE. */
    public static final class MaxDouble {
        private @Nullable Double best;

        public static MaxDouble init() {
            return new MaxDouble();
        }

        public static MaxDouble add(MaxDouble state, @Nullable Double value) {
            if (value != null && (state.best == null || value.compareTo(state.best) > 0)) {
                state.best = value;
            }
            return state;
        }

        public static @Nullable Double result(MaxDouble state) {
            return state.best;
        }
    }

    /** The least DOUBLE. */
    public static final class MinDouble {
        private @Nullable Double best;

        public static MinDouble init() {
            return new MinDouble();
        }

        public static MinDouble add(MinDouble state, @Nullable Double value) {
            if (value != null && (state.best == null || value.compareTo(state.best) < 0)) {
                state.best = value;
            }
            return state;
        }

        public static @Nullable Double result(MinDouble state) {
            return state.best;
        }
    }

    /** The greatest REAL. */
    public static final class MaxReal {
        private @Nullable Float best;

        public static MaxReal init() {
            return new MaxReal();
        }

        public static MaxReal add(MaxReal state, @Nullable Float value) {
            if (value != null && (state.best == null || value.compareTo(state.best) > 0)) {
                state.best = value;
            }
            return state;
        }

        public static @Nullable Float result(MaxReal state) {
            return state.best;
        }
    }

    /** The least REAL. */
    public static final class MinReal {
        private @Nullable Float best;

        public static MinReal init() {
            return new MinReal();
        }

        public static MinReal add(MinReal state, @Nullable Float value) {
            if (value != null && (state.best == null || value.compareTo(state.best) < 0)) {
                state.best = value;
            }
            return state;
        }

        public static @Nullable Float result(MinReal state) {
            return state.best;
        }
    }
}
