package org.lancesql.sqltests;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A program that creates, drops, takes back and fills tables that others do the same with. It prints {@code ready}, waits
 * until its input ends, and then prints what was acknowledged: {@code created}, {@code replaced}, {@code dropped}, {@code
 * undropped} and {@code inserted <id>}; before an insert {@code inserting <id>}.
 *
 * <p>Arguments: URL, number of the first row, seconds, seed, and {@code places} or {@code replacing}.
 */
final class PlaceRacer {
    /** Another program has made the table, has dropped it, or was faster. */
    private static final Set<String> LOST = Set.of("42P07", "42P01", "40001");

    private final Statement statement;
    private final Random random;
    private long next;

    private PlaceRacer(Statement statement, long first, long seed) {
        this.statement = statement;
        this.next = first;
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Statement statement = connection.createStatement()) {
            PlaceRacer racer = new PlaceRacer(statement, Long.parseLong(arguments[1]), Long.parseLong(arguments[3]));
            boolean replacing = arguments[4].equals("replacing");
            System.out.println("ready");
            while (System.in.read() >= 0) {
                // Everybody starts at once.
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(arguments[2]));
            while (System.nanoTime() < end) {
                if (replacing) {
                    racer.copyOrInsert();
                } else {
                    racer.move();
                }
            }
        }
    }

    private void move() throws SQLException {
        String table = "t" + random.nextInt(2);
        switch (random.nextInt(8)) {
            case 0, 1 -> run("CREATE TABLE " + table + " (id BIGINT)", "created");
            case 2 -> run("DROP TABLE " + table, "dropped");
            case 3 -> run("UNDROP TABLE " + table, "undropped");
            default -> insert(table);
        }
    }

    private void copyOrInsert() throws SQLException {
        if (random.nextInt(3) == 0) {
            run("CREATE OR REPLACE TABLE t AS SELECT id FROM t", "replaced");
        } else {
            insert("t");
        }
    }

    private void insert(String table) throws SQLException {
        long id = next++;
        System.out.println("inserting " + id);
        run("INSERT INTO " + table + " VALUES (" + id + ")", "inserted " + id);
    }

    private void run(String sql, String done) throws SQLException {
        try {
            statement.execute(sql);
            System.out.println(done);
        } catch (SQLException e) {
            if (!LOST.contains(e.getSQLState())) {
                throw new SQLException(sql + ": " + e.getMessage(), e.getSQLState(), e);
            }
        }
    }
}
