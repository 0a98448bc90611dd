package org.lancesql.sqltests.random;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Random queries over random tables, answered by LanceSQL and by DuckDB. */
final class DifferentialRun extends RandomRun {
    @Override
    String name() {
        return "differential";
    }

    /** Runs queries over the tables of a seed; the answers to each have to be the same. */
    @Override
    void round(long seed, int count) throws SQLException {
        RandomTables tables = RandomTables.of(Choices.drawn(seed));
        try (Connection lance = lance(tables);
                Connection duckDb = duckDb(tables)) {
            for (int i = 0; i < count; i++) {
                Choices choices = Choices.drawn(seed * 1_000_003 + i);
                RandomQuery query = query(choices, tables);
                if (differs(lance, duckDb, query) && isNew(answer(lance, query.sql(), false))) {
                    report(lance, duckDb, tables, choices.made(), "seed " + seed + ", query " + i);
                }
                compared(1);
            }
        }
    }

    private static RandomQuery query(Choices choices, RandomTables tables) {
        return new RandomQueries(choices, tables.tables()).next();
    }

    private boolean differs(Connection lance, Connection duckDb, RandomQuery query) {
        return differs(
                answer(lance, query.sql(), query.isOrdered()), answer(duckDb, query.duckDbSql(), query.isOrdered()));
    }

    private void report(Connection lance, Connection duckDb, RandomTables tables, List<Integer> choices, String place) {
        List<Integer> smallest =
                Reduction.of(choices, other -> differs(lance, duckDb, query(Choices.given(other), tables)));
        RandomQuery query = query(Choices.given(smallest), tables);
        found(place + ": " + query.sql()
                + "\n  DuckDB:   " + answer(duckDb, query.duckDbSql(), query.isOrdered())
                + "\n  LanceSQL: " + answer(lance, query.sql(), query.isOrdered())
                + "\n  tables:   " + String.join("; ", tables.indexed()));
    }
}
