package org.lancesql.sqltests.random;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/**
 * Runs the random testers for long: {@code -Dlancesql.random.minutes=...}, {@code -Dlancesql.random.seed=...} for the first
 * seed. Prints each finding when it is found, and how many queries were run.
 */
final class RandomProgram {
    private static final int QUERIES = 200;

    private RandomProgram() {}

    public static void main(String[] arguments) throws SQLException {
        long seed = Long.getLong("lancesql.random.seed", System.currentTimeMillis());
        Instant end = Instant.now().plus(Duration.ofMinutes(Long.getLong("lancesql.random.minutes", 10)));
        String only = System.getProperty("lancesql.random.only", "");
        DifferentialRun differential = new DifferentialRun();
        MetamorphicRun metamorphic = new MetamorphicRun();
        int shown = 0;
        int shownToo = 0;
        for (; Instant.now().isBefore(end); seed++) {
            if (!only.equals("metamorphic")) {
                differential.round(seed, QUERIES);
                shown = show(differential, shown);
            }
            if (!only.equals("differential")) {
                metamorphic.round(seed, QUERIES / 6);
                shownToo = show(metamorphic, shownToo);
            }
            System.out.printf(
                    "seed %d: %d queries, %d findings%n",
                    seed, differential.queries() + metamorphic.queries(), shown + shownToo);
        }
        System.out.println("refused: " + differential.refusals() + " " + metamorphic.refusals());
        System.exit(shown + shownToo == 0 ? 0 : 1);
    }

    private static int show(RandomRun run, int shown) {
        run.findings().stream().skip(shown).forEach(System.out::println);
        return run.findings().size();
    }
}
