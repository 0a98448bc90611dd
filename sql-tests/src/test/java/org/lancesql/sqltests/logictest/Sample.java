package org.lancesql.sqltests.logictest;

import java.util.Random;
import java.util.function.Predicate;
import org.lancesql.sqltests.logictest.TestRecord.Change;

/** The statements at the beginning of a file, and a seeded share of the queries between and behind them. */
final class Sample implements Predicate<TestRecord> {
    private final Random random;
    private final double share;
    private int changesLeft;

    /**
     * A sample of one file.
     *
     * @param share of the queries, from 0 to 1
     * @param changes the most statements; the sample ends with the last of them
     */
    Sample(String file, long seed, double share, int changes) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("A share is between 0 and 1, not " + share);
        }
        this.random = new Random(seed ^ file.hashCode());
        this.share = share;
        this.changesLeft = changes;
    }

    @Override
    public boolean test(TestRecord record) {
        if (record instanceof Change) {
            return changesLeft-- > 0;
        }
        return changesLeft >= 0 && random.nextDouble() < share;
    }
}
