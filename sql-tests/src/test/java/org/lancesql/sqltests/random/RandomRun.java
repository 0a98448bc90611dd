package org.lancesql.sqltests.random;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.lancesql.sqltests.Rows;

/** What the random testers share: tables, answers, and the list of what was found. */
abstract class RandomRun {
    private static final int TIMEOUT_SECONDS = 30;

    private final List<String> findings = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private long queries;

    /** An answer: rows as text, or an error. */
    record Answer(List<String> rows, String state, String message) {
        static Answer of(List<String> rows) {
            return new Answer(List.copyOf(rows), "", "");
        }

        boolean isError() {
            return !state.isEmpty();
        }

        /** An error that depends on which rows are computed, and on how wide numbers are. */
        boolean isDataError() {
            return state.startsWith("22");
        }

        @Override
        public String toString() {
            return isError() ? state + ": " + message : rows.toString();
        }
    }

    /** How many queries were compared. */
    final long queries() {
        return queries;
    }

    /** What differs, each with its seed and the smallest query found. */
    final List<String> findings() {
        return List.copyOf(findings);
    }

    /** The features that were refused (0A000), and how often. */
    final Map<String, Integer> refusals() {
        return Map.copyOf(refusals);
    }

    final void compared(int count) {
        queries += count;
    }

    final void found(String finding) {
        findings.add(finding);
        System.out.println(finding);
    }

    final boolean isRefused(Answer answer) {
        boolean isRefused = answer.state().equals("0A000");
        if (isRefused) {
            refusals.merge(answer.message().replaceAll("Line \\d+, column \\d+: ", ""), 1, Integer::sum);
        }
        return isRefused;
    }

    static void load(Connection connection, RandomTables tables) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : tables.statements()) {
                statement.executeUpdate(sql);
            }
        }
    }

    static Answer answer(Connection connection, String sql, boolean isOrdered) {
        try {
            List<List<Object>> rows = Rows.of(connection, sql, TIMEOUT_SECONDS);
            return Answer.of(isOrdered ? Rows.text(rows) : Rows.sorted(rows));
        } catch (SQLException e) {
            String state = e.getSQLState() == null || e.getSQLState().isEmpty() ? "none" : e.getSQLState();
            return new Answer(List.of(), state, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return new Answer(List.of(), "none", e.toString());
        }
    }
}
