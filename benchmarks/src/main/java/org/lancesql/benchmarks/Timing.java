package org.lancesql.benchmarks;

import java.sql.SQLException;

/**
 * What several runs of one query took.
 *
 * @param answer of the first run
 */
record Timing(double firstMillis, double bestMillis, Answer answer) {
    private static final double NANOS_PER_MILLI = 1e6;

    static Timing of(Contestant contestant, TpchQuery query, int runs) throws SQLException {
        double first = 0;
        double best = Double.MAX_VALUE;
        Answer answer = Answer.NONE;
        for (int run = 0; run < Math.max(1, runs); run++) {
            long start = System.nanoTime();
            Answer given = contestant.run(query);
            double millis = (System.nanoTime() - start) / NANOS_PER_MILLI;
            if (run == 0) {
                first = millis;
                answer = given;
            }
            best = Math.min(best, millis);
        }
        return new Timing(first, best, answer);
    }
}
