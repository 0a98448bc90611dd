package org.lancesql.sqltests.logictest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lancesql.sqltests.logictest.TestRun.Outcome;

/**
 * A sample of SQL Logic Test: all of the small files that show single statements, and of one file of each other folder the
 * beginning. Another sample: {@code -Dlancesql.test.seed=...}. {@code make slt} runs the whole.
 */
class SqlLogicTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final int FILES = 622;
    private static final int STATEMENTS = 60;
    private static final int QUERIES = 1_500;

    @Test
    void libraryHasAllFiles() {
        assertThat(TestFiles.all()).hasSize(FILES);
        assertThat(TestFiles.varied(SEED)).hasSize(FILES).containsExactlyInAnyOrderElementsOf(TestFiles.all());
    }

    @Test
    void filesThatShowStatementsPass() throws SQLException, IOException {
        List<String> failures = new ArrayList<>();
        int passed = 0;
        for (String file : TestFiles.all()) {
            if (TestFiles.folder(file).equals("test/evidence")) {
                Outcome outcome = TestRun.of(file, "jdbc:lance:?sync=os", record -> true);
                failures.addAll(outcome.failures());
                passed += outcome.passed();
            }
        }
        assertThat(failures).isEmpty();
        assertThat(passed).isGreaterThan(200);
    }

    @Test
    void sampleOfEachFolderPasses() throws SQLException, IOException {
        System.out.println("SqlLogicTest: seed " + SEED);
        List<String> files = TestFiles.varied(SEED).stream()
                .filter(file -> !TestFiles.folder(file).equals("test/evidence"))
                .toList();
        long folders = files.stream().map(TestFiles::folder).distinct().count();
        List<String> failures = new ArrayList<>();
        int passed = 0;
        for (String file : files.subList(0, (int) folders)) {
            Sample sample = new Sample(file, SEED, QUERIES / folders / 10_000.0, STATEMENTS);
            Outcome outcome = TestRun.of(file, "jdbc:lance:?sync=os", sample);
            failures.addAll(outcome.failures());
            passed += outcome.passed();
        }
        assertThat(failures).as("seed %s", SEED).isEmpty();
        assertThat(passed).isGreaterThan(500);
    }
}
