package org.lancesql.sqltests;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A program that writes units of work in all modes at once, each into a table {@code (unit BIGINT, part INT)} of its own,
 * until it is killed. It prints {@code begin <mode> <unit>} before a unit and {@code done <mode> <unit>} when the unit was
 * acknowledged.
 *
 * <p>Arguments: URL, and for each {@link Mode} the number of its first unit.
 */
final class JournalWriter {
    private static final int GROUP_THREADS = 4;
    private static final long UNITS_PER_THREAD = 1_000_000;

    /** What a unit is. */
    enum Mode {
        /** One statement of one row. */
        AUTOCOMMIT(1),
        /** Three rows, an UPDATE of them and one of a row that counts, in a transaction. */
        TRANSACTION(3),
        /** One batch of rows. */
        BATCH(50),
        /** As AUTOCOMMIT, in several threads whose commits are grouped. */
        GROUP(1);

        private final int parts;

        Mode(int parts) {
            this.parts = parts;
        }

        int parts() {
            return parts;
        }

        String table() {
            return "journal_" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final String url;
    private final Mode mode;
    private final PrintStream out;

    private JournalWriter(String url, Mode mode, PrintStream out) {
        this.url = url;
        this.mode = mode;
        this.out = out;
    }

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, true);
        ExecutorService threads = Executors.newCachedThreadPool();
        CompletionService<Void> writers = new ExecutorCompletionService<>(threads);
        for (Mode mode : Mode.values()) {
            JournalWriter writer = new JournalWriter(arguments[0], mode, out);
            long first = Long.parseLong(arguments[1 + mode.ordinal()]);
            for (int i = 0; i < (mode == Mode.GROUP ? GROUP_THREADS : 1); i++) {
                long start = first + i * UNITS_PER_THREAD;
                writers.submit(() -> writer.writeFrom(start));
            }
        }
        try {
            writers.take().get();
        } finally {
            threads.shutdownNow();
        }
    }

    /** Ends only with an error or the program. */
    private Void writeFrom(long first) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO " + mode.table() + " VALUES (?, ?)")) {
            connection.setAutoCommit(mode != Mode.TRANSACTION);
            for (long unit = first; ; unit++) {
                out.println("begin " + mode + " " + unit);
                switch (mode) {
                    case AUTOCOMMIT, GROUP -> insert(insert, unit, 0);
                    case BATCH -> insertBatch(insert, unit);
                    case TRANSACTION -> commitTransaction(connection, insert, unit);
                }
                out.println("done " + mode + " " + unit);
            }
        }
    }

    private static void insert(PreparedStatement insert, long unit, int part) throws SQLException {
        insert.setLong(1, unit);
        insert.setInt(2, part);
        insert.executeUpdate();
    }

    private void insertBatch(PreparedStatement insert, long unit) throws SQLException {
        for (int part = 0; part < mode.parts(); part++) {
            insert.setLong(1, unit);
            insert.setInt(2, part);
            insert.addBatch();
        }
        insert.executeBatch();
    }

    /** Changes rows of its own, and counts itself in a row that is there already. */
    private void commitTransaction(Connection connection, PreparedStatement insert, long unit) throws SQLException {
        for (int part = 0; part < mode.parts(); part++) {
            insert(insert, unit, part + 1);
        }
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE " + mode.table() + " SET part = part - 1 WHERE unit = " + unit);
            statement.executeUpdate("UPDATE " + mode.table() + " SET part = part + 1 WHERE unit = -1");
        }
        connection.commit();
    }
}
