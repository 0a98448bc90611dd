package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lance.operation.Restore;

/** Row ids of versions that give the numbers of fragments away again, which Lance's caches know fragments by. */
class FragmentNumbersTest extends StoreTest {
    private static final int MORE_THAN_ARE_KEPT = 70;

    /** As a store says them that has read no other version. */
    private List<Long> freshRowIds(TableVersion version) {
        try (TableStore fresh = open(true);
                TableHandle handle = fresh.open(version)) {
            return rowIds(handle);
        }
    }

    private void expectRowIdsOfAllVersions(String table) {
        for (long version = 1; version <= store.latestVersion(table); version++) {
            TableVersion each = new TableVersion(table, version);
            try (TableHandle handle = store.open(each)) {
                assertThat(rowIds(handle)).as("row ids of " + each).isEqualTo(freshRowIds(each));
            }
        }
    }

    @Test
    void rowsOfAnOverwrittenTableHaveTheirOwnIds() {
        foreign.create("t", 0, 3, true);
        expectRowIdsOfAllVersions("t");
        foreign.overwrite("t", 100, 3);
        foreign.append("t", 200, 2);
        expectRowIdsOfAllVersions("t");
        foreign.overwrite("t", 300, 7);
        expectRowIdsOfAllVersions("t");
        expectRowIdsOfAllVersions("t");
    }

    @Test
    void rowsOfARestoredTableHaveTheirOwnIds() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 10, 2);
        expectRowIdsOfAllVersions("t");
        foreign.with(
                "t",
                dataset ->
                        foreign.commit(dataset, new Restore.Builder().version(1).build()));
        foreign.append("t", 20, 4);
        foreign.append("t", 30, 5);
        expectRowIdsOfAllVersions("t");
    }

    @Test
    void rowsOfAReplacedTableHaveTheirOwnIdsAfterCommitsOfOnesOwn() {
        store.create("t", Rows.SCHEMA, Map.of(), Rows.range(0, 0), mark());
        for (int i = 0; i < 3; i++) {
            try (TableHandle base = head("t")) {
                insert(base, 10 * i, i + 1);
            }
            try (TableHandle head = head("t")) {
                assertThat(rowIds(head)).doesNotHaveDuplicates();
            }
        }
        for (int i = 0; i < MORE_THAN_ARE_KEPT; i++) {
            createTable("other" + i, 1);
            head("other" + i).close();
        }
        TableVersion base = new TableVersion("t", store.latestVersion("t"));
        assertThat(store.replace(store.stageReplacement(base, Rows.SCHEMA, Rows.range(500, 9)), mark()))
                .isInstanceOf(CommitOutcome.Committed.class);
        foreign.append("t", 600, 2);
        expectRowIdsOfAllVersions("t");
    }

    @Test
    void manyReplacementsAreToldApart() {
        foreign.create("t", 0, 3, true);
        for (int i = 1; i <= 8; i++) {
            try (TableHandle head = head("t")) {
                assertThat(rowIds(head)).hasSize(2 + i);
            }
            foreign.overwrite("t", 100 * i, 3 + i);
        }
        expectRowIdsOfAllVersions("t");
    }
}
