package org.lancesql.benchmarks;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.jdbc.demo.LoadProgress;
import org.lancesql.jdbc.demo.TpchLoader;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.TableHandle;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Reads lineitem of TPC-H with one scanner and with scanners side by side, in turn, and does nothing with the rows. */
@Command(
        name = "bench-scan",
        mixinStandardHelpOptions = true,
        description = "Compares one scanner with several on disjoint fragments.")
final class ScanBenchmark implements Callable<Integer> {
    private static final double NANOS_PER_MILLI = 1e6;

    @Option(names = "--scale", defaultValue = "1", description = "TPC-H scale factor (default: ${DEFAULT-VALUE})")
    private double scale;

    @Option(names = "--data", required = true, description = "Directory of the tables; made when missing")
    private @Nullable Path data;

    @Option(names = "--runs", defaultValue = "7", description = "Runs of which the best counts (${DEFAULT-VALUE})")
    private int runs;

    private final PrintWriter out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);

    public static void main(String... arguments) {
        System.exit(new CommandLine(new ScanBenchmark()).execute(arguments));
    }

    @Override
    public Integer call() {
        Path directory = Objects.requireNonNull(data).toAbsolutePath().normalize();
        new TpchLoader(scale, new LoadProgress(out, System.console() != null)).load(directory);
        try (LanceTables tables = new LanceTables(directory)) {
            TableHandle lineitem = tables.all().stream()
                    .filter(table -> table.tableVersion().table().equals("lineitem"))
                    .findFirst()
                    .orElseThrow();
            out.println("| columns | one scanner ms | side by side ms | ratio |");
            out.println("|---|---:|---:|---:|");
            compare(tables, lineitem, "1 of 8 bytes", List.of("l_orderkey"));
            compare(
                    tables,
                    lineitem,
                    "4 of numbers and dates",
                    List.of("l_quantity", "l_extendedprice", "l_discount", "l_shipdate"));
            compare(tables, lineitem, "1 of text", List.of("l_comment"));
            List<String> all =
                    lineitem.schema().getFields().stream().map(Field::getName).toList();
            compare(tables, lineitem, "all " + all.size(), all);
        }
        return 0;
    }

    private void compare(LanceTables tables, TableHandle table, String title, List<String> columns) {
        double one = Double.MAX_VALUE;
        double several = Double.MAX_VALUE;
        for (int run = 0; run < runs; run++) {
            one = Math.min(one, millis(() -> tables.scan(table, columns)));
            several = Math.min(several, millis(() -> tables.scanSideBySide(table, columns)));
        }
        out.printf(Locale.ROOT, "| %s | %.1f | %.1f | %.2f |%n", title, one, several, several / one);
    }

    private static double millis(Supplier<BatchReader> open) {
        long start = System.nanoTime();
        try (BatchReader reader = open.get()) {
            while (reader.next() != null) {
                // The batch is all that was wanted.
            }
        }
        return (System.nanoTime() - start) / NANOS_PER_MILLI;
    }
}
