package org.lancesql.execution.ordered;

import org.jspecify.annotations.Nullable;

/**
 * Statistics of pairs of numbers, of which neither is null; of single numbers where they are paired with themselves. Means
 * are moved with each pair, as the difference of two large sums would lose all digits of values far from zero.
 */
final class Moments implements RowAggregate {
    private final RowAggregates.Statistic statistic;
    private long count;
    private double firstMean;
    private double secondMean;
    private double firstSquares;
    private double secondSquares;
    private double products;

    Moments(RowAggregates.Statistic statistic) {
        this.statistic = statistic;
    }

    @Override
    public void begin() {
        count = 0;
        firstMean = 0;
        secondMean = 0;
        firstSquares = 0;
        secondSquares = 0;
        products = 0;
    }

    @Override
    public void add(@Nullable Object[] arguments) {
        if (!(arguments[0] instanceof Number left) || !(arguments[arguments.length - 1] instanceof Number right)) {
            return;
        }
        double first = left.doubleValue();
        double second = right.doubleValue();
        count++;
        double firstDistance = first - firstMean;
        double secondDistance = second - secondMean;
        firstMean += firstDistance / count;
        secondMean += secondDistance / count;
        firstSquares += firstDistance * (first - firstMean);
        secondSquares += secondDistance * (second - secondMean);
        products += firstDistance * (second - secondMean);
    }

    @Override
    public @Nullable Object end() {
        return switch (statistic) {
            case VAR_POP, COVAR_POP -> divided(products, count);
            case VAR_SAMP, COVAR_SAMP -> divided(products, count - 1);
            case STDDEV_POP -> root(divided(products, count));
            case STDDEV_SAMP -> root(divided(products, count - 1));
            case REGR_SXX -> ofAny(secondSquares);
            case REGR_SYY -> ofAny(firstSquares);
            case REGR_SXY -> ofAny(products);
            case REGR_AVGX -> ofAny(secondMean);
            case REGR_AVGY -> ofAny(firstMean);
            case REGR_SLOPE -> secondSquares == 0 ? null : (Double) slope();
            case REGR_INTERCEPT -> secondSquares == 0 ? null : (Double) (firstMean - slope() * secondMean);
            case REGR_R2 -> secondSquares == 0 ? null : (Double) (firstSquares == 0 ? 1 : determination());
            case CORR -> firstSquares == 0 || secondSquares == 0 ? null : (Double) correlation();
        };
    }

    private @Nullable Double ofAny(double value) {
        return count == 0 ? null : (Double) value;
    }

    private double slope() {
        return products / secondSquares;
    }

    private double determination() {
        return products * products / (firstSquares * secondSquares);
    }

    /** The root of a product has more digits than the product of two roots, unless it is beyond what a DOUBLE holds. */
    private double correlation() {
        double root = Math.sqrt(firstSquares * secondSquares);
        return products
                / (root > 0 && Double.isFinite(root) ? root : Math.sqrt(firstSquares) * Math.sqrt(secondSquares));
    }

    private static @Nullable Double divided(double sum, long divisor) {
        return divisor <= 0 ? null : (Double) (sum / divisor);
    }

    private static @Nullable Double root(@Nullable Double variance) {
        return variance == null ? null : (Double) Math.sqrt(variance);
    }
}
