package org.lancesql.sqltests.logictest;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.lancesql.sqltests.logictest.TestRun.Outcome;

/**
 * What was run on which build, in a directory: {@code ledger.tsv} with a line for each file that was run to its end, and
 * {@code failures-<build>.txt} and {@code slow-<build>.txt} with what was seen. Several programs may add to it at the same
 * time, because each line is written at once.
 */
final class Ledger {
    private static final String HEADER = "build\tfile\tpassed\tfailed\tskipped\tmillis\tended\n";

    private final Path directory;
    private final String build;
    private final Map<String, Line> lines = new LinkedHashMap<>();

    /** A file that was run. */
    record Line(String file, int passed, int failed, int skipped) {}

    Ledger(Path directory, String build) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.build = build;
        if (!Files.exists(ledger())) {
            Files.writeString(ledger(), HEADER, CREATE, APPEND);
        }
        for (String line : Files.readAllLines(ledger())) {
            String[] fields = line.split("\t");
            if (fields[0].equals(build)) {
                keep(new Line(
                        fields[1],
                        Integer.parseInt(fields[2]),
                        Integer.parseInt(fields[3]),
                        Integer.parseInt(fields[4])));
            }
        }
    }

    boolean has(String file) {
        return lines.containsKey(file);
    }

    /** The files that were run on this build. */
    List<Line> lines() {
        return List.copyOf(lines.values());
    }

    void add(String file, Outcome outcome, long millis) throws IOException {
        Line line = new Line(file, outcome.passed(), outcome.failures().size(), outcome.skipped());
        write("failures", outcome.failures());
        write("slow", outcome.slow());
        String fields = String.join(
                "\t",
                build,
                file,
                Integer.toString(line.passed()),
                Integer.toString(line.failed()),
                Integer.toString(line.skipped()),
                Long.toString(millis),
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        Files.writeString(ledger(), fields + "\n", APPEND);
        keep(line);
    }

    private void keep(Line line) {
        lines.put(line.file(), line);
    }

    private void write(String kind, List<String> texts) throws IOException {
        if (!texts.isEmpty()) {
            Files.writeString(
                    directory.resolve(kind + "-" + build + ".txt"), String.join("\n", texts) + "\n", CREATE, APPEND);
        }
    }

    private Path ledger() {
        return directory.resolve("ledger.tsv");
    }
}
