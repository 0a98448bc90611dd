package org.lancesql.sqltests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random statements, savepoints, commits and rollbacks of several sessions beside a foreign writer: after each step,
 * everybody reads what the model says, and a commit fails exactly when the model says that it may.
 *
 * <p>A failure names its seed; {@code -Dlancesql.model.seed=...} begins with it. {@code -Dlancesql.model.minutes=60} runs
 * on for an hour.
 */
class MutationModelTest {
    private static final long SEED = Long.getLong("lancesql.model.seed", 20261121);
    private static final long MINUTES = Long.getLong("lancesql.model.minutes", 0);
    private static final int STEPS = Integer.getInteger("lancesql.model.steps", 40);

    @TempDir
    private Path directory;

    @Test
    void everyReadAndEveryCommitIsAsTheModelSays() throws Exception {
        System.out.println("MutationModelTest: seed " + SEED);
        List<ModelLayout> layouts = ModelLayout.all();
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(MINUTES);
        for (long run = 0; run < layouts.size() || System.nanoTime() < end; run++) {
            long seed = SEED + run;
            run(layouts.get(Math.floorMod(seed, layouts.size())), seed);
        }
    }

    private void run(ModelLayout layout, long seed) throws Exception {
        Path database = Files.createDirectory(directory.resolve("db" + seed));
        try (ModelRun run = new ModelRun(database, layout, seed)) {
            int step = 0;
            try {
                while (step < STEPS) {
                    run.step();
                    step++;
                }
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "seed %d, %s, step %d: %s%n%s".formatted(seed, layout, step, e.getMessage(), run.trace()), e);
            }
        }
    }
}
