package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lance.Dataset;
import org.lance.WriteParams.WriteMode;
import org.lance.operation.Append;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;

class ReplacingCommitTest extends StoreTest {
    private StagedReplacement stage(long base, long from, int rows) {
        return store.stageReplacement(new TableVersion("t", base), Rows.SCHEMA, Rows.range(from, rows));
    }

    @Test
    void replacementIsTheNextVersionAndHistorySurvives() {
        createTable("t", 3);
        try (TableHandle old = head("t")) {
            assertThat(store.replace(stage(1, 100, 2), mark())).isEqualTo(new Committed(2));
            assertThat(ids("t")).containsExactly(100L, 101L);
            assertThat(ids(old, ScanRequest.of(List.of("id")))).containsExactly(0L, 1L, 2L);
        }
        try (TableHandle base = head("t")) {
            assertThat(insert(base, 7, 1)).isEqualTo(new Committed(3));
        }
        assertThat(ids("t")).containsExactly(100L, 101L, 7L);
        foreign.with("t", dataset -> assertThat(dataset.hasStableRowIds()).isTrue());
    }

    @Test
    void replacementByNoRowsIsAVersionToo() {
        createTable("t", 3);
        assertThat(store.replace(stage(1, 0, 0), mark())).isEqualTo(new Committed(2));
        assertThat(ids("t")).isEmpty();
    }

    @Test
    void anyCommitSinceTheBaseIsAConflict() {
        createTable("t", 3);
        StagedReplacement staged = stage(1, 100, 2);
        foreign.append("t", 10, 1);
        assertThat(store.replace(staged, mark()))
                .isEqualTo(new Conflict(
                        "Table t was changed after version 1 was read, and is at version 2 now; it was not replaced; run"
                                + " the transaction again",
                        2));
        assertThat(ids("t")).containsExactly(0L, 1L, 2L, 10L);
    }

    @Test
    void foreignAppendThatBeganBeforeIsAConflictForIt() {
        createTable("t", 3);
        try (Dataset base = foreign.open("t")) {
            var fragments = foreign.write("t", 50, 1, WriteMode.APPEND);
            store.replace(stage(1, 100, 2), mark());
            assertThatThrownBy(() -> foreign.commit(
                            base, Append.builder().fragments(fragments).build()))
                    .satisfies(e -> assertThat(LanceErrors.isConflict(e))
                            .as(e.toString())
                            .isTrue());
        }
        assertThat(ids("t")).containsExactly(100L, 101L);
    }

    @Test
    void tableWithOldManifestNamesIsReplaced() {
        foreign.createWithOldManifestNames("t", 0, 3);
        assertThat(store.replace(stage(1, 100, 2), mark())).isEqualTo(new Committed(2));
        assertThat(ids("t")).containsExactly(100L, 101L);
        foreign.append("t", 5, 1);
        assertThat(ids("t")).containsExactly(100L, 101L, 5L);
    }

    @Test
    void nothingIsLeftAside() throws IOException {
        createTable("t", 3);
        store.replace(stage(1, 100, 2), mark());
        try (Stream<Path> left = Files.list(directory.resolve("_lancesql/staging"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void droppedAndMadeAgainIsAConflict() {
        createTable("t", 3);
        StagedReplacement staged = stage(1, 100, 2);
        store.drop("t");
        createTable("t", 4);
        assertThat(store.replace(staged, mark())).isInstanceOf(Conflict.class);
        assertThat(ids("t")).hasSize(4);
    }

    /** Each acknowledged append is in the version that the replacement was based on, or still there. */
    @Test
    void racingCommitsAreNeverDropped() throws Exception {
        createTable("t", 1);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            for (int round = 0; round < 15; round++) {
                long base = store.latestVersion("t");
                int before = ids("t").size();
                StagedReplacement replacement = stage(base, 1000, 1);
                List<Callable<Boolean>> racers = new ArrayList<>();
                racers.add(() -> store.replace(replacement, mark()) instanceof Committed);
                for (int i = 0; i < 3; i++) {
                    racers.add(() -> {
                        try (TableHandle handle = store.open(new TableVersion("t", base))) {
                            return insert(handle, 5, 1) instanceof Committed;
                        }
                    });
                }
                List<Boolean> committed = new ArrayList<>();
                for (Future<Boolean> racer : pool.invokeAll(racers)) {
                    committed.add(racer.get());
                }
                long appended =
                        committed.subList(1, 4).stream().filter(ok -> ok).count();
                // A replacement that won was first, so that no insert on its base could follow.
                assertThat(ids("t")).hasSize(committed.get(0) ? 1 : before + (int) appended);
                assertThat(committed.get(0) && appended > 0).isFalse();
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
