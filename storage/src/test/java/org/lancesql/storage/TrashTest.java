package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.StorageException.Reason;

class TrashTest extends StoreTest {
    private void undrop(DroppedTable table, String name) {
        store.places().undrop(table, name, () -> {});
    }

    @Test
    void droppedTableComesBackWithItsVersions() {
        Instant before = Instant.now().minusMillis(1);
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            assertThat(insert(base, 3, 2)).isEqualTo(new Committed(2));
        }
        store.drop("t");
        assertThat(store.tables()).isEmpty();
        DroppedTable dropped = store.places().dropped().get(0);
        assertThat(dropped.name()).isEqualTo("t");
        assertThat(dropped.droppedAt()).isBetween(before, Instant.now().plusMillis(1));
        undrop(dropped, "t");
        assertThat(store.places().dropped()).isEmpty();
        assertThat(ids("t")).containsExactly(0L, 1L, 2L, 3L, 4L);
        try (TableHandle first = store.open(new TableVersion("t", 1))) {
            assertThat(first.rowCount()).isEqualTo(3);
        }
    }

    @Test
    void tablesOfOneNameAreInTheOrderInWhichTheyWereDropped() {
        for (int rows = 1; rows <= 3; rows++) {
            createTable("a-b", rows);
            store.drop("a-b");
        }
        List<DroppedTable> dropped = store.places().dropped();
        assertThat(dropped).extracting(DroppedTable::name).containsOnly("a-b").hasSize(3);
        undrop(dropped.get(1), "second");
        undrop(dropped.get(2), "a-b");
        assertThat(ids("second")).hasSize(2);
        assertThat(ids("a-b")).hasSize(3);
        assertThat(store.places().dropped()).containsExactly(dropped.get(0));
    }

    @Test
    void nothingIsPutOnTopOfATable() {
        createTable("t", 1);
        store.drop("t");
        createTable("t", 2);
        DroppedTable dropped = store.places().dropped().get(0);
        assertThatThrownBy(() -> undrop(dropped, "t"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TABLE_EXISTS));
        assertThat(ids("t")).hasSize(2);
        assertThat(store.places().dropped()).containsExactly(dropped);
    }

    @Test
    void tableIsTakenOutOnce() {
        createTable("t", 1);
        store.drop("t");
        DroppedTable dropped = store.places().dropped().get(0);
        undrop(dropped, "t");
        assertThatThrownBy(() -> undrop(dropped, "u"))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.TABLE_NOT_FOUND));
    }

    @Test
    void transactionThatBeganBeforeTheDropGoesOnAfterTheUndrop() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(3, 1));
            store.drop("t");
            undrop(store.places().dropped().get(0), "t");
            assertThat(commit(base, files, mark())).isEqualTo(new Committed(2));
        }
        assertThat(ids("t")).containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void whatIsNoDroppedTableIsNotListed() throws IOException {
        createTable("t", 1);
        store.drop("t");
        DroppedTable dropped = store.places().dropped().get(0);
        Files.createDirectories(directory.resolve("_lancesql/trash/left-" + Ulid.next() + "/data"));
        Files.createDirectories(directory.resolve("_lancesql/trash/other/_versions"));
        Files.createFile(directory.resolve("_lancesql/trash/other/_versions/1.manifest"));
        assertThat(store.places().dropped()).containsExactly(dropped);
    }

    @Test
    void readOnlyStoreListsAndTakesNothing() {
        createTable("t", 1);
        store.drop("t");
        try (TableStore reader = open(true)) {
            DroppedTable dropped = reader.places().dropped().get(0);
            assertThatThrownBy(() -> reader.places().undrop(dropped, "t", () -> {}))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.READ_ONLY));
        }
    }
}
