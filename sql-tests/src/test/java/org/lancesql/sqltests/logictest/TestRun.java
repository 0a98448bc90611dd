package org.lancesql.sqltests.logictest;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.lancesql.sqltests.logictest.TestRecord.Change;
import org.lancesql.sqltests.logictest.TestRecord.Question;

/** Runs a test file on a database of its own, each statement committed for itself, and counts what came of its records. */
final class TestRun {
    private static final String DATABASE = "postgresql";
    private static final int SLOW_MILLIS = 1_000;

    private final String file;
    private final Predicate<TestRecord> isWanted;
    private final List<String> failures = new ArrayList<>();
    private final List<String> slow = new ArrayList<>();
    private int passed;
    private int skipped;

    private TestRun(String file, Predicate<TestRecord> isWanted) {
        this.file = file;
        this.isWanted = isWanted;
    }

    /**
     * What came of a file.
     *
     * @param passed statements and queries that did what the file expects
     * @param skipped those that {@link SkippedStatements} lists
     * @param failures a text for each of the others: place, SQL text, expected, actual
     * @param slow statements that took more than a second
     */
    record Outcome(int passed, int skipped, List<String> failures, List<String> slow) {}

    /**
     * Runs the records of a file that are wanted.
     *
     * @param url of an empty database, or of a temporary one
     */
    static Outcome of(String file, String url, Predicate<TestRecord> isWanted) throws SQLException, IOException {
        TestRun run = new TestRun(file, isWanted);
        try (Connection connection = DriverManager.getConnection(url);
                TestFileReader records = new TestFileReader(TestFiles.open(file), DATABASE)) {
            for (TestRecord record = records.next(); record != null; record = records.next()) {
                run.run(connection, record);
            }
        }
        return new Outcome(run.passed, run.skipped, List.copyOf(run.failures), List.copyOf(run.slow));
    }

    private void run(Connection connection, TestRecord record) {
        if (!isWanted.test(record)) {
            return;
        }
        if (SkippedStatements.reason(file, record.sql()).isPresent()) {
            skipped++;
            return;
        }
        long start = System.nanoTime();
        if (record instanceof Change change) {
            change(connection, change);
        } else if (record instanceof Question question) {
            ask(connection, question);
        }
        long millis = (System.nanoTime() - start) / 1_000_000;
        if (millis > SLOW_MILLIS) {
            slow.add(millis + " ms: " + place(record));
        }
    }

    private void change(Connection connection, Change change) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(change.sql());
            check(change, change.isAccepted(), "an error", "no error");
        } catch (SQLException e) {
            check(change, !change.isAccepted(), "no error", e.toString());
        }
    }

    private void ask(Connection connection, Question question) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question.sql())) {
            List<String> values = TestAnswer.read(rows, question);
            check(
                    question,
                    TestAnswer.isExpected(values, question),
                    question.expected().toString(),
                    TestAnswer.shown(values, question).toString());
        } catch (SQLException | RuntimeException e) {
            check(question, false, question.expected().toString(), e.toString());
        }
    }

    private void check(TestRecord record, boolean isRight, String expected, String actual) {
        if (isRight) {
            passed++;
        } else {
            failures.add(place(record) + "\n  expected: " + expected + "\n  actual:   " + actual);
        }
    }

    private String place(TestRecord record) {
        return file + ":" + record.line() + ": " + record.sql();
    }
}
