package org.lancesql.sqltests.random;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.lancesql.sqltests.Rows;

/** What the random testers share: tables, answers, and the list of what was found. */
abstract class RandomRun {
    static final int TIMEOUT_SECONDS = 30;

    private static final String TOO_SLOW = "57014";
    private static final String INTERNAL = "Internal error, please report it with the statement and this stack trace: ";

    private final List<String> findings = new ArrayList<>();
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Set<String> errors = new HashSet<>();
    private long queries;

    /** An answer: rows as text, or an error. */
    record Answer(List<String> rows, String state, String message) {
        static Answer of(List<String> rows) {
            return new Answer(List.copyOf(rows), "", "");
        }

        static Answer of(SQLException e) {
            String state = e.getSQLState() == null || e.getSQLState().isEmpty() ? "none" : e.getSQLState();
            return new Answer(List.of(), state, String.valueOf(e.getMessage()));
        }

        boolean isError() {
            return !state.isEmpty();
        }

        /** An error that depends on which rows are computed, and on how wide numbers are. */
        boolean isDataError() {
            return state.startsWith("22");
        }

        boolean isInternal() {
            return state.equals("none") || state.startsWith("XX") || state.startsWith("58");
        }

        @Override
        public String toString() {
            return isError() ? state + ": " + message : rows.toString();
        }
    }

    /** What the tester is called. */
    abstract String name();

    /** Tests so many queries over the tables of a seed. */
    abstract void round(long seed, int count) throws SQLException;

    /** How many queries were compared. */
    final long queries() {
        return queries;
    }

    /** What differs, each with its seed and the smallest query found. */
    final List<String> findings() {
        return List.copyOf(findings);
    }

    /** What was refused (0A000) or took too long, and how often. */
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

    /** Whether this is an answer, or an error that was not found yet: to make each of them smaller takes long. */
    final boolean isNew(Answer answer) {
        return !answer.isError() || errors.add(answer.state() + firstLine(answer.message()));
    }

    private static String firstLine(String message) {
        return message.replace(INTERNAL, "")
                .lines()
                .limit(1)
                .map(line -> line.substring(0, Math.min(120, line.length())))
                .findFirst()
                .orElse("");
    }

    /** Whether an answer is another than DuckDB's; an error of data on one side is none. */
    final boolean differs(Answer actual, Answer expected) {
        if (isRefused(actual)) {
            return false;
        }
        if (expected.isError() || actual.isDataError()) {
            return actual.isInternal();
        }
        return !actual.rows().equals(expected.rows()) || actual.isError();
    }

    final boolean isRefused(Answer answer) {
        boolean isRefused = answer.state().equals("0A000") || answer.state().equals(TOO_SLOW);
        if (isRefused) {
            refusals.merge(firstLine(answer.message().replaceAll("Line \\d+, column \\d+: ", "")), 1, Integer::sum);
        }
        return isRefused;
    }

    /** A new database of LanceSQL with the tables. */
    static Connection lance(RandomTables tables) throws SQLException {
        return loaded(DriverManager.getConnection("jdbc:lance:?sync=os"), tables.indexed());
    }

    /** A new database of DuckDB with the tables, which needs no threads for so few rows. */
    static Connection duckDb(RandomTables tables) throws SQLException {
        List<String> statements = new ArrayList<>(List.of("SET threads = 1"));
        statements.addAll(tables.statements());
        return loaded(DriverManager.getConnection("jdbc:duckdb:"), statements);
    }

    private static Connection loaded(Connection connection, List<String> statements) throws SQLException {
        try {
            load(connection, statements);
            return connection;
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    static void load(Connection connection, List<String> statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }

    static Answer answer(Connection connection, String sql, boolean isOrdered) {
        try {
            List<List<Object>> rows = Rows.of(connection, sql, TIMEOUT_SECONDS);
            return Answer.of(isOrdered ? Rows.text(rows) : Rows.sorted(rows));
        } catch (SQLException e) {
            return Answer.of(e);
        } catch (RuntimeException e) {
            return new Answer(List.of(), "none", e.toString());
        }
    }

    static PreparedStatement prepared(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setQueryTimeout(TIMEOUT_SECONDS);
        return statement;
    }

    static Answer answer(PreparedStatement statement, List<Object> values, boolean isOrdered) {
        try {
            for (int i = 0; i < values.size(); i++) {
                statement.setObject(i + 1, values.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<List<Object>> read = Rows.read(rows);
                return Answer.of(isOrdered ? Rows.text(read) : Rows.sorted(read));
            }
        } catch (SQLException e) {
            return Answer.of(e);
        } catch (RuntimeException e) {
            return new Answer(List.of(), "none", e.toString());
        }
    }
}
