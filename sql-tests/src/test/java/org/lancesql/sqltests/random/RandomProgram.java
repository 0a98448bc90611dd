package org.lancesql.sqltests.random;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Runs the random testers for long, in turn, each seed once: {@code lancesql.random.minutes}, {@code .ledger} for the directory
 * that says what was run, {@code .build}, {@code .shard=2/3} for every third seed, {@code .only} for some testers, {@code .seed}
 * to repeat one seed. Prints each finding when it is found, and how many queries were run.
 */
final class RandomProgram {
    /** How many texts are made for the tables of a seed: enough that the tables and the first runs of code cost little. */
    private static final Map<String, Integer> QUERIES =
            Map.of("differential", 300, "prepared", 100, "metamorphic", 50, "parameters", 150);

    private final FuzzLedger ledger;
    private final List<RandomRun> testers;

    private RandomProgram(FuzzLedger ledger, List<RandomRun> testers) {
        this.ledger = ledger;
        this.testers = testers;
    }

    public static void main(String[] arguments) throws SQLException, IOException {
        Instant end = Instant.now().plus(Duration.ofMinutes(Long.getLong("lancesql.random.minutes", 10)));
        FuzzLedger ledger = new FuzzLedger(
                Path.of(System.getProperty("lancesql.random.ledger", "sql-tests/target/fuzz")),
                System.getProperty("lancesql.random.build", "unknown"));
        String only = System.getProperty("lancesql.random.only", "");
        List<RandomRun> testers =
                List.of(new DifferentialRun(), new PreparedRun(), new MetamorphicRun(), new ParameterRun()).stream()
                        .filter(tester -> only.isEmpty() || only.contains(tester.name()))
                        .toList();
        RandomProgram program = new RandomProgram(ledger, testers);
        String[] shard = System.getProperty("lancesql.random.shard", "1/1").split("/");
        Long seed = Long.getLong("lancesql.random.seed");
        if (seed != null) {
            program.repeat(seed);
        } else {
            program.run(Integer.parseInt(shard[0]) - 1, Integer.parseInt(shard[1]), end);
        }
        System.exit(program.report());
    }

    private void repeat(long seed) throws SQLException {
        for (RandomRun tester : testers) {
            tester.round(seed, QUERIES.get(tester.name()));
        }
    }

    private void run(int shard, int shards, Instant end) throws SQLException, IOException {
        while (Instant.now().isBefore(end)) {
            for (RandomRun tester : testers) {
                run(tester, ledger.next(tester.name(), 1, shard, shards));
            }
        }
    }

    private void run(RandomRun tester, long seed) throws SQLException, IOException {
        long queries = tester.queries();
        int findings = tester.findings().size();
        long start = System.nanoTime();
        tester.round(seed, QUERIES.get(tester.name()));
        long millis = Math.max(1, (System.nanoTime() - start) / 1_000_000);
        long count = tester.queries() - queries;
        List<String> found = tester.findings();
        ledger.add(tester.name(), seed, count, found.subList(findings, found.size()), millis);
        System.out.printf(
                "%s, seed %d: %d queries, %d a second, %d findings; of all runs %d queries, %d findings%n",
                tester.name(),
                seed,
                count,
                count * 1000 / millis,
                found.size() - findings,
                ledger.queries(),
                ledger.findings());
    }

    /** Says what was refused and how much was run; 1 if something was found. */
    private int report() {
        testers.forEach(tester -> System.out.println("refused by " + tester.name() + ": " + tester.refusals()));
        long queries = testers.stream().mapToLong(RandomRun::queries).sum();
        int findings =
                testers.stream().mapToInt(tester -> tester.findings().size()).sum();
        System.out.println(queries + " queries, " + findings + " findings; of all runs " + ledger.queries()
                + " queries, " + ledger.findings() + " findings");
        return findings == 0 ? 0 : 1;
    }
}
