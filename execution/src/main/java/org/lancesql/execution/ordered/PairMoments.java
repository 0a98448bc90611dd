package org.lancesql.execution.ordered;

import org.jspecify.annotations.Nullable;
import org.lancesql.execution.ordered.RowAggregates.Statistic;

/**
 * What statistics of pairs of numbers are made of; of single numbers where they are paired with themselves. Means and
 * squared distances from them are kept, as the difference of two large sums would lose all digits of values far from zero
 * (Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, 1983).
 *
 * @param count how many pairs
 * @param firstSquares sum of the squared distances of the first numbers from their mean
 * @param products sum of the products of both distances
 */
public record PairMoments(
        long count, double firstMean, double secondMean, double firstSquares, double secondSquares, double products) {
    /** Those of no pair. */
    public static final PairMoments NONE = new PairMoments(0, 0, 0, 0, 0, 0);

    /** Those of one pair. */
    public static PairMoments of(double first, double second) {
        // Zero, but NaN for numbers that are not finite, which have no distance from themselves.
        double noFirst = Math.abs(0 * first);
        double noSecond = Math.abs(0 * second);
        return new PairMoments(1, first, second, noFirst, noSecond, noFirst + noSecond);
    }

    /** Those of these pairs and others. */
    public PairMoments and(PairMoments other) {
        if (count == 0) {
            return other;
        } else if (other.count == 0) {
            return this;
        }
        long both = count + other.count;
        double share = (double) other.count / both;
        double firstDistance = other.firstMean - firstMean;
        double secondDistance = other.secondMean - secondMean;
        double weight = count * share;
        return new PairMoments(
                both,
                firstMean + firstDistance * share,
                secondMean + secondDistance * share,
                firstSquares + other.firstSquares + firstDistance * firstDistance * weight,
                secondSquares + other.secondSquares + secondDistance * secondDistance * weight,
                products + other.products + firstDistance * secondDistance * weight);
    }

    /** A statistic; null where there are too few pairs for it. */
    public @Nullable Double get(Statistic statistic) {
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
