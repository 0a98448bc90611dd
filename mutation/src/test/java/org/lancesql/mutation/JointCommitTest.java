package org.lancesql.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.lancesql.storage.Durability;
import org.lancesql.storage.IndexKind;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.LoggedHistory;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionLog;
import org.lancesql.versioning.TransactionRecord;

/** Commits to several tables that end at each of their steps, and what others find and do then. */
class JointCommitTest extends MutationTest {
    private static final List<String> TABLES = List.of("a", "b", "c");
    private static final Map<Long, String> BEFORE = texts(0, 10);

    private enum Kind {
        PLAIN,
        INDEXED,
        WITHOUT_STABLE_IDS
    }

    private enum Foreign {
        NOTHING,
        APPEND,
        DELETE_OTHER,
        DELETE_SAME,
        COMPACT,
        OVERWRITE,
        ADD_COLUMN
    }

    /** The end of the program. */
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash(CommitStep step) {
            super(step.toString());
        }
    }

    @AfterEach
    void watchNobody() {
        CommitStep.observe(null);
    }

    private static Map<Long, String> texts(long from, int count) {
        Map<Long, String> texts = new TreeMap<>();
        for (long id = from; id < from + count; id++) {
            texts.put(id, TestRows.text(id));
        }
        return texts;
    }

    private void createAll(Kind kind) {
        ForeignWriter foreign = foreign();
        for (String table : TABLES) {
            foreign.create(table, TestRows.range(0, 5), kind != Kind.WITHOUT_STABLE_IDS);
            foreign.append(table, TestRows.range(5, 5));
            if (kind == Kind.INDEXED) {
                committer.createIndex(table, "i", IndexKind.BTREE, Column.of("id"), INFO);
            }
        }
    }

    private ForeignWriter foreign() {
        return new ForeignWriter(store.root().directory(), memory.root());
    }

    private StoredTable table(String name) {
        return new StoredTable(store, name);
    }

    /** Adds to a, changes and removes rows of b, removes from c and adds to it. */
    private Transaction change() {
        Transaction transaction = begin();
        apply(transaction, table("a"), TestChange.insert(100, 2));
        Map<Long, Row> b = rows(transaction, table("b"));
        apply(transaction, table("b"), TestChange.update(List.of(b.get(1L), b.get(7L)), "new"));
        apply(transaction, table("b"), TestChange.delete(List.of(b.get(3L))));
        Map<Long, Row> c = rows(transaction, table("c"));
        apply(transaction, table("c"), TestChange.delete(List.of(c.get(2L))));
        apply(transaction, table("c"), TestChange.insert(200, 1));
        return transaction;
    }

    private static Map<Long, String> after(String table) {
        Map<Long, String> rows = new TreeMap<>(BEFORE);
        switch (table) {
            case "a" -> rows.putAll(texts(100, 2));
            case "b" -> {
                rows.put(1L, "new");
                rows.put(7L, "new");
                rows.remove(3L);
            }
            default -> {
                rows.remove(2L);
                rows.putAll(texts(200, 1));
            }
        }
        return rows;
    }

    /** Ends the program when a step is reached for the nth time. */
    private static Consumer<CommitStep> crashAt(CommitStep step, int nth) {
        int[] reached = {0};
        return now -> {
            if (now == step && ++reached[0] == nth) {
                throw new Crash(now);
            }
        };
    }

    /** What a program that writes nothing reads. */
    private Map<String, Map<Long, String>> readOnly() {
        try (TableStore reading = TableStore.open(store.root(), true, memory, Durability.OS)) {
            TransactionLog log = new TransactionLog(reading);
            return read(reading, new Committer(log, new LoggedHistory(log), memory.root()), log);
        }
    }

    private Map<String, Map<Long, String>> read(TableStore from, Committer by, TransactionLog log) {
        Map<String, Map<Long, String>> all = new TreeMap<>();
        LoggedHistory history = new LoggedHistory(log);
        List<StoredTable> tables =
                TABLES.stream().map(name -> new StoredTable(from, name)).toList();
        try (Transaction reading = new Transaction(
                        Isolation.REPEATABLE_READ,
                        from,
                        new org.lancesql.versioning.SnapshotReader(log, history),
                        changed -> by,
                        memory.root());
                Cut cut = reading.cut(tables)) {
            tables.forEach(table -> all.put(table.name(), texts(rows(cut, table))));
        }
        return all;
    }

    /** Another program finishes what is unfinished; returns why it cannot. */
    private @Nullable StorageException recover() {
        try (TableStore other = TableStore.open(store.root(), false, memory, Durability.OS)) {
            TransactionLog log = new TransactionLog(other);
            RecordAdvance records = new Committer(log, new LoggedHistory(log), memory.root())
                    .records()
                    .orElseThrow();
            for (TransactionRecord record : log.state().records()) {
                records.advance(record.id());
            }
            return null;
        } catch (StorageException e) {
            assertThat(e.reason()).isEqualTo(Reason.UNDECIDED);
            return e;
        }
    }

    private void act(Foreign operation, String table) {
        ForeignWriter foreign = foreign();
        switch (operation) {
            case NOTHING -> {}
            case APPEND -> foreign.append(table, TestRows.range(900, 1));
            case DELETE_OTHER -> foreign.delete(table, Set.of(9L));
            case DELETE_SAME -> foreign.delete(table, Set.of(1L, 2L, 100L));
            case COMPACT -> foreign.compact(table);
            case OVERWRITE -> foreign.overwrite(table, TestRows.range(500, 3));
            case ADD_COLUMN -> foreign.addColumn(table, "w");
        }
    }

    @Test
    void allTablesGetOneVersionEach() {
        createAll(Kind.PLAIN);
        List<Long> versions = TABLES.stream().map(name -> latest(table(name))).toList();
        List<CommitStep> steps = new ArrayList<>();
        CommitStep.observe(steps::add);
        try (Transaction transaction = change()) {
            commit(transaction);
        }
        assertThat(steps)
                .containsExactly(
                        CommitStep.STAGED,
                        CommitStep.PLANNED,
                        CommitStep.PREPARED,
                        CommitStep.APPLY_PINNED,
                        CommitStep.APPLIED,
                        CommitStep.APPLY_PINNED,
                        CommitStep.APPLIED,
                        CommitStep.APPLY_PINNED,
                        CommitStep.APPLIED,
                        CommitStep.DECIDED);
        TABLES.forEach(name -> assertThat(head(table(name))).as(name).isEqualTo(after(name)));
        for (int i = 0; i < TABLES.size(); i++) {
            assertThat(latest(table(TABLES.get(i)))).isEqualTo(versions.get(i) + 1);
        }
    }

    static Stream<Arguments> crashes() {
        List<Arguments> all = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            for (Foreign operation : Foreign.values()) {
                for (CommitStep step : List.of(CommitStep.PREPARED, CommitStep.APPLY_PINNED, CommitStep.APPLIED)) {
                    for (int nth : step == CommitStep.PREPARED ? List.of(1) : List.of(1, 3)) {
                        all.add(Arguments.of(kind, operation, step, nth));
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, {1} after {2} number {3}")
    @MethodSource("crashes")
    void crashedCommitIsFinishedOrTakenBackByRows(Kind kind, Foreign operation, CommitStep step, int nth) {
        createAll(kind);
        CommitStep.observe(crashAt(step, nth));
        try (Transaction transaction = change()) {
            assertThatThrownBy(() -> commit(transaction)).isInstanceOf(Crash.class);
        }
        CommitStep.observe(null);
        assertWhole(readOnly(), Foreign.NOTHING);
        TABLES.forEach(table -> act(operation, table));
        StorageException blocked = recover();
        if (blocked != null) {
            assertThat(kind == Kind.WITHOUT_STABLE_IDS && operation == Foreign.COMPACT)
                    .as("blocked: %s", blocked.getMessage())
                    .isTrue();
            assertThat(blocked).hasMessageContaining("Transaction ").hasMessageContaining("compacted");
            return;
        }
        assertThat(new TransactionLog(store).state().records()).isEmpty();
        Map<String, Map<Long, String>> found = readOnly();
        assertWhole(found, operation);
        assertThat(recover()).isNull();
        assertThat(readOnly()).isEqualTo(found);
        if (operation == Foreign.ADD_COLUMN) {
            return;
        }
        try (Transaction later = begin()) {
            for (String table : TABLES) {
                apply(later, table(table), TestChange.insert(700, 1));
            }
            commit(later);
        }
        readOnly().forEach((table, rows) -> assertThat(rows).containsKey(700L));
    }

    /** All tables have the changes, or none has. */
    private static void assertWhole(Map<String, Map<Long, String>> found, Foreign operation) {
        if (operation == Foreign.DELETE_SAME && found.get("a").containsKey(101L)) {
            found.get("a").put(100L, TestRows.text(100)); // deleted if it was there by then
        }
        Map<String, Map<Long, String>> with = new TreeMap<>();
        Map<String, Map<Long, String>> without = new TreeMap<>();
        for (String table : TABLES) {
            with.put(table, expected(after(table), operation));
            without.put(table, expected(BEFORE, operation));
        }
        assertThat(found).isIn(with, without);
    }

    private static Map<Long, String> expected(Map<Long, String> rows, Foreign operation) {
        Map<Long, String> expected = new TreeMap<>(rows);
        switch (operation) {
            case APPEND -> expected.putAll(texts(900, 1));
            case DELETE_OTHER -> expected.remove(9L);
            case DELETE_SAME -> expected.keySet().removeAll(Set.of(1L, 2L));
            case OVERWRITE -> {
                expected.clear();
                expected.putAll(texts(500, 3));
            }
            default -> {}
        }
        return expected;
    }
}
