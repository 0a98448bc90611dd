package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.StorageException.Reason;

/** Tables that another program moves away while rows are written to them. */
class TablePlaceTest extends StoreTest {
    private static final int ROUNDS = 30;
    private static final int LOOKS = 200;
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);

    private Path path(String table) {
        return directory.resolve(table + ".lance");
    }

    private void moveAway(String table) {
        try {
            Files.move(path(table), directory.resolve(table + ".away"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void moveBack(String table) {
        try {
            Files.move(directory.resolve(table + ".away"), path(table));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void stagingLeavesNothingInThePlaceOfATableThatGoesMeanwhile() {
        createTable("t", 3);
        BatchSource rows = Rows.range(3, 10);
        BatchSource goes = new BatchSource() {
            @Override
            public Schema schema() {
                return rows.schema();
            }

            @Override
            public boolean load(VectorSchemaRoot root) {
                if (Files.exists(path("t"))) {
                    moveAway("t");
                }
                return rows.load(root);
            }
        };
        try (TableHandle base = head("t")) {
            assertThatThrownBy(() -> store.stage(base, goes))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TABLE_NOT_FOUND));
            assertThat(path("t")).doesNotExist();
            assertThatThrownBy(() -> store.stage(base, Rows.range(3, 1))).isInstanceOf(StorageException.class);
            assertThat(path("t")).doesNotExist();
        }
    }

    /** The moment is a random one, from before the commit looks at the table until after its acknowledgement. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void commitLeavesNothingInThePlaceOfATableThatGoesMeanwhile(boolean madeAgain) throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String table = "t" + round;
            createTable(table, 3);
            createTable("new", 5);
            CommitOutcome outcome;
            try (TableHandle base = head(table)) {
                StagedFiles files = store.stage(base, Rows.range(3, 1));
                RowSet removed = RowChangeTest.rows(1, RowSet.address(0, 1));
                long nanos = random.nextInt((int) TimeUnit.MILLISECONDS.toNanos(8));
                Thread other = new Thread(() -> {
                    LockSupport.parkNanos(nanos);
                    moveAway(table);
                    if (madeAgain) {
                        makeAgain(table);
                    }
                });
                other.start();
                outcome = commit(base, removed, files, mark());
                other.join();
            }
            assertThat(outcome).isInstanceOfAny(Committed.class, Conflict.class);
            if (madeAgain) {
                assertThat(Files.exists(path(table))).isEqualTo(!Files.exists(path("new")));
            }
            if (Files.exists(path(table))) {
                assertThat(madeAgain).isTrue();
                assertThat(ids(table)).containsExactly(0L, 1L, 2L, 3L, 4L);
            }
            deleteNew();
        }
    }

    private void makeAgain(String table) {
        try {
            Files.move(path("new"), path(table));
        } catch (IOException e) {
            return; // the commit has made the directory anew, and is about to tidy up
        }
    }

    private void deleteNew() {
        if (Files.exists(path("new"))) {
            store.drop("new");
        }
    }

    @Test
    void versionIsTakenBackOnlyWhereItIsOnesOwn() {
        createTable("t", 3);
        TablePlace place = TablePlace.of(path("t"));
        assertThat(place.isThere()).isTrue();
        assertThat(place.takeBack(1, "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")).isFalse();
        assertThat(place.takeBack(2, "9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d")).isFalse();
        place.tidy(List.of());
        assertThat(ids("t")).containsExactly(0L, 1L, 2L);
        moveAway("t");
        assertThat(place.isThere()).isFalse();
        createTable("t", 5);
        assertThat(place.isThere()).isFalse();
        place.tidy(List.of());
        assertThat(ids("t")).hasSize(5);
    }

    @Test
    void replacementLeavesNothingInThePlaceOfATableThatGoesMeanwhile() throws Exception {
        System.out.println("seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String table = "t" + round;
            createTable(table, 3);
            whileItGoes(
                    table,
                    random,
                    () -> store.replace(
                            store.stageReplacement(new TableVersion(table, 1), Rows.SCHEMA, Rows.range(0, 5)), mark()));
        }
    }

    private void whileItGoes(String table, Random random, Runnable change) throws InterruptedException {
        long nanos = random.nextInt((int) TimeUnit.MILLISECONDS.toNanos(12));
        Thread other = new Thread(() -> {
            LockSupport.parkNanos(nanos);
            moveAway(table);
        });
        other.start();
        try {
            change.run();
        } catch (StorageException e) {
            assertThat(e.reason()).as(e.getMessage()).isIn(Reason.TABLE_NOT_FOUND, Reason.CONFLICT);
        } finally {
            other.join();
        }
        assertThat(path(table)).doesNotExist();
    }

    @Test
    void aTableThatGoesAndComesBackWhileItIsOpenedIsThereOrIsNot() throws Exception {
        createTable("t", 3);
        AtomicBoolean isDone = new AtomicBoolean();
        Thread mover = new Thread(() -> {
            while (!isDone.get()) {
                moveAway("t");
                moveBack("t");
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
            }
        });
        mover.start();
        int found = 0;
        try {
            for (int round = 0; round < LOOKS; round++) {
                try (TableStore fresh = open(true);
                        TableHandle head = fresh.open(new TableVersion("t", fresh.latestVersion("t")))) {
                    assertThat(head.rowCount()).isEqualTo(3);
                    found++;
                } catch (StorageException e) {
                    assertThat(e.reason()).as(e.getMessage()).isEqualTo(Reason.TABLE_NOT_FOUND);
                }
            }
        } finally {
            isDone.set(true);
            mover.join();
        }
        assertThat(found).isPositive();
        assertThat(ids("t")).hasSize(3);
    }

    @Test
    void aVersionThatGoesBeforeItIsChangedIsAConflict() {
        createTable("t", 3);
        foreign.append("t", 3, 1);
        try (TableHandle base = head("t")) {
            StagedFiles added = store.stage(base, Rows.range(4, 1));
            moveAway("t");
            foreign.create("t", 0, 2, true);
            assertThatThrownBy(() -> WriterFeatures.requireKnown(
                            path("t"), base.tableVersion().version(), "t"))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                    .hasMessageContaining("Table t was dropped");
            assertThat(commit(base, added, mark())).isInstanceOf(Conflict.class);
        }
        assertThat(ids("t")).containsExactly(0L, 1L);
    }
}
