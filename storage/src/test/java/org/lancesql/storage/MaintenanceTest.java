package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;

/** Indexes are built and dropped in one version each, on top of whatever others commit. */
class MaintenanceTest extends StoreTest {
    private static final Column ID = Column.of("id");

    private Predicate idIs(long id) {
        return new Comparison(ID, Operator.EQUAL, new Literal(new ArrowType.Int(64, true), id));
    }

    private List<TableIndex> indexes(String table) {
        try (TableHandle handle = head(table)) {
            return handle.indexes();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IndexKind.class,
            mode = Mode.EXCLUDE,
            names = {"NGRAM", "LABEL_LIST", "ZONEMAP"})
    void indexFindsRowsOldAndNew(IndexKind kind) {
        createTable("t", 5);
        foreign.append("t", 5, 3);
        foreign.append("t", 8, 2);
        assertThat(store.maintenance().createIndex("t", "i", kind, ID, mark())).isTrue();
        assertThat(store.latestVersion("t")).isEqualTo(4);
        assertThat(indexes("t")).containsExactly(new TableIndex("i", kind.name(), List.of(ID), 10, true));
        foreign.append("t", 100, 5);
        try (TableHandle handle = head("t")) {
            for (long id = 0; id < 10; id++) {
                assertThat(handle.count(idIs(id))).isEqualTo(1);
            }
            assertThat(handle.count(idIs(102))).isEqualTo(1);
            assertThat(handle.count(idIs(50))).isZero();
            assertThat(handle.indexes().get(0).rowsCovered()).isEqualTo(10);
            assertThat(IndexUse.serving(idIs(3), handle.indexes())).containsExactly("i");
        }
        try (TableHandle old = store.open(new TableVersion("t", 1))) {
            assertThat(old.indexes()).isEmpty();
            assertThat(old.count(idIs(3))).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = IndexKind.class,
            mode = Mode.EXCLUDE,
            names = {"NGRAM", "LABEL_LIST", "ZONEMAP"})
    void emptyTableCanHaveAnIndex(IndexKind kind) {
        createTable("t", 0);
        assertThat(store.maintenance().createIndex("t", "i", kind, ID, mark())).isTrue();
        foreign.append("t", 0, 5);
        try (TableHandle handle = head("t")) {
            assertThat(handle.indexes()).hasSize(1);
            assertThat(handle.count(idIs(3))).isEqualTo(1);
        }
    }

    @Test
    void zoneMapsAreBuiltAndUsedOnlyWhereTheyLoseNoRow() {
        foreign.create("plain", 0, 5, false);
        foreign.append("plain", 5, 5);
        assertThat(store.maintenance().createIndex("plain", "i", IndexKind.ZONEMAP, ID, mark()))
                .isTrue();
        try (TableHandle handle = head("plain")) {
            assertThat(IndexUse.serving(idIs(7), handle.indexes())).containsExactly("i");
            assertThat(handle.count(idIs(7))).isEqualTo(1);
        }
        foreign.create("stable", 0, 5, true);
        foreign.append("stable", 5, 5);
        assertThatThrownBy(() -> store.maintenance().createIndex("stable", "i", IndexKind.ZONEMAP, ID, mark()))
                .hasMessageContaining("stable row ids");
        foreign.index("stable", "id", IndexKind.ZONEMAP);
        try (TableHandle handle = head("stable")) {
            assertThat(IndexUse.serving(idIs(7), handle.indexes())).isEmpty();
            assertThat(handle.count(idIs(7))).isEqualTo(1);
        }
    }

    @Test
    void textAndListsHaveIndexesOfTheirOwn() {
        createTable("t", 10);
        assertThat(store.maintenance().createIndex("t", "words", IndexKind.NGRAM, Column.of("name"), mark()))
                .isTrue();
        assertThat(indexes("t")).extracting(TableIndex::kind).containsExactly("NGRAM");
        Schema schema = new Schema(List.of(new Field(
                "tags",
                org.apache.arrow.vector.types.pojo.FieldType.nullable(ArrowType.List.INSTANCE),
                List.of(Field.nullable("item", ArrowType.Utf8.INSTANCE)))));
        store.create("u", schema, Map.of(), new NoTags(schema), mark());
        assertThat(IndexKind.LABEL_LIST.accepts(schema.getFields().get(0))).isTrue();
        assertThat(store.maintenance().createIndex("u", "labels", IndexKind.LABEL_LIST, Column.of("tags"), mark()))
                .isTrue();
        assertThat(indexes("u")).extracting(TableIndex::kind).containsExactly("LABEL_LIST");
    }

    private record NoTags(Schema schema) implements BatchSource {
        @Override
        public boolean load(org.apache.arrow.vector.VectorSchemaRoot root) {
            return false;
        }
    }

    @Test
    void nameIsTakenOnceAndFreeAgainAfterTheDrop() {
        createTable("t", 3);
        Maintenance maintenance = store.maintenance();
        assertThat(maintenance.createIndex("t", "i", IndexKind.BTREE, ID, mark()))
                .isTrue();
        assertThat(maintenance.createIndex("t", "i", IndexKind.BITMAP, ID, mark()))
                .isFalse();
        assertThat(maintenance.dropIndex("t", "i", mark())).isTrue();
        assertThat(maintenance.dropIndex("t", "i", mark())).isFalse();
        assertThat(indexes("t")).isEmpty();
        assertThat(store.latestVersion("t")).isEqualTo(3);
        try (TableHandle old = store.open(new TableVersion("t", 2))) {
            assertThat(old.indexes()).hasSize(1);
            assertThat(old.count(idIs(1))).isEqualTo(1);
        }
    }

    @Test
    void versionSaysWhoBuiltTheIndex() {
        createTable("t", 3);
        CommitMark mark = CommitMark.create(Map.of("lancesql.user", "ada"));
        store.maintenance().createIndex("t", "i", IndexKind.BTREE, ID, mark);
        try (Dataset head = foreign.open("t");
                Transaction made = head.readTransaction().orElseThrow()) {
            assertThat(made.transactionProperties().orElseThrow())
                    .containsEntry("lancesql.user", "ada")
                    .containsEntry("lancesql.txn", mark.id());
        }
    }

    @Test
    void readOnlyStoreBuildsNothing() throws Exception {
        createTable("t", 3);
        try (TableStore readOnly = open(true)) {
            assertThatThrownBy(() -> readOnly.maintenance().createIndex("t", "i", IndexKind.BTREE, ID, mark()))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("reading only");
        }
        assertThat(Files.exists(foreign.path("t").resolve("_indices"))).isFalse();
    }

    @Test
    void foreignCommitsMeanwhileStay() throws Exception {
        createTable("t", 50);
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = pool.submit(() -> {
                for (int i = 0; i < 10; i++) {
                    foreign.append("t", 1000 + i, 1);
                    foreign.delete("t", "id = " + i);
                    foreign.compact("t");
                }
            });
            for (int i = 0; i < 5; i++) {
                assertThat(store.maintenance().createIndex("t", "i" + i, IndexKind.BTREE, ID, mark()))
                        .isTrue();
            }
            writer.get();
        } finally {
            pool.shutdownNow();
        }
        assertThat(indexes("t")).hasSize(5);
        try (TableHandle handle = head("t")) {
            assertThat(handle.rowCount()).isEqualTo(50);
            for (long id = 0; id < 50; id++) {
                assertThat(handle.count(idIs(id))).isEqualTo(id < 10 ? 0 : 1);
            }
            assertThat(handle.count(idIs(1009))).isEqualTo(1);
        }
    }
}
