package org.lancesql.calcite.rules;

import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.calcite.rel.core.Window;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.window.WindowFunction;

/** Which of Calcite's functions over windows is which of ours. */
final class WindowFunctions {
    private WindowFunctions() {}

    /** Null for a function that has no batch form. */
    static @Nullable WindowFunction find(Window.RexWinAggCall call) {
        // By name, as MIN and MAX of floating-point numbers are functions of ours.
        WindowFunction function = switch (call.getOperator().getName()) {
            case "ROW_NUMBER" -> WindowFunction.ROW_NUMBER;
            case "RANK" -> WindowFunction.RANK;
            case "DENSE_RANK" -> WindowFunction.DENSE_RANK;
            case "PERCENT_RANK" -> WindowFunction.PERCENT_RANK;
            case "CUME_DIST" -> WindowFunction.CUME_DIST;
            case "NTILE" -> WindowFunction.NTILE;
            case "LAG" -> WindowFunction.LAG;
            case "LEAD" -> WindowFunction.LEAD;
            case "FIRST_VALUE" -> WindowFunction.FIRST_VALUE;
            case "LAST_VALUE" -> WindowFunction.LAST_VALUE;
            case "NTH_VALUE" -> WindowFunction.NTH_VALUE;
            case "COUNT" -> call.getOperands().size() < 2 ? WindowFunction.COUNT : null;
            case "SUM" -> WindowFunction.SUM;
            case "$SUM0" -> WindowFunction.SUM_OR_ZERO;
            case "VARIANCE" -> WindowFunction.VAR_SAMP;
            case "STDDEV" -> WindowFunction.STDDEV_SAMP;
            case "VAR_POP",
                    "VAR_SAMP",
                    "STDDEV_POP",
                    "STDDEV_SAMP",
                    "COVAR_POP",
                    "COVAR_SAMP",
                    "CORR",
                    "REGR_AVGX",
                    "REGR_AVGY",
                    "REGR_INTERCEPT",
                    "REGR_R2",
                    "REGR_SLOPE",
                    "REGR_SXX",
                    "REGR_SXY",
                    "REGR_SYY" -> WindowFunction.valueOf(call.getOperator().getName());
            case "MIN", "BOOL_AND", "LOGICAL_AND", "EVERY" -> WindowFunction.MIN;
            case "MAX", "BOOL_OR", "LOGICAL_OR", "SOME" -> WindowFunction.MAX;
            default -> null;
        };
        boolean extreme = function == WindowFunction.MIN || function == WindowFunction.MAX;
        return call.distinct && !extreme ? null : function;
    }

    /** Whether an argument is a number of rows or parts. */
    static boolean isCounter(WindowFunction function, int argument) {
        return switch (function) {
            case NTILE -> true;
            case LAG, LEAD, NTH_VALUE -> argument == 1;
            default -> false;
        };
    }

    /** Whether the values of the function are values of its arguments, or sums of them. */
    static boolean keepsType(WindowFunction function) {
        return function != WindowFunction.COUNT;
    }

    static boolean supports(WindowFunction function, ArrowType result) {
        return switch (function) {
            case SUM, SUM_OR_ZERO ->
                result instanceof ArrowType.Decimal
                        || result instanceof ArrowType.Int integer && integer.getBitWidth() == Long.SIZE
                        || isDouble(result);
            case PERCENT_RANK, CUME_DIST -> result instanceof ArrowType.FloatingPoint;
            case VAR_POP,
                    VAR_SAMP,
                    STDDEV_POP,
                    STDDEV_SAMP,
                    COVAR_POP,
                    COVAR_SAMP,
                    CORR,
                    REGR_AVGX,
                    REGR_AVGY,
                    REGR_INTERCEPT,
                    REGR_R2,
                    REGR_SLOPE,
                    REGR_SXX,
                    REGR_SXY,
                    REGR_SYY -> isDouble(result);
            default -> true;
        };
    }

    private static boolean isDouble(ArrowType type) {
        return type instanceof ArrowType.FloatingPoint floating
                && floating.getPrecision() == FloatingPointPrecision.DOUBLE;
    }
}
