package org.lancesql.sqltests;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.lancesql.mutation.CommitStep;

/**
 * A program that runs the transaction of {@link CrashTables}, or recovers what another one has left, and that ends, pauses
 * or breaks off at one step of it. It reads lines {@code commit|recover <step> <ending> <url>}, where the step is a number,
 * 0 for never, or a name, and answers {@code <result> <number of steps> <last step> <message>}; paused, it prints
 * {@code paused <step>} and waits for a line.
 */
final class CrashProgram {
    private final BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private final PrintStream out = new PrintStream(System.out, true);
    private Ending ending = Ending.BREAK;
    private String endsAt = "0";
    private int steps;
    private String last = "-";
    private boolean isBroken;

    /** What happens at a step. */
    enum Ending {
        /** The transaction is not gone on with, but the program lives. */
        BREAK,
        /** The program ends as by {@code kill -9}. */
        KILL,
        /** The program waits, and goes on later. */
        PAUSE
    }

    /** How it went. */
    enum Result {
        COMMITTED,
        RECOVERED,
        BROKEN,
        FAILED
    }

    /** Stands for the end of the program. */
    private static final class Broken extends Error {
        private static final long serialVersionUID = 1;
    }

    private CrashProgram() {}

    public static void main(String[] arguments) throws IOException {
        CrashProgram program = new CrashProgram();
        CommitStep.observe(program::observe);
        for (String line = program.in.readLine(); line != null; line = program.in.readLine()) {
            String[] words = line.split(" ", 4);
            program.run(words[0].equals("commit"), words[1], Ending.valueOf(words[2]), words[3]);
        }
    }

    private void run(boolean commits, String step, Ending newEnding, String url) {
        steps = 0;
        last = "-";
        isBroken = false;
        endsAt = step;
        ending = newEnding;
        String message = "";
        Result result;
        try {
            if (commits) {
                commit(url);
                result = Result.COMMITTED;
            } else {
                message = recover(url);
                result = Result.RECOVERED;
            }
        } catch (Broken e) {
            result = Result.BROKEN;
        } catch (SQLException e) {
            result = isBroken ? Result.BROKEN : Result.FAILED;
            message = e.getSQLState() + " " + e.getMessage().replace('\n', ' ');
        }
        out.println(result + " " + steps + " " + last + " " + message);
    }

    private void observe(CommitStep step) {
        steps++;
        last = step.name();
        if (!endsAt.equals(last) && !endsAt.equals(String.valueOf(steps))) {
            return;
        }
        endsAt = "0";
        switch (ending) {
            case BREAK -> {
                isBroken = true;
                throw new Broken();
            }
            case KILL -> Runtime.getRuntime().halt(ChildProgram.KILLED);
            case PAUSE -> pause();
        }
    }

    private void pause() {
        out.println("paused " + last);
        try {
            in.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void commit(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + "?mixedMutations=allow&sync=os");
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : CrashTables.TRANSACTION) {
                statement.executeUpdate(sql);
            }
            steps = 0;
            connection.commit();
        }
    }

    /** What it reads; it can say what is open, wherever it is. */
    private static String recover(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url + "?sync=os")) {
            String read = CrashTables.read(connection).toString();
            Rows.of(connection, "SELECT process FROM information_schema.lancesql_transactions");
            return read;
        }
    }
}
