package org.lancesql.sqltests.random;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Random queries with parameters, prepared once by LanceSQL and once by DuckDB, and answered by both for many values. */
final class PreparedRun extends RandomRun {
    private static final int VALUES = 20;

    @Override
    String name() {
        return "prepared";
    }

    /** Prepares queries over the tables of a seed. */
    @Override
    void round(long seed, int count) throws SQLException {
        RandomTables tables = RandomTables.of(Choices.drawn(seed));
        try (Connection lance = lance(tables);
                Connection duckDb = duckDb(tables)) {
            for (int i = 0; i < count; i++) {
                Choices choices = Choices.drawn(seed * 1_000_003 + i);
                if (!difference(lance, duckDb, choices, tables, true).isEmpty()) {
                    List<Integer> smallest = Reduction.of(
                            choices.made(),
                            other -> !difference(lance, duckDb, Choices.given(other), tables, false)
                                    .isEmpty());
                    found("seed " + seed + ", query " + i + ": "
                            + difference(lance, duckDb, Choices.given(smallest), tables, false)
                            + "\n  tables:   " + String.join("; ", tables.indexed()));
                }
            }
        }
    }

    /** The first values for which the answers differ, with both; empty if there are none. */
    private String difference(
            Connection lance, Connection duckDb, Choices choices, RandomTables tables, boolean counts) {
        List<Kind> parameters = new ArrayList<>();
        RandomQuery query = new RandomQueries(choices, tables.tables()).next(parameters);
        if (parameters.isEmpty()) {
            return "";
        }
        try (PreparedStatement ours = prepared(lance, query.sql());
                PreparedStatement theirs = prepared(duckDb, query.duckDbSql())) {
            for (int i = 0; i < VALUES; i++) {
                List<Integer> numbers = parameters.stream()
                        .map(kind -> choices.below(kind.literals().size()))
                        .toList();
                Answer actual = answer(ours, values(parameters, numbers, false), query.isOrdered());
                Answer expected = answer(theirs, values(parameters, numbers, true), query.isOrdered());
                if (counts) {
                    compared(1);
                }
                if (differs(actual, expected)) {
                    return query.sql() + "\n  with      " + values(parameters, numbers, false) + "\n  DuckDB:   "
                            + expected + "\n  LanceSQL: " + actual;
                }
            }
            return "";
        } catch (SQLException e) {
            return "";
        }
    }

    private static List<Object> values(List<Kind> kinds, List<Integer> numbers, boolean asText) {
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            Object value = kinds.get(i).javaValue(numbers.get(i));
            // DuckDB's driver does not take every class of java.time.
            values.add(asText && value instanceof java.time.temporal.Temporal ? value.toString() : value);
        }
        return values;
    }
}
