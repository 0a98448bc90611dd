package org.lancesql.sqltests.logictest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.lancesql.sqltests.logictest.Ledger.Line;
import org.lancesql.sqltests.logictest.TestRun.Outcome;

/**
 * Runs the files of SQL Logic Test that the ledger does not have for this build, and prints what came of all of them so far.
 *
 * <p>System properties: {@code lancesql.slt.ledger}, the directory of the ledger; {@code lancesql.slt.build}, the name of
 * the build; {@code lancesql.slt.shard}, such as {@code 2/3} for the second third of the files; {@code lancesql.slt.only}, a
 * part of the names of the files wanted; {@code lancesql.slt.files}, the most files of this run; {@code lancesql.slt.seed},
 * which files come first; {@code lancesql.slt.share}, the share of the queries of each file, with a build named for it;
 * {@code lancesql.slt.databases}, where the databases are made.
 */
final class LogicTestProgram {
    private static final double SHARE = Double.parseDouble(property("share", "1"));
    private static final long SEED = Long.parseLong(property("seed", "1"));

    private final Ledger ledger;
    private final Path databases;

    private LogicTestProgram(Ledger ledger, Path databases) {
        this.ledger = ledger;
        this.databases = databases;
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        Path directory = Path.of(property("ledger", "target/slt"));
        String build = property("build", "unnamed") + (SHARE < 1 ? "-share-" + SHARE : "");
        Ledger ledger = new Ledger(directory, build);
        LogicTestProgram program =
                new LogicTestProgram(ledger, Path.of(property("databases", System.getProperty("java.io.tmpdir"))));
        List<String> files = files();
        long wanted = Long.parseLong(property("files", Integer.toString(files.size())));
        List<String> left =
                files.stream().filter(file -> !ledger.has(file)).limit(wanted).toList();
        System.out.printf("%d files, %d to run, ledger %s%n", files.size(), left.size(), directory.toAbsolutePath());
        for (int i = 0; i < left.size(); i++) {
            program.run(left.get(i), (i + 1) + "/" + left.size());
        }
        System.exit(program.close(files) ? 0 : 1);
    }

    private static List<String> files() {
        String[] shard = property("shard", "1/1").split("/");
        int number = Integer.parseInt(shard[0]) - 1;
        int count = Integer.parseInt(shard[1]);
        String part = property("only", "");
        List<String> all = TestFiles.varied(SEED);
        return IntStream.range(0, all.size())
                .filter(i -> i % count == number && all.get(i).contains(part))
                .mapToObj(all::get)
                .toList();
    }

    private void run(String file, String progress) throws SQLException, IOException {
        Path database = Files.createTempDirectory(databases, "slt");
        long start = System.nanoTime();
        try {
            Sample sample = new Sample(file, SEED, SHARE, Integer.MAX_VALUE);
            Outcome outcome = TestRun.of(file, "jdbc:lance:" + database + "?sync=os", sample);
            long millis = (System.nanoTime() - start) / 1_000_000;
            ledger.add(file, outcome, millis);
            System.out.printf(
                    "%s %s: %d passed, %d failed, %d skipped, %.1f s%n",
                    progress, file, outcome.passed(), outcome.failures().size(), outcome.skipped(), millis / 1e3);
            outcome.failures().stream().limit(3).forEach(System.out::println);
        } finally {
            delete(database);
        }
    }

    /** Prints the sums of the files that the ledger has; whether nothing failed. */
    private boolean close(List<String> files) {
        List<Line> lines = ledger.lines().stream()
                .filter(line -> files.contains(line.file()))
                .toList();
        long failed = lines.stream().mapToLong(Line::failed).sum();
        System.out.printf(
                "%d of %d files, %d statements left out%n",
                lines.size(),
                files.size(),
                lines.stream().mapToLong(Line::skipped).sum());
        System.out.printf(
                "%d passed, %d failed%n", lines.stream().mapToLong(Line::passed).sum(), failed);
        return failed == 0;
    }

    private static String property(String name, String otherwise) {
        return System.getProperty("lancesql.slt." + name, otherwise);
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
