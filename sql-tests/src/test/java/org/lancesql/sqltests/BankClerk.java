package org.lancesql.sqltests;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A program that moves money between the accounts of the tables {@code checking} and {@code savings} and writes each
 * transfer into {@code journal}, in one transaction. It prints {@code begin <transfer> <source> <target> <amount>} before a
 * transfer, {@code done <transfer>} when it was acknowledged and seen by another connection, {@code unknown <transfer>} when
 * nobody knows what became of it, and {@code end}, when its input has ended.
 *
 * <p>Arguments: URL, number of the first transfer, seed.
 */
final class BankClerk {
    static final int ACCOUNTS = 20;
    static final long FIRST_BALANCE = 1_000;

    private static final int MOST_MONEY = 50;
    private static final String CONFLICT = "40001";
    private static final String UNKNOWN = "08007";

    private final Connection connection;
    private final PreparedStatement debit;
    private final PreparedStatement credit;
    private final PreparedStatement note;
    private final PreparedStatement lookUp;
    private final Random random;
    private final PrintStream out = new PrintStream(System.out, true);

    private BankClerk(Connection connection, Connection other, long seed) throws SQLException {
        this.connection = connection;
        this.debit = connection.prepareStatement("UPDATE checking SET balance = balance - ? WHERE id = ?");
        this.credit = connection.prepareStatement("UPDATE savings SET balance = balance + ? WHERE id = ?");
        this.note = connection.prepareStatement("INSERT INTO journal VALUES (?, ?, ?, ?)");
        this.lookUp = other.prepareStatement("SELECT count(*) FROM journal WHERE transfer = ?");
        this.random = new Random(seed);
    }

    public static void main(String[] arguments) throws SQLException {
        AtomicBoolean isOver = new AtomicBoolean();
        Thread listener = new Thread(() -> {
            readToEnd();
            isOver.set(true);
        });
        listener.setDaemon(true);
        listener.start();
        try (Connection connection = DriverManager.getConnection(arguments[0]);
                Connection other = DriverManager.getConnection(arguments[0])) {
            connection.setAutoCommit(false);
            BankClerk clerk = new BankClerk(connection, other, Long.parseLong(arguments[2]));
            for (long transfer = Long.parseLong(arguments[1]); !isOver.get(); transfer++) {
                clerk.transfer(transfer);
            }
            clerk.out.println("end");
        }
    }

    private static void readToEnd() {
        try {
            System.in.transferTo(OutputStream.nullOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void transfer(long transfer) throws SQLException {
        long source = random.nextInt(ACCOUNTS);
        long target = random.nextInt(ACCOUNTS);
        long amount = 1 + random.nextInt(MOST_MONEY);
        if (random.nextBoolean()) {
            amount = -amount;
        }
        out.println("begin " + transfer + " " + source + " " + target + " " + amount);
        while (true) {
            try {
                change(debit, amount, source);
                change(credit, amount, target);
                change(note, transfer, source, target, amount);
                connection.commit();
                break;
            } catch (SQLException e) {
                connection.rollback();
                if (UNKNOWN.equals(e.getSQLState())) {
                    out.println("unknown " + transfer);
                    return;
                }
                if (!CONFLICT.equals(e.getSQLState())) {
                    throw e;
                }
            }
        }
        if (copies(transfer) != 1) {
            throw new IllegalStateException(
                    "transfer " + transfer + " was acknowledged, and is there " + copies(transfer) + " times");
        }
        out.println("done " + transfer);
    }

    private static void change(PreparedStatement statement, long... parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            statement.setLong(i + 1, parameters[i]);
        }
        int count = statement.executeUpdate();
        if (count != 1) {
            throw new IllegalStateException(statement + " changed " + count + " rows");
        }
    }

    private long copies(long transfer) throws SQLException {
        lookUp.setLong(1, transfer);
        try (ResultSet rows = lookUp.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
