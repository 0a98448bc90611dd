package org.lancesql.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Changes by LanceSQL beside the same changes by the plain Lance SDK, in turn, each on a table of its own. Both do each
 * change before it is measured, so that neither is measured while its code is loaded and compiled.
 */
@Command(
        name = "bench-mutations",
        mixinStandardHelpOptions = true,
        description = "Compares changes of tables by LanceSQL with the plain SDK.")
final class MutationBenchmark implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int BATCH_ROWS = 10_000;
    private static final int CONNECTIONS = 16;
    private static final int WARMING_INSERTS = 300;
    private static final double BULK_TARGET = 1.5;
    private static final double ONE_ROW_TARGET = 1.3;
    private static final double KEYED_TARGET = 3;

    @Option(names = "--data", required = true, description = "Directory of the tables, which is emptied")
    private @Nullable Path data;

    @Option(names = "--sync", defaultValue = "full", description = "full or os (default: ${DEFAULT-VALUE})")
    private String sync = "full";

    @Option(names = "--runs", defaultValue = "3", description = "Runs of which the best counts (${DEFAULT-VALUE})")
    private int runs;

    @Option(
            names = "--million",
            defaultValue = "1000000",
            description = "Rows that stand for a million, for a quick look (${DEFAULT-VALUE})")
    private long million;

    @Option(names = "--inserts", defaultValue = "320", description = "One-row inserts of a run (${DEFAULT-VALUE})")
    private int inserts;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final BufferAllocator allocator = new RootAllocator();
    private int tables;

    public static void main(String... arguments) {
        System.exit(new CommandLine(new MutationBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws Exception {
        LinkedCopy.delete(directory());
        Files.createDirectories(directory());
        out.printf("Changes with sync=%s; a million is %d rows; best of %d%n", sync, million, runs);
        PlainTable.create(table("empty"), allocator, 1);
        PlainTable.create(table("source"), allocator, million);
        PlainTable.create(table("six"), allocator, 6 * million);
        try (Connection open = DriverManager.getConnection(url())) {
            MutationReport report = new MutationReport(out, "plain SDK", "LanceSQL");
            oneRow(report);
            bulk(
                    report,
                    million + " rows by prepared batches",
                    million,
                    "empty",
                    changer -> changer.insertRows(1, million, BATCH_ROWS));
            bulk(report, million + " rows by INSERT ... SELECT", million, "empty", Changer::insertFromSource);
            for (int percent : new int[] {1, 50}) {
                String some = "id % " + 100 / percent + " = 0";
                String title = percent + " % of " + 6 * million + " rows";
                long rows = 6 * million * percent / 100;
                bulk(report, "UPDATE of " + title, rows, "six", changer -> changer.update(some));
                bulk(report, "DELETE of " + title, rows, "six", changer -> changer.delete(some));
            }
            keyed();
        } finally {
            LinkedCopy.delete(directory());
            allocator.close();
        }
        return 0;
    }

    private Path directory() {
        return Objects.requireNonNull(data).toAbsolutePath().normalize();
    }

    private String url() {
        return "jdbc:lance:" + directory() + "?sync=" + sync;
    }

    private Path table(String name) {
        return directory().resolve(name + ".lance");
    }

    /** A change that is measured. */
    private interface Change {
        void by(Changer changer) throws Exception;
    }

    private void bulk(MutationReport report, String title, long rows, String start, Change change) throws Exception {
        double plain = Double.MAX_VALUE;
        double sql = Double.MAX_VALUE;
        millis(start, true, change);
        millis(start, false, change);
        for (int run = 0; run < runs; run++) {
            plain = Math.min(plain, millis(start, true, change));
            sql = Math.min(sql, millis(start, false, change));
        }
        report.add(title, rows, plain, sql, BULK_TARGET);
    }

    /** Time that a change of a copy of a table takes. */
    private double millis(String start, boolean isPlain, Change change) throws Exception {
        String copy = copy(start);
        try (Changer changer = changer(copy, isPlain)) {
            long begin = System.nanoTime();
            change.by(changer);
            return (System.nanoTime() - begin) / NANOS_PER_MILLI;
        } finally {
            LinkedCopy.delete(table(copy));
        }
    }

    private String copy(String start) {
        String copy = "copy" + tables++;
        LinkedCopy.make(table(start), table(copy));
        return copy;
    }

    private Changer changer(String name, boolean isPlain) throws SQLException {
        return isPlain
                ? new PlainChanger(table(name), table("source"), allocator, sync.equals("full"))
                : new SqlChanger(url(), name);
    }

    private void oneRow(MutationReport report) throws Exception {
        for (int connections : new int[] {1, CONNECTIONS}) {
            double plain = Double.MAX_VALUE;
            double sql = Double.MAX_VALUE;
            for (int done = 0; done < WARMING_INSERTS; done += inserts) {
                insertsMillis(connections, true);
                insertsMillis(connections, false);
            }
            for (int run = 0; run <= runs; run++) {
                plain = Math.min(plain, insertsMillis(connections, true));
                sql = Math.min(sql, insertsMillis(connections, false));
            }
            report.add(
                    inserts + " one-row inserts, " + connections + " connections", inserts, plain, sql, ONE_ROW_TARGET);
        }
    }

    /** Time that one-row inserts take which are spread over connections, each with a thread of its own. */
    private double insertsMillis(int connections, boolean isPlain) throws Exception {
        String copy = copy("empty");
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        List<Changer> changers = new ArrayList<>();
        try {
            List<Callable<Void>> work = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Changer changer = changer(copy, isPlain);
                changers.add(changer);
                long first = 1_000L * inserts * (i + 1);
                work.add(() -> insertEach(changer, first, inserts / connections));
            }
            long begin = System.nanoTime();
            for (Future<Void> done : threads.invokeAll(work)) {
                done.get();
            }
            return (System.nanoTime() - begin) / NANOS_PER_MILLI;
        } finally {
            threads.shutdown();
            for (Changer changer : changers) {
                changer.close();
            }
            LinkedCopy.delete(table(copy));
        }
    }

    private static Void insertEach(Changer changer, long first, long count) throws Exception {
        for (long id = first; id < first + count; id++) {
            changer.insertRow(id);
        }
        return null;
    }

    /** Compares a table of ten million rows that has a primary key with one that has none. */
    private void keyed() throws Exception {
        long rows = 10 * million;
        PlainTable.create(table("unkeyed"), allocator, rows);
        try (Connection connection = DriverManager.getConnection(url());
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE keyed (id BIGINT PRIMARY KEY, n INTEGER, s VARCHAR)");
            statement.execute("INSERT INTO keyed SELECT * FROM unkeyed");
        }
        MutationReport report = new MutationReport(out, "without key", "with PRIMARY KEY");
        int count = Math.max(1, inserts / 10);
        double unkeyed = Double.MAX_VALUE;
        double keyed = Double.MAX_VALUE;
        double first = 0;
        try (Changer without = new SqlChanger(url(), "unkeyed");
                Changer with = new SqlChanger(url(), "keyed")) {
            for (int run = 0; run <= runs; run++) {
                long next = rows + (long) run * count;
                unkeyed = Math.min(unkeyed, timed(() -> insertEach(without, next, count)));
                double millis = timed(() -> insertEach(with, next, count));
                first = run == 0 ? millis : first;
                keyed = Math.min(keyed, millis);
            }
        }
        report.add(count + " one-row inserts into " + rows + " rows", count, unkeyed, keyed, KEYED_TARGET);
        out.printf("The first %d inserts with a key, which make its filters, took %.1f ms.%n", count, first);
    }

    private static double timed(Callable<Void> work) throws Exception {
        long begin = System.nanoTime();
        work.call();
        return (System.nanoTime() - begin) / NANOS_PER_MILLI;
    }
}
