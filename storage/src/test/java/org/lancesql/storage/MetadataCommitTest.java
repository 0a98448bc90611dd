package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;

class MetadataCommitTest extends StoreTest {
    private boolean change(TableHandle base, String key, @Nullable String value) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put(key, value);
        return store.maintenance().changeMetadata(base, changes, mark());
    }

    @Test
    void keysAreSetAndRemovedAsOneVersionEach() {
        store.create("t", Rows.SCHEMA, Map.of("a", "1"), Rows.range(0, 3), mark());
        try (TableHandle base = head("t")) {
            assertThat(change(base, FieldMetadata.CONSTRAINTS, "{\"é\":1}")).isTrue();
        }
        try (TableHandle changed = head("t")) {
            assertThat(changed.tableVersion().version()).isEqualTo(2);
            assertThat(changed.metadata())
                    .containsEntry("a", "1")
                    .containsEntry(FieldMetadata.CONSTRAINTS, "{\"é\":1}");
            assertThat(changed.schema().getFields()).isEqualTo(Rows.SCHEMA.getFields());
            assertThat(change(changed, FieldMetadata.CONSTRAINTS, null)).isTrue();
        }
        try (TableHandle changed = head("t")) {
            assertThat(changed.metadata()).containsEntry("a", "1").doesNotContainKey(FieldMetadata.CONSTRAINTS);
        }
        assertThat(ids("t")).containsExactly(0L, 1L, 2L);
    }

    @Test
    void rowsAndIndexesStay() {
        for (boolean stableRowIds : new boolean[] {true, false}) {
            String table = "t" + stableRowIds;
            foreign.create(table, 0, 10, stableRowIds);
            foreign.append(table, 10, 10);
            foreign.delete(table, "id = 3 or id = 13");
            foreign.index(table, "id");
            try (TableHandle base = head(table)) {
                List<Long> rowIds = rowIds(base);
                assertThat(change(base, "a", "b")).isTrue();
                try (TableHandle changed = head(table)) {
                    assertThat(rowIds(changed)).isEqualTo(rowIds);
                    assertThat(changed.hasStableRowIds()).isEqualTo(stableRowIds);
                    assertThat(changed.indexes()).isEqualTo(base.indexes());
                    assertThat(insert(changed, 100, 1)).isInstanceOf(Committed.class);
                }
            }
            foreign.delete(table, "id = 4");
            foreign.compact(table);
            foreign.with(table, d -> {
                for (long id : new long[] {0, 5, 14, 100}) {
                    assertThat(d.countRows("id = " + id)).isEqualTo(1);
                }
                assertThat(d.countRows()).isEqualTo(18);
            });
        }
    }

    @Test
    void columnsOfEveryTypeStay() {
        Schema schema = StoredTypesTest.schema(StoredTypesTest.plain(), StoredTypesTest.withOwnForms());
        store.create("t", schema, Map.of(), new SampleRows(schema, 0, 20, 20), mark());
        try (TableHandle base = head("t")) {
            assertThat(change(base, "a", "b")).isTrue();
            try (TableHandle changed = head("t")) {
                assertThat(changed.schema().getFields()).isEqualTo(base.schema().getFields());
                StagedFiles files = store.stage(changed, new SampleRows(schema, 20, 40, 20));
                assertThat(commit(changed, files, mark())).isInstanceOf(Committed.class);
            }
        }
        assertThat(ids("t")).hasSize(40);
    }

    @Test
    void nothingIsChangedWhenOthersWereFaster() {
        List<Consumer<String>> others = List.of(
                t -> foreign.append(t, 10, 1),
                t -> foreign.delete(t, "id = 0"),
                t -> foreign.index(t, "id"),
                t -> foreign.overwrite(t, 0, 3),
                t -> foreign.setSchemaMetadata(t, "c", "d"),
                t -> FileTrees.delete(foreign.path(t)),
                t -> {
                    FileTrees.delete(foreign.path(t));
                    foreign.create(t, 0, 3, true);
                });
        for (int i = 0; i < others.size(); i++) {
            String table = "t" + i;
            createTable(table, 3);
            try (TableHandle base = head(table)) {
                others.get(i).accept(table);
                assertThat(change(base, "a", "b")).as("case %s", i).isFalse();
            }
        }
    }

    @Test
    void changeOfRowsThatIsUnderWaySeesNewConstraints() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(3, 1));
            TableChange change = new TableChange(base, RowSet.EMPTY, List.of(files), (head, removed) -> {
                if (head.tableVersion().version() == 1) {
                    assertThat(change(head, FieldMetadata.CONSTRAINTS, "{}")).isTrue(); // in the last moment
                }
            });
            assertThat(store.commit(change, mark(), Durability.OS))
                    .isEqualTo(new Conflict(
                            "Table t changed its constraints after version 1 was read, and is at version 2 now; nothing was changed; run the transaction again",
                            2));
        }
        assertThat(ids("t")).hasSize(3);
    }

    @Test
    void changeOfRowsPassesOtherMetadata() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(3, 1));
            assertThat(change(base, "comment", "mine")).isTrue();
            assertThat(commit(base, RowChangeTest.rows(1), files, mark())).isEqualTo(new Committed(3));
        }
        assertThat(ids("t")).containsExactly(0L, 2L, 3L);
    }

    @Test
    void isRefusedWhereNothingMayBeWritten() {
        createTable("t", 3);
        try (TableStore reading = open(true);
                TableHandle base = reading.open(new TableVersion("t", 1))) {
            assertThatThrownBy(() -> reading.maintenance().changeMetadata(base, Map.of("a", "b"), mark()))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.READ_ONLY));
        }
    }
}
