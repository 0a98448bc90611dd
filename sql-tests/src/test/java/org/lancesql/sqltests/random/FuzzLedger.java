package org.lancesql.sqltests.random;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * Which seeds were run, by which tester and on which build, with how many queries and findings. A new build goes on with new
 * seeds. Several processes may write to one ledger: a line is added at once.
 */
final class FuzzLedger {
    private static final String HEADER = "build\ttester\tseed\tqueries\tfindings\tmillis\tended\n";

    private final Path directory;
    private final String build;
    private final Set<Round> done = new HashSet<>();
    private long queries;
    private long findings;

    private record Round(String tester, long seed) {}

    FuzzLedger(Path directory, String build) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.build = build;
        if (!Files.exists(ledger())) {
            Files.writeString(ledger(), HEADER, CREATE, APPEND);
        }
        Files.readAllLines(ledger()).stream().skip(1).forEach(line -> {
            String[] fields = line.split("\t");
            keep(new Round(fields[1], Long.parseLong(fields[2])), Long.parseLong(fields[3]), Long.parseLong(fields[4]));
        });
    }

    /**
     * The first seed that a tester has not run, of those that belong to a shard.
     *
     * @param shard from 0 to one below the number of shards
     */
    long next(String tester, long first, int shard, int shards) {
        return LongStream.iterate(first, seed -> seed + 1)
                .filter(seed -> seed % shards == shard && !done.contains(new Round(tester, seed)))
                .findFirst()
                .orElseThrow();
    }

    void add(String tester, long seed, long newQueries, List<String> newFindings, long millis) throws IOException {
        if (!newFindings.isEmpty()) {
            Files.writeString(
                    directory.resolve("findings-" + build + ".txt"),
                    String.join("\n", newFindings) + "\n",
                    CREATE,
                    APPEND);
        }
        String ended = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        Files.writeString(
                ledger(),
                String.join(
                                "\t",
                                build,
                                tester,
                                "" + seed,
                                "" + newQueries,
                                "" + newFindings.size(),
                                "" + millis,
                                ended)
                        + "\n",
                APPEND);
        keep(new Round(tester, seed), newQueries, newFindings.size());
    }

    private void keep(Round round, long newQueries, long newFindings) {
        done.add(round);
        queries += newQueries;
        findings += newFindings;
    }

    /** The queries of all runs. */
    long queries() {
        return queries;
    }

    /** The findings of all runs. */
    long findings() {
        return findings;
    }

    private Path ledger() {
        return directory.resolve("ledger.tsv");
    }
}
