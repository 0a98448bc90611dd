package org.lancesql.sqltests;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A program that counts in the rows of the table {@code c (id BIGINT PRIMARY KEY, n BIGINT, owner VARCHAR)} and races for
 * keys that others want as well. It prints {@code ready}, waits until its input ends, works, and prints {@code won <key>}
 * for each key that it got, {@code tried <last key>} and {@code counted <increments>}.
 *
 * <p>Arguments: URL, name of the owner, seconds, seed.
 */
final class RacingWriter {
    static final int COUNTERS = 4;
    static final long FIRST_KEY = 1_000;

    private static final String CONFLICT = "40001";
    private static final String DUPLICATE = "23505";

    private final Connection connection;
    private final String owner;
    private final Random random;
    private final List<Long> won = new ArrayList<>();
    private long increments;
    private long key = FIRST_KEY;

    private RacingWriter(Connection connection, String owner, long seed) {
        this.connection = connection;
        this.owner = owner;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(arguments[0])) {
            RacingWriter writer = new RacingWriter(connection, arguments[1], Long.parseLong(arguments[3]));
            writer.total();
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Everybody starts at once.
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
            long seen = 0;
            while (System.nanoTime() < end) {
                writer.work();
                long total = writer.total();
                if (total < seen) {
                    throw new IllegalStateException("the counters went from " + seen + " back to " + total);
                }
                seen = total;
            }
            writer.won.forEach(key -> System.out.println("won " + key));
            System.out.println("tried " + writer.key);
            System.out.println("counted " + writer.increments);
        }
    }

    private void work() throws SQLException {
        switch (random.nextInt(4)) {
            case 0 -> retried(() -> update(random.nextInt(COUNTERS)));
            case 1 -> retried(this::updateTwice);
            case 2 -> retried(() -> update("UPDATE c SET n = n + 1 WHERE id IN (0, 1)", 2));
            default -> race();
        }
    }

    /** Work that counts when it was acknowledged. */
    private interface Work {
        /** Number of increments. */
        long run() throws SQLException;
    }

    /** Runs work again as long as others are faster. */
    private void retried(Work work) throws SQLException {
        while (true) {
            try {
                increments += work.run();
                return;
            } catch (SQLException e) {
                if (!CONFLICT.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private long update(int counter) throws SQLException {
        return update("UPDATE c SET n = n + 1 WHERE id = " + counter, 1);
    }

    private long update(String sql, int rows) throws SQLException {
        int count = execute(sql);
        if (count != rows) {
            throw new IllegalStateException(sql + " changed " + count + " rows");
        }
        return count;
    }

    private long updateTwice() throws SQLException {
        connection.setAutoCommit(false);
        try {
            long count = update(random.nextInt(COUNTERS)) + update(random.nextInt(COUNTERS));
            connection.commit();
            return count;
        } catch (SQLException e) {
            connection.rollback();
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void race() throws SQLException {
        key++;
        while (true) {
            try {
                execute("INSERT INTO c VALUES (" + key + ", 0, '" + owner + "')");
                won.add(key);
                return;
            } catch (SQLException e) {
                if (DUPLICATE.equals(e.getSQLState())) {
                    return;
                }
                if (!CONFLICT.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
    }

    private long total() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT sum(n) FROM c WHERE id < " + COUNTERS)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }
}
