package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lancesql.storage.CommitOutcome.Committed;

/** Changes that nobody gets in the way of. */
class RowChangeTest extends StoreTest {
    static RowSet rows(long... addresses) {
        RowSet.Builder rows = new RowSet.Builder();
        Arrays.stream(addresses).forEach(rows::add);
        return rows.build();
    }

    @ParameterizedTest
    @CsvSource({"true,true", "true,false", "false,true", "false,false"})
    void removedAndAddedRowsAreOneVersion(boolean stableRowIds, boolean indexed) {
        foreign.create("t", 0, 5, stableRowIds);
        foreign.append("t", 5, 5);
        if (indexed) {
            foreign.index("t", "id");
            foreign.index("t", "name");
        }
        try (TableHandle base = head("t")) {
            RowSet removed = rows(0, 3, RowSet.address(1, 4));
            StagedFiles first = store.stage(base, Rows.range(100, 2));
            StagedFiles second = store.stage(base, Rows.range(200, 1));
            TableChange change = new TableChange(base, removed, List.of(first, second), null);
            long version = base.tableVersion().version() + 1;
            assertThat(store.commit(change, mark(), Durability.FULL)).isEqualTo(new Committed(version));
            assertThat(ids(base, ScanRequest.of(List.of("id")))).hasSize(10);
        }
        assertThat(ids("t")).containsExactly(1L, 2L, 4L, 5L, 6L, 7L, 8L, 100L, 101L, 200L);
        for (long id = 0; id < 210; id++) {
            String byName = "name = '" + Rows.name(id) + "'";
            long found = ids("t").contains(id) ? 1 : 0;
            String byId = "id = " + id;
            foreign.with("t", d -> assertThat(d.countRows(byId)).as(byId).isEqualTo(found));
            foreign.with("t", d -> assertThat(d.countRows(byName)).as(byName).isEqualTo(found));
        }
    }

    @Test
    void rowsAreRemovedInSeveralSteps() {
        createTable("t", 10);
        for (long offset : new long[] {0, 5, 9}) {
            try (TableHandle base = head("t")) {
                TableChange change = new TableChange(base, rows(offset), List.of(), null);
                assertThat(store.commit(change, mark(), Durability.OS)).isInstanceOf(Committed.class);
            }
        }
        assertThat(ids("t")).containsExactly(1L, 2L, 3L, 4L, 6L, 7L, 8L);
        try (TableHandle base = head("t")) {
            TableChange change = new TableChange(base, rows(1, 2, 3, 4, 6, 7, 8), List.of(), null);
            assertThat(store.commit(change, mark(), Durability.OS)).isInstanceOf(Committed.class);
        }
        try (TableHandle base = head("t")) {
            assertThat(base.fragments()).isEmpty();
            assertThat(insert(base, 20, 1)).isInstanceOf(Committed.class);
        }
        assertThat(ids("t")).containsExactly(20L);
    }

    @Test
    void fragmentWithoutRowsGoesWithoutADeletionFile() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 3);
        try (TableHandle base = head("t")) {
            TableChange change = new TableChange(base, rows(0, 1, 2), List.of(), null);
            assertThat(store.commit(change, mark(), Durability.OS)).isInstanceOf(Committed.class);
        }
        assertThat(ids("t")).containsExactly(3L, 4L, 5L);
        assertThat(foreign.path("t").resolve("_deletions")).doesNotExist();
    }

    @Test
    void emptyChangePublishesNothing() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles none = store.stage(base, Rows.range(0, 0));
            TableChange change = new TableChange(base, RowSet.EMPTY, List.of(none), null);
            assertThat(change.isEmpty()).isTrue();
            assertThat(store.commit(change, mark(), Durability.OS)).isEqualTo(new Committed(1));
        }
        assertThat(store.latestVersion("t")).isEqualTo(1);
    }

    @Test
    void replacedRowsKeepTheirIds() {
        createTable("t", 4);
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(101, 2)).withRowIds(new long[] {1, 2});
            assertThat(commit(base, rows(1, 2), staged, mark())).isInstanceOf(Committed.class);
        }
        try (TableHandle handle = head("t")) {
            assertThat(ids(handle, ScanRequest.of(List.of("id")))).containsExactly(0L, 3L, 101L, 102L);
            assertThat(rowIds(handle)).containsExactly(0L, 3L, 1L, 2L);
        }
    }

    @Test
    void replacedRowsGetNewIdsWhereAnIndexCameMeanwhile() {
        createTable("t", 4);
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(101, 2)).withRowIds(new long[] {1, 2});
            foreign.index("t", "name");
            assertThat(commit(base, rows(1, 2), staged, mark())).isEqualTo(new Committed(3));
        }
        try (TableHandle handle = head("t")) {
            assertThat(rowIds(handle)).containsExactly(0L, 3L, 4L, 5L);
        }
    }

    @Test
    void idsMustBeOneForEachRow() {
        createTable("t", 4);
        foreign.create("u", 0, 4, false);
        try (TableHandle base = head("t");
                TableHandle other = head("u")) {
            StagedFiles staged = store.stage(base, Rows.range(101, 2));
            for (long[] ids : List.of(new long[1], new long[3], new long[] {3, 3}, new long[] {-1, 0})) {
                assertThatThrownBy(() -> staged.withRowIds(ids)).isInstanceOf(IllegalArgumentException.class);
            }
            StagedFiles unstable = store.stage(other, Rows.range(101, 2));
            assertThatThrownBy(() -> unstable.withRowIds(new long[] {1, 2}))
                    .hasMessage("Table u has no stable row ids");
            TableChange mixed = new TableChange(base, RowSet.EMPTY, List.of(unstable), null);
            assertThatThrownBy(() -> store.commit(mixed, mark(), Durability.OS))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void rowsThatThereAreNotCannotBeRemoved() {
        createTable("t", 4);
        try (TableHandle base = head("t")) {
            for (long address : new long[] {4, RowSet.address(1, 0)}) {
                TableChange change = new TableChange(base, rows(address), List.of(), null);
                assertThatThrownBy(() -> store.commit(change, mark(), Durability.OS))
                        .isInstanceOf(IllegalArgumentException.class);
            }
        }
        assertThat(ids("t")).hasSize(4);
    }

    /** Each file is a request, and a forced write, on the way of every small commit. */
    @Test
    void commitWritesNoMoreFilesThanItNeeds() throws IOException {
        createTable("t", 10);
        foreign.append("t", 10, 10);
        for (Durability durability : Durability.values()) {
            try (TableHandle base = head("t")) {
                long before = files();
                TableChange insertion =
                        new TableChange(base, RowSet.EMPTY, List.of(store.stage(base, Rows.range(100, 1))), null);
                store.commit(insertion, mark(), durability);
                assertThat(files() - before).as("data, transaction, manifest").isEqualTo(3);
            }
            try (TableHandle base = head("t")) {
                long before = files();
                RowSet one = rows(durability.ordinal(), RowSet.address(1, durability.ordinal()));
                TableChange update = new TableChange(base, one, List.of(store.stage(base, Rows.range(100, 2))), null);
                store.commit(update, mark(), durability);
                assertThat(files() - before)
                        .as("the same, and two deletion files")
                        .isEqualTo(5);
            }
        }
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.walk(foreign.path("t"))) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    @Test
    void halfOfManyRowsGo() {
        createTable("t", 300_000);
        try (TableHandle base = head("t")) {
            RowSet even = rows(LongStream.range(0, 150_000).map(i -> 2 * i).toArray());
            TableChange change = new TableChange(base, even, List.of(), null);
            assertThat(store.commit(change, mark(), Durability.OS)).isInstanceOf(Committed.class);
        }
        assertThat(ids("t")).hasSize(150_000).allMatch(id -> id % 2 == 1);
    }
}
