package org.lancesql.benchmarks;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Commits of transactions over two tables beside those over one, in turn, with the same changes of the first table. */
@Command(
        name = "bench-transactions",
        mixinStandardHelpOptions = true,
        description = "Compares commits over two tables with commits over one.")
final class TransactionBenchmark implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double TARGET = 3;
    private static final long ROWS = 10_000;

    @Option(names = "--data", required = true, description = "Directory of the tables, which is emptied")
    private @Nullable Path data;

    @Option(names = "--sync", defaultValue = "full", description = "full or os (default: ${DEFAULT-VALUE})")
    private String sync = "full";

    @Option(names = "--pairs", defaultValue = "200", description = "Pairs of transactions (default: ${DEFAULT-VALUE})")
    private int pairs;

    @Option(names = "--warmup", defaultValue = "40", description = "Pairs that do not count (${DEFAULT-VALUE})")
    private int warmup;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private long next = ROWS;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new TransactionBenchmark()).execute(arguments));
    }

    /** Changes of rows of one table, for the n-th time. */
    private interface Change {
        String sql(String table, long n);
    }

    private static final Change INSERT = (table, n) -> "INSERT INTO " + table + " VALUES (" + n + ", 1, 'x')";

    @Override
    public Integer call() throws Exception {
        LinkedCopy.delete(directory());
        Files.createDirectories(directory());
        out.printf("Commits with sync=%s; medians of %d transactions in turn%n%n", sync, pairs);
        out.println("| changes of each table | one table ms | two tables ms | ratio | commit alone | target | |");
        out.println("|---|---:|---:|---:|---:|---:|---|");
        try (BufferAllocator allocator = new RootAllocator()) {
            for (String table : List.of("one", "first", "second")) {
                PlainTable.create(directory().resolve(table + ".lance"), allocator, ROWS);
            }
        }
        try (Connection connection = connect()) {
            compare(connection, "INSERT of a row", INSERT);
            compare(
                    connection,
                    "UPDATE of a row",
                    (table, n) -> "UPDATE " + table + " SET n = n + 1 WHERE id = " + n % ROWS);
        }
        try {
            checkLog();
        } finally {
            LinkedCopy.delete(directory());
        }
        return 0;
    }

    private Connection connect() throws SQLException {
        Connection connection = DriverManager.getConnection("jdbc:lance:" + directory() + "?sync=" + sync);
        connection.setAutoCommit(false);
        return connection;
    }

    private Path directory() {
        return Objects.requireNonNull(data).toAbsolutePath().normalize();
    }

    /** What a transaction took, and the commit of it. */
    private record Times(double transactionMillis, double commitMillis) {}

    private void compare(Connection connection, String title, Change change) throws SQLException {
        List<Times> one = new ArrayList<>();
        List<Times> two = new ArrayList<>();
        for (int pair = -warmup; pair < pairs; pair++) {
            Times single = run(connection, change, List.of("one"));
            Times both = run(connection, change, List.of("first", "second"));
            if (pair >= 0) {
                one.add(single);
                two.add(both);
            }
        }
        double ofOne = median(one.stream().map(Times::transactionMillis).toList());
        double ofTwo = median(two.stream().map(Times::transactionMillis).toList());
        double commits = median(two.stream().map(Times::commitMillis).toList())
                / median(one.stream().map(Times::commitMillis).toList());
        out.printf(
                Locale.ROOT,
                "| %s | %.2f | %.2f | %.2f | %.2f | %.1f | %s |%n",
                title,
                ofOne,
                ofTwo,
                ofTwo / ofOne,
                commits,
                TARGET,
                ofTwo / ofOne > TARGET ? "missed" : "met");
    }

    private Times run(Connection connection, Change change, List<String> tables) throws SQLException {
        long n = next++;
        long begin = System.nanoTime();
        try (Statement statement = connection.createStatement()) {
            for (String table : tables) {
                statement.executeUpdate(change.sql(table, n));
            }
        }
        long changed = System.nanoTime();
        connection.commit();
        long end = System.nanoTime();
        return new Times((end - begin) / NANOS_PER_MILLI, (end - changed) / NANOS_PER_MILLI);
    }

    private static double median(List<Double> values) {
        List<Double> sorted = new ArrayList<>(values);
        Collections.sort(sorted);
        return sorted.get(sorted.size() / 2);
    }

    /**
     * Transactions over one table leave the log as it is. They have a connection of their own, because one that has
     * committed over several tables may still be moving outcomes to the history until it is closed.
     */
    private void checkLog() throws SQLException, IOException {
        List<String> before;
        List<String> after;
        try (Connection connection = connect()) {
            before = logFiles();
            for (int i = 0; i < pairs; i++) {
                run(connection, INSERT, List.of("one"));
            }
            after = logFiles();
        }
        out.printf(
                "%n%d more commits over one table have %s the log, which has %d files.%n",
                pairs, after.equals(before) ? "not touched" : "CHANGED", before.size());
    }

    private List<String> logFiles() throws IOException {
        try (Stream<Path> files = Files.walk(directory().resolve("_lancesql"))) {
            List<String> result = new ArrayList<>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                if (!file.toString().contains("/live/")) {
                    result.add(file + " " + Files.getLastModifiedTime(file) + " " + Files.size(file));
                }
            }
            return result;
        }
    }
}
