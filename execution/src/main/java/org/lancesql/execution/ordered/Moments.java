package org.lancesql.execution.ordered;

import org.jspecify.annotations.Nullable;

/** Statistics of pairs of numbers, of which neither is null: {@link PairMoments} that are moved with each pair. */
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
        return new PairMoments(count, firstMean, secondMean, firstSquares, secondSquares, products).get(statistic);
    }
}
