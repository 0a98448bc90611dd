package org.lancesql.sqltests.random;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/** Random queries whose answers have to agree with each other: a query with its three parts, a count with what it counts. */
final class MetamorphicRun extends RandomRun {
    @Override
    String name() {
        return "metamorphic";
    }

    /** Runs queries over the tables of a seed. */
    @Override
    void round(long seed, int count) throws SQLException {
        RandomTables tables = RandomTables.of(Choices.drawn(seed));
        try (Connection lance = lance(tables)) {
            for (int i = 0; i < count; i++) {
                Choices choices = Choices.drawn(seed * 1_000_003 + i);
                if (!contradiction(lance, query(choices, tables)).isEmpty()) {
                    List<Integer> smallest = Reduction.of(
                            choices.made(),
                            other -> !contradiction(lance, query(Choices.given(other), tables))
                                    .isEmpty());
                    found("seed " + seed + ", query " + i + ": "
                            + contradiction(lance, query(Choices.given(smallest), tables))
                            + "\n  tables: " + String.join("; ", tables.indexed()));
                }
                compared(6);
            }
        }
    }

    private static Partitioned query(Choices choices, RandomTables tables) {
        return new RandomQueries(choices, tables.tables(), true).partitioned();
    }

    /** What does not agree, empty if all does. */
    private String contradiction(Connection lance, Partitioned query) {
        Answer whole = answer(lance, query.whole(), false);
        List<Answer> parts =
                query.parts().stream().map(part -> answer(lance, part, false)).toList();
        Answer count = answer(lance, query.count(), false);
        Answer truths = answer(lance, query.truths(), false);
        List<Answer> all =
                Stream.concat(Stream.of(whole, count, truths), parts.stream()).toList();
        if (all.stream().anyMatch(this::isRefused) || all.stream().anyMatch(Answer::isDataError)) {
            return "";
        }
        return query.contradiction(whole, parts, count, truths);
    }
}
