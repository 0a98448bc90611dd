package org.lancesql.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Small statements by LanceSQL beside DuckDB's driver and the plain Lance SDK, in turn within one run. */
@Command(
        name = "bench-small",
        mixinStandardHelpOptions = true,
        description = "Compares small statements with DuckDB's driver and the plain SDK.")
final class SmallBenchmark implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final int FEW_ROWS = 1_000;
    private static final int TINY_ROWS = 3;
    private static final double AS_MUCH = 1;
    private static final double TWICE = 2;
    private static final double ONE_ROW_TARGET = 1.3;

    @Option(names = "--data", required = true, description = "Directory of the tables, which is emptied")
    private @Nullable Path data;

    @Option(names = "--sync", defaultValue = "full", description = "full or os (default: ${DEFAULT-VALUE})")
    private String sync = "full";

    @Option(names = "--rows", defaultValue = "1000000", description = "Rows of the indexed table (${DEFAULT-VALUE})")
    private long rows;

    @Option(names = "--runs", defaultValue = "500", description = "Measured runs of a query (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--warm", defaultValue = "500", description = "Runs before, of each (${DEFAULT-VALUE})")
    private int warm;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
    private final BufferAllocator allocator = new RootAllocator();

    public static void main(String... arguments) {
        System.exit(new CommandLine(new SmallBenchmark()).execute(arguments));
    }

    /** Something that is measured; each run is given another number. */
    private interface Run {
        void with(int number) throws Exception;
    }

    @Override
    public Integer call() throws Exception {
        LinkedCopy.delete(directory());
        Files.createDirectories(directory());
        for (String name : List.of("inserted", "plain")) {
            PlainTable.create(table(name), allocator, 1);
        }
        PlainTable.create(table("tiny"), allocator, TINY_ROWS);
        PlainTable.create(table("few"), allocator, FEW_ROWS);
        PlainTable.create(table("indexed"), allocator, rows);
        try (Connection connection = DriverManager.getConnection("jdbc:lance:" + directory() + "?sync=" + sync);
                Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                Statement duckStatement = duck.createStatement()) {
            statement.execute("CREATE INDEX indexed_id ON indexed (id)");
            out.printf("Medians of %d runs after %d, in turn; sync=%s%n%n", runs, warm, sync);
            out.println("| statement | beside | its ms | LanceSQL ms | ratio | target | |");
            out.println("|---|---|---:|---:|---:|---:|---|");
            constants(connection, statement, duck, duckStatement);
            points(connection, statement);
            inserts(connection, statement);
        } finally {
            LinkedCopy.delete(directory());
            allocator.close();
        }
        return 0;
    }

    private Path directory() {
        return Objects.requireNonNull(data).toAbsolutePath().normalize();
    }

    private Path table(String name) {
        return directory().resolve(name + ".lance");
    }

    private void constants(Connection connection, Statement statement, Connection duck, Statement duckStatement)
            throws Exception {
        try (PreparedStatement prepared = connection.prepareStatement("SELECT 1");
                PreparedStatement duckPrepared = duck.prepareStatement("SELECT 1")) {
            compare(
                    "SELECT 1, prepared",
                    "DuckDB",
                    AS_MUCH,
                    runs,
                    number -> read(duckPrepared.executeQuery()),
                    number -> read(prepared.executeQuery()));
        }
        compare(
                "SELECT 1",
                "DuckDB",
                AS_MUCH,
                runs,
                number -> read(duckStatement.executeQuery("SELECT 1")),
                number -> read(statement.executeQuery("SELECT 1")));
        compare(
                "SELECT n, n ever different",
                "DuckDB",
                AS_MUCH,
                runs,
                number -> read(duckStatement.executeQuery("SELECT " + number)),
                number -> read(statement.executeQuery("SELECT " + number)));
        duckStatement.execute(
                "CREATE TABLE tiny AS SELECT range AS id, CAST(range AS INTEGER) AS n FROM range(" + TINY_ROWS + ")");
        IntFunction<String> unseen = number ->
                "SELECT DISTINCT - n * " + number + " + id AS x FROM tiny WHERE NOT n + " + number + " = id * 2";
        compare(
                "SELECT DISTINCT of 3 rows, text ever different",
                "DuckDB",
                AS_MUCH,
                runs,
                number -> read(duckStatement.executeQuery(unseen.apply(number))),
                number -> read(statement.executeQuery(unseen.apply(number))));
    }

    private void points(Connection connection, Statement statement) throws Exception {
        String query = "SELECT s FROM indexed WHERE id = ";
        try (Dataset dataset = Dataset.open()
                        .allocator(allocator)
                        .uri(table("indexed").toString())
                        .build();
                PreparedStatement prepared = connection.prepareStatement(query + "?")) {
            compare("point query by an index, prepared", "plain SDK", TWICE, runs, plainPoint(dataset), number -> {
                prepared.setLong(1, id(number));
                read(prepared.executeQuery());
            });
            compare(
                    "point query by an index, constants ever different",
                    "plain SDK",
                    TWICE,
                    runs,
                    plainPoint(dataset),
                    number -> read(statement.executeQuery(query + id(number))));
        }
        try (Dataset few =
                Dataset.open().allocator(allocator).uri(table("few").toString()).build()) {
            compare(
                    "COUNT and MAX of some of 1000 rows, constants ever different",
                    "plain SDK, scan alone",
                    TWICE,
                    runs,
                    number -> scan(few, "id < " + number, "n"),
                    number -> read(statement.executeQuery("SELECT COUNT(n), MAX(n) FROM few WHERE id < " + number)));
        }
    }

    private Run plainPoint(Dataset dataset) {
        return number -> scan(dataset, "id = " + id(number), "s");
    }

    private long id(int number) {
        return number * 7919L % rows;
    }

    private static void scan(Dataset dataset, String filter, String column) throws Exception {
        ScanOptions options = new ScanOptions.Builder()
                .columns(List.of(column))
                .filter(filter)
                .build();
        try (LanceScanner scanner = dataset.newScan(options);
                ArrowReader reader = scanner.scanBatches()) {
            while (reader.loadNextBatch()) {
                reader.getVectorSchemaRoot().getVector(0);
            }
        }
    }

    private void inserts(Connection connection, Statement statement) throws Exception {
        int fewer = Math.max(1, runs / 5);
        try (PlainChanger plain = new PlainChanger(table("plain"), table("few"), allocator, sync.equals("full"));
                PreparedStatement prepared = connection.prepareStatement("INSERT INTO inserted VALUES (?, ?, ?)")) {
            compare("INSERT of one row, prepared", "plain SDK", ONE_ROW_TARGET, fewer, plain::insertRow, number -> {
                prepared.setLong(1, number);
                prepared.setInt(2, MadeRows.number(number));
                prepared.setString(3, MadeRows.text(number));
                prepared.executeUpdate();
            });
            compare(
                    "INSERT of one row, constants ever different",
                    "plain SDK",
                    TWICE,
                    fewer,
                    plain::insertRow,
                    number -> statement.executeUpdate("INSERT INTO inserted VALUES (" + number + ", "
                            + MadeRows.number(number) + ", '" + MadeRows.text(number) + "')"));
        }
    }

    private static void read(ResultSet rows) throws SQLException {
        try (rows) {
            while (rows.next()) {
                rows.getString(1);
            }
        }
    }

    /** Runs both in turn, so that what else the machine does meets both. */
    private void compare(String statement, String beside, double target, int count, Run other, Run own)
            throws Exception {
        int before = Math.min(warm, count);
        double[] others = new double[count];
        double[] owns = new double[count];
        for (int i = -before; i < count; i++) {
            double otherMillis = millis(other, before + i);
            double ownMillis = millis(own, before + i);
            if (i >= 0) {
                others[i] = otherMillis;
                owns[i] = ownMillis;
            }
        }
        double ratio = median(owns) / median(others);
        out.printf(
                Locale.ROOT,
                "| %s | %s | %.3f | %.3f | %.2f | %.1f | %s |%n",
                statement,
                beside,
                median(others),
                median(owns),
                ratio,
                target,
                ratio > target ? "missed" : "met");
    }

    private static double millis(Run run, int number) throws Exception {
        long begin = System.nanoTime();
        run.with(number);
        return (System.nanoTime() - begin) / NANOS_PER_MILLI;
    }

    private static double median(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
