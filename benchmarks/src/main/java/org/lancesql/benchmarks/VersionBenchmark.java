package org.lancesql.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What a table of many versions costs to open and to ask for its versions, beside one of ten. */
@Command(
        name = "bench-versions",
        mixinStandardHelpOptions = true,
        description = "Compares a table of many versions with one of ten.")
final class VersionBenchmark implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int FEW = 10;
    private static final int ROWS = 10;
    private static final double OPEN_TARGET = 2;
    private static final double LIST_TARGET_MILLIS = 50;
    private static final long MEMORY_BYTES = 1L << 30;

    @Option(names = "--data", required = true, description = "Directory of the tables; made when missing")
    private @Nullable Path data;

    @Option(names = "--versions", defaultValue = "10000", description = "Number of versions (${DEFAULT-VALUE})")
    private int versions;

    @Option(names = "--runs", defaultValue = "200", description = "Runs of which the median counts (${DEFAULT-VALUE})")
    private int runs;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    public static void main(String... arguments) {
        System.exit(new CommandLine(new VersionBenchmark()).execute(arguments));
    }

    private interface Work {
        void run() throws SQLException;
    }

    @Override
    public Integer call() throws Exception {
        Path directory = Files.createDirectories(
                Objects.requireNonNull(data).toAbsolutePath().normalize());
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory + "?sync=os")) {
            fill(connection, directory, "few", FEW);
            fill(connection, directory, "many", versions);
        }
        try (ArrowMemory memory = ArrowMemory.withLimit(MEMORY_BYTES)) {
            out.println("| what | " + FEW + " versions, ms | " + versions + " versions, ms | ratio | target |");
            out.println("|---|---:|---:|---:|---:|");
            row(
                    "open HEAD, first time in a process",
                    OPEN_TARGET,
                    table -> median(() -> {
                        try (TableStore store = TableStore.open(DatabaseRoot.existing(directory), true, memory)) {
                            openHead(store, table);
                        }
                    }));
            try (TableStore store = TableStore.open(DatabaseRoot.existing(directory), true, memory)) {
                double[] head = row(
                        "open HEAD, for each statement thereafter",
                        OPEN_TARGET,
                        table -> median(() -> openHead(store, table)));
                double[] old = row(
                        "open version 5",
                        OPEN_TARGET,
                        table -> median(() ->
                                store.open(new TableVersion(table, FEW / 2)).close()));
                out.printf(Locale.ROOT, "An old version of many costs %.2f x what HEAD costs.%n", old[1] / head[1]);
            }
        }
        queries(directory);
        return 0;
    }

    /** The rows are changed by SQL, and so are few versions; the many others change an entry of the configuration. */
    private void fill(Connection connection, Path directory, String table, int wanted) throws SQLException {
        int done;
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + table + " (id INT, n INT)");
            done = (int) number(statement, "SELECT max(version) FROM " + table + "$versions");
            String rows =
                    IntStream.range(0, ROWS).mapToObj(id -> "(" + id + ", 0)").collect(Collectors.joining(", "));
            for (; done < FEW; done++) {
                statement.execute(
                        done == 1
                                ? "INSERT INTO " + table + " VALUES " + rows
                                : "UPDATE " + table + " SET n = n + 1 WHERE id = " + done);
            }
        }
        try (BufferAllocator allocator = new RootAllocator()) {
            Dataset dataset = Dataset.open()
                    .allocator(allocator)
                    .uri(directory.resolve(table + ".lance").toString())
                    .build();
            for (; done < wanted; done++) {
                Dataset next = PlainTable.setConfig(dataset, "counter", String.valueOf(done));
                dataset.close();
                dataset = next;
            }
            dataset.close();
        }
    }

    private static double number(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    private static void openHead(TableStore store, String table) {
        try (TableHandle handle = store.open(new TableVersion(table, store.latestVersion(table)))) {
            handle.rowCount();
        }
    }

    private interface Measure {
        double millis(String table) throws SQLException;
    }

    private double[] row(String title, double target, Measure measure) throws SQLException {
        double few = measure.millis("few");
        double many = measure.millis("many");
        out.printf(Locale.ROOT, "| %s | %.3f | %.3f | %.2f | %.0f x |%n", title, few, many, many / few, target);
        return new double[] {few, many};
    }

    private double median(Work work) throws SQLException {
        double[] millis = new double[runs];
        for (int run = 0; run < runs; run++) {
            long start = System.nanoTime();
            work.run();
            millis[run] = (System.nanoTime() - start) / NANOS_PER_MILLI;
        }
        Arrays.sort(millis);
        return millis[runs / 2];
    }

    private void queries(Path directory) throws SQLException {
        out.println();
        out.println("| query of a table of " + versions + " versions | first, ms | then, ms | target |");
        out.println("|---|---:|---:|---:|");
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory + "?readOnly=true");
                Statement statement = connection.createStatement()) {
            number(statement, "SELECT count(*) FROM few$versions"); // classes are loaded and compiled by then
            for (String sql : List.of(
                    "SELECT * FROM many$versions ORDER BY version DESC LIMIT 20",
                    "SELECT * FROM many$versions WHERE version = 77",
                    "SELECT sum(n) FROM many",
                    "SELECT sum(n) FROM many FOR VERSION AS OF 77",
                    "SELECT count(*), sum(rows_added) FROM many$versions")) {
                query(statement, sql);
            }
        }
    }

    private void query(Statement statement, String sql) throws SQLException {
        long start = System.nanoTime();
        read(statement, sql);
        double first = (System.nanoTime() - start) / NANOS_PER_MILLI;
        double then = median(() -> read(statement, sql));
        String target = sql.contains("LIMIT") ? String.format(Locale.ROOT, "%.0f ms", LIST_TARGET_MILLIS) : "";
        out.printf(Locale.ROOT, "| `%s` | %.1f | %.1f | %s |%n", sql, first, then, target);
    }

    private static void read(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                rows.getObject(1);
            }
        }
    }
}
