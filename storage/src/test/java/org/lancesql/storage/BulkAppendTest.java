package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.storage.RowChangeTest.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.WriteParams.WriteMode;
import org.lance.compaction.CompactionOptions;
import org.lance.operation.Append;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.CommitOutcome.Withheld;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;

/** Many rows at once, which are published as the version behind the HEAD that was looked at. */
class BulkAppendTest extends StoreTest {
    private static final int BULK = (int) BulkAppend.LEAST_ROWS;
    private static final long FIRST = 1_000_000;

    /** Commits a bulk of rows from {@link #FIRST} on; the first so many times that a HEAD was looked at, others do something. */
    private CommitOutcome commitBulk(int times, Runnable meanwhile) {
        try (TableHandle base = head("t")) {
            return commitBulk(base, times, meanwhile);
        }
    }

    private CommitOutcome commitBulk(TableHandle base, int times, Runnable meanwhile) {
        AtomicInteger looks = new AtomicInteger();
        TableChange change =
                new TableChange(base, RowSet.EMPTY, List.of(store.stage(base, Rows.range(FIRST, BULK))), null);
        return store.commit(change, mark(), Durability.FULL, () -> {
            if (looks.incrementAndGet() <= times) {
                meanwhile.run();
            }
            return true;
        });
    }

    private String operation(long version) {
        try (Dataset dataset = foreign.open("t");
                Dataset then = dataset.checkoutVersion(version);
                Transaction transaction = then.readTransaction().orElseThrow()) {
            return transaction.operation().name();
        }
    }

    /** The bulk is there once, and of the other rows those. */
    private void assertRows(long... others) {
        List<Long> ids = ids("t");
        assertThat(ids).doesNotHaveDuplicates();
        LongPredicate isBulk = id -> id >= FIRST && id < FIRST + BULK;
        assertThat(ids.stream().filter(isBulk::test)).hasSize(BULK);
        assertThat(ids.stream().filter(id -> !isBulk.test(id)))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.of(others).boxed().toList());
    }

    private void assertNothingIsLeftAside() throws IOException {
        try (Stream<Path> left = Files.list(directory.resolve("_lancesql/staging"))) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void bulkIsAnAppendWithItsMark() throws IOException {
        createTable("t", 3);
        CommitMark mark = CommitMark.create(Map.of("lancesql.user", "ann"));
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(FIRST, BULK));
            assertThat(commit(base, staged, mark)).isEqualTo(new Committed(2));
            assertThat(commit(base, staged, mark)).as("the same again").isEqualTo(new Committed(2));
            assertThat(ids(base, ScanRequest.of(List.of("id")))).hasSize(3);
        }
        assertThat(operation(2)).isEqualTo("Append");
        assertThat(store.findMark("t", mark.id(), 1, 2)).hasValue(2);
        assertRows(0, 1, 2);
        assertNothingIsLeftAside();
    }

    @Test
    void fewRowsAndTablesWithoutStableIdsAreFenced() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            assertThat(insert(base, FIRST, BULK - 1)).isEqualTo(new Committed(2));
        }
        assertThat(operation(2)).isEqualTo("Update");
        store.drop("t");
        foreign.create("t", 0, 3, false);
        assertThat(commitBulk(0, () -> {})).isEqualTo(new Committed(2));
        assertThat(operation(2)).isEqualTo("Update");
        assertRows(0, 1, 2);
    }

    @Test
    void bulkOfATransactionOverSeveralTablesIsFenced() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            CommitMark applied = new CommitMark(Ulid.next() + "/apply", Map.of());
            assertThat(commit(base, store.stage(base, Rows.range(FIRST, BULK)), applied))
                    .isEqualTo(new Committed(2));
        }
        assertThat(operation(2)).isEqualTo("Update");
    }

    @Test
    void whatOthersDoAfterHeadWasLookedAtStays() throws IOException {
        createTable("t", 3);
        assertThat(commitBulk(1, () -> {
                    foreign.append("t", 10, 2);
                    foreign.delete("t", "id = 1");
                    foreign.compact("t");
                    foreign.index("t", "id");
                }))
                .isInstanceOf(Committed.class);
        assertRows(0, 2, 10, 11);
        assertThat(operation(store.latestVersion("t"))).isEqualTo("Append");
        assertNothingIsLeftAside();
    }

    @Test
    void changesOfOtherStoresAfterHeadWasLookedAtStay() {
        createTable("t", 3);
        try (TableStore other = open(false)) {
            assertThat(commitBulk(2, () -> {
                        long now = other.latestVersion("t");
                        try (TableHandle base = other.open(new TableVersion("t", now))) {
                            StagedFiles files = other.stage(base, Rows.range(100 + now, 1));
                            RowSet removed = rows(now);
                            other.commit(
                                    new TableChange(base, removed, List.of(files), (head, gone) -> {}),
                                    mark(),
                                    Durability.OS);
                        }
                    }))
                    .isInstanceOf(Committed.class);
        }
        assertRows(0, 101, 102);
    }

    @Test
    void othersWhoAreAlwaysFasterDoNotKeepItFromHappening() throws IOException {
        createTable("t", 3);
        AtomicInteger next = new AtomicInteger(10);
        assertThat(commitBulk(Integer.MAX_VALUE, () -> foreign.append("t", next.getAndIncrement(), 1)))
                .isInstanceOf(Committed.class);
        assertThat(operation(store.latestVersion("t"))).isEqualTo("Update");
        assertRows(0, 1, 2, 10, 11, 12);
        try (Stream<Path> records = Files.list(foreign.path("t").resolve("_transactions"))) {
            assertThat(records).as("records of versions").hasSize((int) store.latestVersion("t"));
        }
        assertNothingIsLeftAside();
    }

    @Test
    void changedColumnsAreAConflict() {
        createTable("t", 3);
        assertThat(commitBulk(1, () -> foreign.addColumn("t", "extra")))
                .isEqualTo(new Conflict(
                        "Table t changed its columns after version 1 was read, and is at version 2 now; nothing was changed; run the transaction again",
                        2));
        assertThat(ids("t")).hasSize(3);
    }

    @Test
    void changedMetadataAreAConflict() {
        createTable("t", 3);
        assertThat(commitBulk(1, () -> {
                    try (TableHandle now = head("t")) {
                        store.maintenance().changeMetadata(now, Map.of(FieldMetadata.CONSTRAINTS, "x"), mark());
                    }
                }))
                .isInstanceOf(Conflict.class);
        assertThat(ids("t")).hasSize(3);
    }

    @Test
    void overwriteIsAConflict() {
        createTable("t", 3);
        assertThat(commitBulk(1, () -> foreign.overwrite("t", 50, 1)))
                .isEqualTo(new Conflict(
                        "Table t was replaced in version 2 after version 1 was read, and is at version 2 now; nothing was changed; run the transaction again",
                        2));
        assertThat(ids("t")).containsExactly(50L);
    }

    @Test
    void droppedTableAndOneInItsPlaceAreAConflict() {
        createTable("t", 3);
        assertThat(commitBulk(1, () -> {
                    store.drop("t");
                    foreign.create("t", 70, 2, true);
                }))
                .isInstanceOf(Conflict.class);
        assertThat(ids("t")).containsExactly(70L, 71L);
        assertThat(commitBulk(1, () -> FileTrees.delete(foreign.path("t")))).isInstanceOf(Conflict.class);
        assertThat(foreign.path("t")).doesNotExist();
    }

    @Test
    void removedVersionInBetweenIsAConflict() {
        createTable("t", 3);
        assertThat(commitBulk(1, () -> {
                    foreign.append("t", 10, 1);
                    foreign.append("t", 11, 1);
                    foreign.cleanUp("t");
                }))
                .isInstanceOf(Conflict.class);
        assertThat(ids("t")).hasSize(5);
    }

    @Test
    void guardThatRefusesWithholdsIt() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            TableChange change =
                    new TableChange(base, RowSet.EMPTY, List.of(store.stage(base, Rows.range(FIRST, BULK))), null);
            assertThat(store.commit(change, mark(), Durability.OS, () -> false)).isEqualTo(new Withheld(1));
        }
        assertThat(ids("t")).hasSize(3);
    }

    /** A foreign program that has read the version before the bulk, and commits after it. */
    private void foreignCommitAfterwards(Consumer<Dataset> late) {
        try (Dataset before = foreign.open("t")) {
            assertThat(commitBulk(0, () -> {})).isInstanceOf(Committed.class);
            late.accept(before);
        }
    }

    @Test
    void lateForeignAppendKeepsTheBulk() {
        createTable("t", 3);
        foreign.append("t", 3, 3);
        var fragments = foreign.write("t", 50, 1, WriteMode.APPEND);
        foreignCommitAfterwards(before ->
                foreign.commit(before, Append.builder().fragments(fragments).build()));
        assertRows(0, 1, 2, 3, 4, 5, 50);
    }

    @Test
    void lateForeignDeleteKeepsTheBulk() {
        createTable("t", 3);
        foreignCommitAfterwards(before -> before.delete("id = 1"));
        assertRows(0, 2);
    }

    @Test
    void lateForeignCompactionKeepsTheBulk() {
        createTable("t", 3);
        foreign.append("t", 3, 3);
        foreignCommitAfterwards(
                before -> before.compact(CompactionOptions.builder().build()));
        assertRows(0, 1, 2, 3, 4, 5);
    }

    @Test
    void lateForeignChangeOfColumnsIsToldOfTheBulk() {
        createTable("t", 3);
        foreignCommitAfterwards(before -> assertThatThrownBy(
                        () -> before.addColumns(List.of(Field.nullable("extra", new ArrowType.Int(32, true)))))
                .satisfies(e ->
                        assertThat(LanceErrors.isConflict(e)).as(e.toString()).isTrue()));
        assertRows(0, 1, 2);
    }

    @Test
    void lateChangeOfMetadataIsToldOfTheBulk() {
        createTable("t", 3);
        try (TableHandle before = head("t")) {
            assertThat(commitBulk(0, () -> {})).isInstanceOf(Committed.class);
            Map<String, @Nullable String> changes = Map.of(FieldMetadata.CONSTRAINTS, "x");
            assertThat(store.maintenance().changeMetadata(before, changes, mark()))
                    .isFalse();
        }
        assertRows(0, 1, 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsAreFoundBesideAnIndex(boolean stableRowIds) {
        foreign.create("t", 0, 50, stableRowIds);
        foreign.index("t", "id");
        foreign.index("t", "name");
        assertThat(commitBulk(0, () -> {})).isInstanceOf(Committed.class);
        foreign.delete("t", "id = 7");
        try (TableHandle handle = head("t")) {
            for (long id : new long[] {0, 8, 49, FIRST, FIRST + BULK - 1}) {
                assertThat(find(handle, "id", new Literal(new ArrowType.Int(64, true), id)))
                        .containsExactly(id);
                assertThat(find(handle, "name", new Literal(new ArrowType.Utf8(), Rows.name(id))))
                        .containsExactly(id);
            }
            assertThat(find(handle, "id", new Literal(new ArrowType.Int(64, true), 7L)))
                    .isEmpty();
        }
    }

    private List<Long> find(TableHandle handle, String column, Literal literal) {
        Predicate predicate = new Comparison(Column.of(column), Operator.EQUAL, literal);
        return ids(handle, new ScanRequest(List.of("id"), predicate, OptionalLong.empty(), 0, List.of(), List.of()));
    }

    @Test
    void rowsGetIdsOfTheirOwn() {
        createTable("t", 3);
        assertThat(commitBulk(0, () -> {})).isInstanceOf(Committed.class);
        foreign.append("t", 10, 2);
        try (TableHandle handle = head("t")) {
            assertThat(rowIds(handle)).hasSize(BULK + 5).doesNotHaveDuplicates();
        }
    }

    @Test
    void tableWithOldManifestNamesTakesIt() {
        foreign.createWithOldManifestNames("t", 0, 3);
        assertThat(commitBulk(1, () -> foreign.append("t", 5, 1))).isInstanceOf(Committed.class);
        foreign.append("t", 6, 1);
        assertRows(0, 1, 2, 5, 6);
    }
}
