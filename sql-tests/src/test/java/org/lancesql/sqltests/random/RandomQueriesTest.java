package org.lancesql.sqltests.random;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random queries give DuckDB's answers, and answers that agree with each other. Another run: {@code
 * -Dlancesql.test.seed=...}; {@code make fuzz} runs for long.
 */
class RandomQueriesTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int ROUNDS = 3;

    @Test
    void randomQueriesGiveTheAnswersOfDuckDb() throws SQLException {
        DifferentialRun run = new DifferentialRun();
        for (int round = 0; round < ROUNDS; round++) {
            run.round(SEED + round, 120);
        }
        check(run, ROUNDS * 120);
    }

    @Test
    void queriesAreTheUnionOfTheirPartsAndCountsAgree() throws SQLException {
        MetamorphicRun run = new MetamorphicRun();
        for (int round = 0; round < ROUNDS; round++) {
            run.round(SEED + round, 25);
        }
        check(run, ROUNDS * 25 * 6);
    }

    private static void check(RandomRun run, long queries) {
        assertThat(run.findings()).as("from seed %s", SEED).isEmpty();
        assertThat(run.queries()).isEqualTo(queries);
    }

    @Test
    void reductionFindsTheSmallestChoicesThatFail() {
        List<Integer> smallest = Reduction.of(
                List.of(3, 1, 4, 1, 5, 9, 2, 6), choices -> choices.contains(5) && choices.get(choices.size() - 1) > 1);
        assertThat(smallest).isEqualTo(List.of(5));
    }

    @Test
    void givenChoicesMakeTheQueryThatTheyWereDrawnFor() {
        RandomTables tables = RandomTables.of(Choices.drawn(SEED));
        Choices drawn = Choices.drawn(SEED + 1);
        RandomQuery query = new RandomQueries(drawn, tables.tables()).next();
        assertThat(new RandomQueries(Choices.given(drawn.made()), tables.tables()).next())
                .isEqualTo(query);
    }
}
