package org.lancesql.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.storage.RowChangeTest.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;

/**
 * A change of rows 1 (of fragment 0) and 13 (of fragment 1) of a table of three fragments of ten rows meets what another
 * program committed after the change was made.
 */
class RowRebaseTest extends StoreTest {
    private static final RowSet REMOVED = rows(1, RowSet.address(1, 3));
    private static final long ADDED = 100;

    /** What others do, by name. */
    private static final Map<String, BiConsumer<Foreign, String>> FOREIGN = new TreeMap<>(Map.ofEntries(
            Map.entry("append", (f, t) -> f.append(t, 40, 2)),
            Map.entry("delete in other fragment", (f, t) -> f.delete(t, "id = 25")),
            Map.entry("delete other rows in same fragments", (f, t) -> f.delete(t, "id = 0 or id = 19")),
            Map.entry("delete of other fragment", (f, t) -> f.delete(t, "id >= 20")),
            Map.entry("index", (f, t) -> f.index(t, "id")),
            Map.entry("compaction", Foreign::compact),
            Map.entry("delete and compaction", (f, t) -> {
                f.delete(t, "id = 0 or id = 25");
                f.compact(t);
            }),
            Map.entry("merge of other rows", (f, t) -> f.merge(t, "merged", 2, 50)),
            Map.entry("merge of other rows and compaction", (f, t) -> {
                f.merge(t, "merged", 2, 50);
                f.compact(t);
            }),
            Map.entry("rewrite of other names", (f, t) -> f.rewriteNames(t, "rewritten", 2, 3)),
            Map.entry("delete of same row", (f, t) -> f.delete(t, "id = 1")),
            Map.entry("delete of same row and compaction", (f, t) -> {
                f.delete(t, "id = 13");
                f.compact(t);
            }),
            Map.entry("delete of same fragment", (f, t) -> f.delete(t, "id < 10")),
            Map.entry("merge of same row", (f, t) -> f.merge(t, "merged", 13)),
            Map.entry("merge of same row and compaction", (f, t) -> {
                f.merge(t, "merged", 1);
                f.compact(t);
            }),
            Map.entry("rewrite of same name", (f, t) -> f.rewriteNames(t, "rewritten", 1)),
            Map.entry("overwrite", (f, t) -> f.overwrite(t, 0, 30)),
            Map.entry("restore", (f, t) -> {
                f.append(t, 40, 2);
                f.with(t, d -> {
                    try (var old = d.checkoutVersion(3)) {
                        old.restore();
                    }
                });
            }),
            Map.entry("new column", (f, t) -> f.addColumn(t, "extra"))));

    /** What moves rows, which only tables with stable row ids can follow. */
    private static final List<String> MOVING = List.of(
            "compaction", "delete and compaction", "merge of other rows and compaction", "rewrite of other names");

    private static boolean isConflict(String foreign, boolean stableRowIds) {
        return foreign.contains("same row")
                || foreign.contains("of same")
                || List.of("overwrite", "restore", "new column").contains(foreign)
                || !stableRowIds && MOVING.contains(foreign);
    }

    static Stream<Arguments> cases() {
        return FOREIGN.keySet().stream()
                .flatMap(name -> Stream.of(true, false)
                        .flatMap(stable -> Stream.of(true, false).map(indexed -> Arguments.of(name, stable, indexed))));
    }

    @ParameterizedTest(name = "{0}, stable row ids {1}, indexed {2}")
    @MethodSource("cases")
    void meets(String name, boolean stableRowIds, boolean indexed) {
        foreign.create("t", 0, 10, stableRowIds);
        foreign.append("t", 10, 10);
        foreign.append("t", 20, 10);
        if (indexed) {
            foreign.index("t", "id");
            foreign.index("t", "name");
        }
        try (TableHandle base = head("t")) {
            StagedFiles added = store.stage(base, Rows.range(ADDED, 2));
            requireNonNull(FOREIGN.get(name)).accept(foreign, "t");
            long head = store.latestVersion("t");
            Map<Long, String> others = values();
            CommitOutcome outcome = commit(base, REMOVED, added, mark());
            if (isConflict(name, stableRowIds)) {
                assertThat(outcome)
                        .isInstanceOfSatisfying(
                                Conflict.class,
                                conflict -> assertThat(conflict.message())
                                        .startsWith("Table t ")
                                        .contains(" after version "
                                                + base.tableVersion().version() + " was read")
                                        .endsWith("; nothing was changed; run the transaction again"));
                assertThat(store.latestVersion("t")).isEqualTo(head);
                assertThat(values()).isEqualTo(others);
            } else {
                assertThat(outcome).isEqualTo(new Committed(head + 1));
                others.keySet().removeAll(List.of(1L, 13L));
                LongStream.range(ADDED, ADDED + 2).forEach(id -> others.put(id, Rows.name(id)));
                assertThat(values()).isEqualTo(others);
                assertFound(others);
            }
        }
    }

    /** Every row is found by each of its values, others are not: with indexes that is another way than a scan. */
    private void assertFound(Map<Long, String> rows) {
        foreign.with("t", d -> {
            for (long id = 0; id < ADDED + 3; id++) {
                String name = rows.get(id);
                assertThat(d.countRows("id = " + id)).as("id = %s", id).isEqualTo(name == null ? 0 : 1);
                if (name != null) {
                    assertThat(d.countRows("name = '" + name + "' and id = " + id))
                            .as(name)
                            .isEqualTo(1);
                }
            }
        });
    }

    private Map<Long, String> values() {
        Map<Long, String> values = new TreeMap<>();
        try (TableHandle handle = head("t");
                BatchReader reader = handle.scan(ScanRequest.of(List.of("id", "name")), memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < batch.getRowCount(); i++) {
                    long id = ((BigIntVector) batch.getVector(0)).get(i);
                    assertThat(values.put(id, String.valueOf(batch.getVector(1).getObject(i))))
                            .isNull();
                }
            }
        }
        return values;
    }

    @Test
    void keptIdsStayWithTheRowsWhereverTheyWent() {
        foreign.create("t", 0, 10, true);
        foreign.append("t", 10, 10);
        try (TableHandle base = head("t")) {
            StagedFiles added = store.stage(base, Rows.range(ADDED, 2)).withRowIds(new long[] {1, 13});
            foreign.delete("t", "id = 0");
            foreign.compact("t");
            assertThat(commit(base, REMOVED, added, mark())).isInstanceOf(Committed.class);
        }
        try (TableHandle handle = head("t")) {
            List<Long> ids = rowIds(handle);
            assertThat(ids).hasSize(19).doesNotHaveDuplicates().endsWith(1L, 13L);
        }
        assertThat(values()).hasSize(19).containsKeys(ADDED, ADDED + 1).doesNotContainKeys(0L, 1L, 13L);
    }

    @Test
    void manyRowsAreFollowedThroughACompaction() {
        foreign.create("t", 0, 60_000, true);
        foreign.append("t", 60_000, 60_000);
        try (TableHandle base = head("t")) {
            RowSet removed = rows(LongStream.range(0, 10_000)
                    .flatMap(i -> LongStream.of(6 * i, RowSet.address(1, (int) (6 * i))))
                    .toArray());
            foreign.delete("t", "id = 1");
            foreign.compact("t");
            TableChange change = new TableChange(base, removed, List.of(), null);
            assertThat(store.commit(change, mark(), Durability.OS)).isInstanceOf(Committed.class);
        }
        List<Long> left = new ArrayList<>(ids("t"));
        assertThat(left).hasSize(120_000 - 20_000 - 1).noneMatch(id -> id % 6 == 0);
    }

    @Test
    void changedConstraintsAreAConflict() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles added = store.stage(base, Rows.range(ADDED, 1));
            foreign.setSchemaMetadata("t", FieldMetadata.CONSTRAINTS, "{}");
            assertThat(commit(base, added, mark()))
                    .isEqualTo(new Conflict(
                            "Table t changed its constraints after version 1 was read, and is at version 2 now; nothing was changed; run the transaction again",
                            2));
        }
    }

    @Test
    void deletionFilesOfTriesThatWereLateAreDeleted() throws IOException {
        createTable("t", 10);
        AtomicInteger tries = new AtomicInteger();
        CommitGuard others = () -> {
            int number = tries.getAndIncrement();
            if (number < 2) { // after HEAD was looked at, and before the change goes on top of it
                foreign.delete("t", "id = " + (5 + number));
            }
            return true;
        };
        try (TableHandle base = head("t")) {
            TableChange change = new TableChange(base, rows(1), List.of(), null);
            assertThat(store.commit(change, mark(), Durability.OS, others)).isEqualTo(new Committed(4));
        }
        assertThat(tries).hasValue(3);
        assertThat(ids("t")).containsExactly(0L, 2L, 3L, 4L, 7L, 8L, 9L);
        try (Stream<Path> files = Files.list(directory.resolve("t.lance").resolve("_deletions"))) {
            assertThat(files).as("one file for each of the versions 2 to 4").hasSize(3);
        }
    }
}
