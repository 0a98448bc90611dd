package org.lancesql.sqltests;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A program that writes units of work into the table {@code journal (unit BIGINT, part INT)} until it is killed. It prints
 * {@code begin <unit> <parts>} before a unit and {@code done <unit>} when the unit was acknowledged.
 *
 * <p>Arguments: URL, {@link Mode}, number of the first unit.
 */
final class JournalWriter {
    private static final int GROUP_THREADS = 4;
    private static final long UNITS_PER_THREAD = 1_000_000;
    private static final String INSERT = "INSERT INTO journal VALUES (?, ?)";

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
        Mode mode = Mode.valueOf(arguments[1]);
        JournalWriter writer = new JournalWriter(arguments[0], mode, new PrintStream(System.out, true));
        long first = Long.parseLong(arguments[2]);
        int count = mode == Mode.GROUP ? GROUP_THREADS : 1;
        ExecutorService threads = Executors.newFixedThreadPool(count);
        List<Future<Void>> writers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long start = first + i * UNITS_PER_THREAD;
            writers.add(threads.submit((Callable<Void>) () -> writer.writeFrom(start)));
        }
        for (Future<Void> running : writers) {
            running.get();
        }
    }

    /** Ends only with an error or the program. */
    private Void writeFrom(long first) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(mode != Mode.TRANSACTION);
            for (long unit = first; ; unit++) {
                out.println("begin " + unit + " " + mode.parts());
                switch (mode) {
                    case AUTOCOMMIT, GROUP -> insert(insert, unit, 0);
                    case BATCH -> insertBatch(insert, unit);
                    case TRANSACTION -> commitTransaction(connection, insert, unit);
                }
                out.println("done " + unit);
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
            statement.executeUpdate("UPDATE journal SET part = part - 1 WHERE unit = " + unit);
            statement.executeUpdate("UPDATE journal SET part = part + 1 WHERE unit = -1");
        }
        connection.commit();
    }
}
