package org.lancesql.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.StoredTable;

class CommitterTest extends MutationTest {
    @Test
    void tableIsCreatedOnceAndDropped() {
        assertThat(committer.createTable("t", SCHEMA, Map.of(), TestRows.range(0, 2), INFO))
                .isEqualTo(2);
        assertThatThrownBy(() -> committer.createTable("t", SCHEMA, Map.of(), TestRows.range(0, 9), INFO))
                .isInstanceOf(StorageException.class)
                .hasMessage("Table t exists already.");
        committer.dropTable("t");
        assertThat(store.tables()).isEmpty();
    }

    @Test
    void replacementIsTheNextVersionOrAConflict() {
        StoredTable table = create("t", TestRows.range(0, 2));
        TableVersion base = new TableVersion("t", 1);
        assertThat(committer.replaceTable(base, SCHEMA, TestRows.range(5, 3), INFO))
                .isEqualTo(3);
        assertThat(latest(table)).isEqualTo(2);
        assertThat(head(table)).containsOnlyKeys(5L, 6L, 7L);
        assertThatThrownBy(() -> committer.replaceTable(base, SCHEMA, TestRows.range(0, 1), INFO))
                .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                    assertThat(conflict.expectedVersion()).isEqualTo(1);
                    assertThat(conflict.actualVersion()).isEqualTo(2);
                });
    }

    @Test
    void rowsOfADroppedTableDoNotGoToOneOfItsName() {
        StoredTable table = create("t", TestRows.range(0, 2));
        for (boolean large : List.of(false, true)) {
            try (Transaction transaction = begin()) {
                apply(transaction, table, TestChange.insert(10, large ? 5_000 : 1));
                committer.dropTable("t");
                create("t", TestRows.range(0, 7));
                assertThatThrownBy(() -> commit(transaction))
                        .isInstanceOfSatisfying(ConflictException.class, conflict -> {
                            assertThat(conflict.table()).isEqualTo("t");
                            assertThat(conflict.expectedVersion()).isEqualTo(1);
                            assertThat(conflict.actualVersion()).isEqualTo(1);
                        });
            }
            assertThat(head(table)).hasSize(7);
        }
    }

    @Test
    void rowsForColumnsThatOthersHaveChangedAreAConflict() {
        StoredTable table = create("t", TestRows.range(0, 2));
        try (Transaction transaction = begin()) {
            apply(transaction, table, TestChange.insert(10, 1));
            new ForeignWriter(directory, memory.root()).addColumn("t", "more");
            assertThatThrownBy(() -> commit(transaction))
                    .isInstanceOf(ConflictException.class)
                    .hasMessage("Table t has other columns at version 2 than at version 1, which was read; nothing was"
                            + " changed; run the transaction again");
        }
        assertThat(latest(table)).isEqualTo(2);
    }

    @Test
    void statementOnAVersionThatIsGoneIsAConflict() {
        StoredTable table = create("t", TestRows.range(0, 2));
        try (Transaction transaction = begin();
                Cut cut = transaction.cut(List.of(table))) {
            committer.dropTable("t");
            assertThatThrownBy(() -> transaction.apply(table, cut, TestChange.insert(10, 1)))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT))
                    .hasMessageContaining("Table t was dropped, or version 1 of it was removed");
        }
    }

    @Test
    void rowsOfOtherColumnsAreRefused() {
        StoredTable table = create("t", TestRows.range(0, 2));
        try (Transaction transaction = begin()) {
            assertThatThrownBy(() ->
                            apply(transaction, table, TestChange.insert(10, 1).withoutColumn("text")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("rows have columns");
            assertThat(transaction.hasChanges()).isFalse();
        }
    }
}
