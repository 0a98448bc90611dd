package org.lancesql.calcite.rel;

import java.util.List;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.core.AggregateCall;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.ordered.OrderedCall;
import org.lancesql.execution.ordered.RowAggregate;
import org.lancesql.execution.ordered.RowAggregates;
import org.lancesql.execution.ordered.RowAggregates.Statistic;
import org.lancesql.execution.sort.SortKey;

/** Which of Calcite's aggregate functions is which of those that see the rows of a group one by one. */
final class OrderedFunctions {
    private OrderedFunctions() {}

    /** The batch form of a call, or null when it has none. */
    static @Nullable OrderedCall call(AggregateCall call, List<Field> inputs, Field result) {
        if (call.distinctKeys != null) {
            return null;
        }
        Supplier<RowAggregate> function = function(call, inputs, result);
        if (function == null) {
            return null;
        }
        List<SortKey> order = switch (call.getAggregation().getName()) {
            case "MIN", "BOOL_AND", "LOGICAL_AND", "EVERY" -> byArgument(call, false);
            case "MAX", "BOOL_OR", "LOGICAL_OR", "SOME" -> byArgument(call, true);
            case "MODE", "PERCENTILE_CONT" -> byArgument(call, false);
            default ->
                call.getCollation().getFieldCollations().stream()
                        .map(BatchSort::key)
                        .toList();
        };
        return new OrderedCall(function, call.getArgList(), call.filterArg, call.isDistinct(), order, result);
    }

    private static List<SortKey> byArgument(AggregateCall call, boolean descending) {
        return List.of(new SortKey(call.getArgList().get(0), descending, false));
    }

    private static @Nullable Supplier<RowAggregate> function(AggregateCall call, List<Field> inputs, Field result) {
        boolean valueOfArgument = !call.getArgList().isEmpty()
                && inputs.get(call.getArgList().get(0)).getType().equals(result.getType());
        return switch (call.getAggregation().getName()) {
            case "COUNT", "REGR_COUNT" -> RowAggregates::count;
            case "SUM" -> valueOfArgument && canAdd(result.getType()) ? () -> RowAggregates.sum(result, false) : null;
            case "$SUM0" -> valueOfArgument && canAdd(result.getType()) ? () -> RowAggregates.sum(result, true) : null;
            case "MIN", "MAX", "ANY_VALUE", "BOOL_AND", "LOGICAL_AND", "EVERY", "BOOL_OR", "LOGICAL_OR", "SOME" ->
                valueOfArgument ? RowAggregates::first : null;
            case "SINGLE_VALUE" -> valueOfArgument ? RowAggregates::onlyValue : null;
            case "MODE" -> valueOfArgument ? RowAggregates::mostFrequent : null;
            case "BIT_AND" -> bits(valueOfArgument, result, () -> RowAggregates.bits((left, right) -> left & right));
            case "BIT_OR" -> bits(valueOfArgument, result, () -> RowAggregates.bits((left, right) -> left | right));
            case "BIT_XOR" -> bits(valueOfArgument, result, () -> RowAggregates.bits((left, right) -> left ^ right));
            case "VARIANCE" -> statistic(Statistic.VAR_SAMP, result);
            case "STDDEV" -> statistic(Statistic.STDDEV_SAMP, result);
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
                    "REGR_SYY" ->
                statistic(Statistic.valueOf(call.getAggregation().getName()), result);
            case "LISTAGG", "STRING_AGG" ->
                result.getType() instanceof ArrowType.Utf8 && hasTextArguments(call, inputs)
                        ? RowAggregates::joinedTexts
                        : null;
            case "ARRAY_AGG", "COLLECT" -> result.getType() instanceof ArrowType.List ? lists(call) : null;
            case "ARRAY_CONCAT_AGG", "FUSION" -> valueOfArgument ? RowAggregates::concatenatedLists : null;
            case "PERCENTILE_CONT" -> isDouble(result.getType()) ? RowAggregates::continuousPercentile : null;
            case "PERCENTILE_DISC" -> valueOfArgument ? RowAggregates::discretePercentile : null;
            default -> null;
        };
    }

    private static @Nullable Supplier<RowAggregate> statistic(Statistic statistic, Field result) {
        return isDouble(result.getType()) ? () -> RowAggregates.statistic(statistic) : null;
    }

    private static Supplier<RowAggregate> lists(AggregateCall call) {
        boolean ignoreNulls = call.ignoreNulls();
        return () -> RowAggregates.list(ignoreNulls);
    }

    private static @Nullable Supplier<RowAggregate> bits(
            boolean valueOfArgument, Field result, Supplier<RowAggregate> function) {
        return valueOfArgument && result.getType() instanceof ArrowType.Int ? function : null;
    }

    private static boolean hasTextArguments(AggregateCall call, List<Field> inputs) {
        return call.getArgList().stream()
                .allMatch(argument -> inputs.get(argument).getType() instanceof ArrowType.Utf8);
    }

    private static boolean isDouble(ArrowType type) {
        return type instanceof ArrowType.FloatingPoint floating
                && floating.getPrecision() == FloatingPointPrecision.DOUBLE;
    }

    private static boolean canAdd(ArrowType type) {
        return type instanceof ArrowType.Decimal
                || type instanceof ArrowType.Int integer && integer.getBitWidth() == Long.SIZE
                || isDouble(type);
    }
}
