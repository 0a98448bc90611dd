package org.lancesql.sqltests.random;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Random conditions with parameters, prepared once and run with many values: the rows are still divided in three, and what is
 * counted is what is true.
 */
final class ParameterRun extends RandomRun {
    private static final int VALUES = 20;

    @Override
    String name() {
        return "parameters";
    }

    /** Prepares conditions over the tables of a seed. */
    @Override
    void round(long seed, int count) throws SQLException {
        RandomTables tables = RandomTables.of(Choices.drawn(seed));
        try (Connection lance = lance(tables)) {
            for (int i = 0; i < count; i++) {
                Choices choices = Choices.drawn(seed * 1_000_003 + i);
                String contradiction = contradiction(lance, choices, tables, true);
                if (!contradiction.isEmpty()) {
                    List<Integer> smallest = Reduction.of(
                            choices.made(),
                            other -> !contradiction(lance, Choices.given(other), tables, false)
                                    .isEmpty());
                    found("seed " + seed + ", query " + i + ": "
                            + contradiction(lance, Choices.given(smallest), tables, false)
                            + "\n  tables: " + String.join("; ", tables.indexed()));
                }
            }
        }
    }

    /** What does not agree for one of the values, empty if all does. */
    private String contradiction(Connection lance, Choices choices, RandomTables tables, boolean counts) {
        RandomQueries queries = new RandomQueries(choices, tables.tables(), true);
        List<Kind> parameters = new ArrayList<>();
        Partitioned query = queries.partitioned(parameters);
        if (parameters.isEmpty()) {
            return "";
        }
        List<String> texts = new ArrayList<>(query.parts());
        texts.add(query.count());
        texts.add(query.truths());
        List<PreparedStatement> statements = new ArrayList<>();
        try {
            Answer whole = answer(lance, query.whole(), false);
            for (String text : texts) {
                statements.add(prepared(lance, text));
            }
            for (int i = 0; i < VALUES; i++) {
                List<Object> values = parameters.stream()
                        .map(kind ->
                                kind.javaValue(choices.below(kind.literals().size())))
                        .toList();
                List<Answer> answers = statements.stream()
                        .map(statement -> answer(statement, values, false))
                        .toList();
                if (counts) {
                    compared(answers.size());
                }
                String contradiction = contradiction(query, whole, answers);
                if (!contradiction.isEmpty()) {
                    return contradiction + "\n  with " + values;
                }
            }
            return "";
        } catch (SQLException e) {
            Answer answer = Answer.of(e);
            return isRefused(answer) || answer.isDataError() ? "" : query + "\n  " + answer;
        } finally {
            statements.forEach(ParameterRun::close);
        }
    }

    private String contradiction(Partitioned query, Answer whole, List<Answer> answers) {
        if (answers.stream().anyMatch(answer -> isRefused(answer) || answer.isDataError())
                || isRefused(whole)
                || whole.isDataError()) {
            return "";
        }
        return query.contradiction(whole, answers.subList(0, 3), answers.get(3), answers.get(4));
    }

    private static void close(PreparedStatement statement) {
        try {
            statement.close();
        } catch (SQLException e) {
            throw new IllegalStateException("A statement cannot be closed", e);
        }
    }
}
