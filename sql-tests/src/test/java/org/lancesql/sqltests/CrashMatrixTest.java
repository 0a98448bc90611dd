package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.sqltests.CrashProgram.Ending;

/**
 * A transaction over three tables breaks off at each of its steps, and so does its recovery, while another program appends,
 * deletes, compacts, overwrites or adds a column. Whoever reads sees the transaction in all tables or in none, what the
 * other program did is there, and what is left is finished or taken back by whoever comes next.
 *
 * <p>Cases are drawn at random; {@code -Dlancesql.crash.cases=10000} draws more, {@code -Dlancesql.test.seed=...} others,
 * {@code -Dlancesql.crash.all=true} tries every step with everything, in an order drawn at random, so that a run that is
 * stopped has tried some of all.
 */
@ExtendWith(NoLeaks.class)
class CrashMatrixTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int CASES = Integer.getInteger("lancesql.crash.cases", 24);
    private static final boolean ALL = Boolean.getBoolean("lancesql.crash.all");
    private static final int CASES_OF_A_LINE = 100;

    @TempDir
    private Path directory;

    private final Map<CrashTables.Layout, Path> templates = new EnumMap<>(CrashTables.Layout.class);
    private final Map<String, Integer> ends = new TreeMap<>();
    private CrashChild child;
    private int number;

    @BeforeEach
    void createTables() throws Exception {
        for (CrashTables.Layout layout : CrashTables.Layout.values()) {
            Path template = Files.createDirectory(directory.resolve(layout.name()));
            CrashTables.create(template, layout);
            templates.put(layout, template);
        }
        child = new CrashChild(directory);
    }

    @AfterEach
    void end() {
        child.close();
    }

    @Test
    void readersSeeAllOrNothingAndWhoComesNextFinishesIt() throws Exception {
        System.out.println("CrashMatrixTest: seed " + SEED);
        Path first = copy(CrashTables.Layout.PLAIN);
        CrashChild.Answer answer = child.commit(0, Ending.BREAK, "jdbc:lance:" + first);
        assertThat(answer.result()).as(answer.message()).isEqualTo(CrashProgram.Result.COMMITTED);
        assertThat(answer.steps()).as("steps").isGreaterThan(CrashTables.NAMES.size());
        Random random = new Random(SEED);
        List<CrashCase> cases = ALL ? everyCase(answer.steps(), random) : someCases(answer.steps(), random);
        int done = 0;
        for (CrashCase test : cases) {
            run(test);
            if (++done % CASES_OF_A_LINE == 0 || done == cases.size()) {
                System.out.printf("CrashMatrixTest: %d of %d cases, %s%n", done, cases.size(), ends);
            }
        }
    }

    private static List<CrashCase> someCases(int steps, Random random) {
        return IntStream.range(0, CASES)
                .mapToObj(i -> CrashCase.random(random, steps, true))
                .toList();
    }

    private static List<CrashCase> everyCase(int steps, Random random) {
        List<CrashCase> cases = new ArrayList<>();
        Set<String> all = Set.copyOf(CrashTables.NAMES);
        for (CrashTables.Layout layout : CrashTables.Layout.values()) {
            for (CrashOperation operation : CrashOperation.values()) {
                for (int step = 1; step <= steps; step++) {
                    cases.add(new CrashCase(layout, operation, all, Ending.KILL, step, 0, false, false));
                    cases.add(new CrashCase(layout, operation, all, Ending.PAUSE, step, 0, false, false));
                    cases.add(new CrashCase(layout, operation, all, Ending.PAUSE, step, 0, false, true));
                    for (String table : CrashTables.NAMES) {
                        Set<String> one = Set.of(table);
                        cases.add(new CrashCase(layout, operation, one, Ending.BREAK, step, 0, false, false));
                    }
                    for (int recovery = 0; recovery <= steps; recovery++) {
                        boolean isLate = (step + recovery) % 2 == 0;
                        cases.add(new CrashCase(layout, operation, all, Ending.BREAK, step, recovery, isLate, false));
                    }
                }
            }
        }
        Collections.shuffle(cases, random);
        return cases;
    }

    private void run(CrashCase test) throws Exception {
        Path database = copy(test.layout());
        try (CrashRun run = new CrashRun(test, child, database)) {
            ends.merge(test.ending() + " " + run.run(), 1, Integer::sum);
        } catch (Exception | AssertionError e) {
            throw new AssertionError("seed %d, case %d, %s: %s".formatted(SEED, number, test, e.getMessage()), e);
        }
        FileTree.delete(database);
    }

    private Path copy(CrashTables.Layout layout) throws IOException {
        Path database = directory.resolve("db" + number++);
        FileTree.copy(templates.get(layout), database);
        return database;
    }
}
