package org.lancesql.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.demo.LoadProgress;
import org.lancesql.jdbc.demo.TpchLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The 22 queries of TPC-H by LanceSQL, beside the cost of only scanning what they name, DuckDB fed from the same Lance
 * tables through Arrow, and DuckDB on tables of its own. Each query is run by all of them in turn, so that a machine that
 * slows down slows all of them down.
 */
@Command(
        name = "bench-tpch",
        mixinStandardHelpOptions = true,
        description = "Runs TPC-H on LanceSQL and DuckDB, and compares times and answers.")
final class TpchBenchmark implements Callable<Integer> {
    private static final int WRONG_ANSWERS = 2;

    @Option(names = "--scale", defaultValue = "1", description = "TPC-H scale factor (default: ${DEFAULT-VALUE})")
    private double scale;

    @Option(names = "--data", required = true, description = "Directory of the tables; made when missing")
    private @Nullable Path data;

    @Option(names = "--runs", defaultValue = "3", description = "Runs of which the best counts (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--queries", split = ",", description = "Numbers of the queries to run (default: all)")
    private @Nullable List<Integer> queries;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    public static void main(String... arguments) {
        System.exit(new CommandLine(new TpchBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() throws SQLException {
        Path directory = java.util.Objects.requireNonNull(data).toAbsolutePath().normalize();
        out.printf(Locale.ROOT, "TPC-H at scale factor %s, as Lance tables in %s%n", scale, directory);
        new TpchLoader(scale, new LoadProgress(out, System.console() != null)).load(directory);
        List<Integer> numbers = queries == null
                ? IntStream.rangeClosed(1, TpchQuery.COUNT).boxed().toList()
                : queries;
        try (LanceTables tables = new LanceTables(directory);
                Contestant floor = new ScanFloor(tables);
                Contestant lanceSql = LanceSqlEngine.usual(directory);
                Contestant uncached = LanceSqlEngine.withoutColumnCache(directory);
                Contestant fed = DuckDb.fedFromLance(tables);
                Contestant own = DuckDb.onOwnTables(tables)) {
            TpchReport report = new TpchReport(out, List.of(floor, lanceSql, uncached, fed, own));
            for (int number : numbers) {
                TpchQuery query = TpchQuery.of(number);
                report.add(
                        number,
                        Timing.of(floor, query, runs),
                        Timing.of(lanceSql, query, runs),
                        Timing.of(uncached, query, runs),
                        Timing.of(fed, query, runs),
                        Timing.of(own, query, runs));
            }
            return report.finish() ? 0 : WRONG_ANSWERS;
        }
    }
}
