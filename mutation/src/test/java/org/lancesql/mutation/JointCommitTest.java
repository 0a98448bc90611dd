package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;
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
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.storage.Durability;
import org.lancesql.storage.IndexKind;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.DatabaseLog;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionLog;
import org.lancesql.versioning.TransactionRecord;

/** Commits to several tables that end at each of their steps, and what others find and do then. */
class JointCommitTest extends MutationTest {
    /** Whether every case is run, and not some of each kind. */
    private static final boolean ALL = Boolean.getBoolean("lancesql.allCases");

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
            DatabaseLog seen = new DatabaseLog(reading, CommitStep::reached);
            return read(reading, new Committer(seen, memory.root()), seen);
        }
    }

    private Map<String, Map<Long, String>> read(TableStore from, Committer by, DatabaseLog seen) {
        Map<String, Map<Long, String>> all = new TreeMap<>();
        List<StoredTable> tables =
                TABLES.stream().map(name -> new StoredTable(from, name)).toList();
        try (Transaction reading = new Transaction(
                        Isolation.REPEATABLE_READ,
                        from,
                        new SnapshotReader(seen.log(), seen.history()),
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
            DatabaseLog seen = new DatabaseLog(other, CommitStep::reached);
            RecordAdvance records = new Committer(seen, memory.root()).records().orElseThrow();
            for (TransactionRecord record : seen.log().state().records()) {
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
                all.add(Arguments.of(kind, operation, CommitStep.APPLIED, 2));
                if (ALL) {
                    all.add(Arguments.of(kind, operation, CommitStep.PREPARED, 1));
                    all.add(Arguments.of(kind, operation, CommitStep.APPLY_PINNED, 1));
                    all.add(Arguments.of(kind, operation, CommitStep.APPLIED, 1));
                    all.add(Arguments.of(kind, operation, CommitStep.APPLIED, 3));
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
        Map<String, Map<Long, String>> compared = new TreeMap<>(found);
        if (operation == Foreign.DELETE_SAME) {
            // Deleted if it was there by then.
            compared.computeIfPresent("a", (table, rows) -> rows.containsKey(101L) ? withRow(rows, 100) : rows);
        }
        Map<String, Map<Long, String>> with = new TreeMap<>();
        Map<String, Map<Long, String>> without = new TreeMap<>();
        for (String table : TABLES) {
            with.put(table, expected(after(table), operation));
            without.put(table, expected(BEFORE, operation));
        }
        assertThat(compared).isIn(with, without);
    }

    private static Map<Long, String> withRow(Map<Long, String> rows, long id) {
        Map<Long, String> more = new TreeMap<>(rows);
        more.put(id, TestRows.text(id));
        return more;
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

    static Stream<Arguments> operationsUnderALivingOwner() {
        List<Arguments> all = new ArrayList<>();
        for (Foreign operation : Foreign.values()) {
            for (Kind kind : ALL ? List.of(Kind.values()) : List.of(Kind.INDEXED)) {
                all.add(Arguments.of(kind, operation, CommitStep.STAGED, 1));
                all.add(Arguments.of(kind, operation, CommitStep.APPLY_PINNED, 2));
                if (ALL) {
                    all.add(Arguments.of(kind, operation, CommitStep.PREPARED, 1));
                    all.add(Arguments.of(kind, operation, CommitStep.APPLIED, 1));
                    all.add(Arguments.of(kind, operation, CommitStep.APPLIED, 3));
                }
            }
        }
        return all.stream();
    }

    /** Runs something when a step is reached for the nth time. */
    private static Consumer<CommitStep> at(CommitStep step, int nth, Runnable action) {
        int[] reached = {0};
        return now -> {
            if (now == step && ++reached[0] == nth) {
                action.run();
            }
        };
    }

    @ParameterizedTest(name = "{0}, {1} at {2} number {3}")
    @MethodSource("operationsUnderALivingOwner")
    void ownerCommitsOrFailsWithNothingLeft(Kind kind, Foreign operation, CommitStep step, int nth) {
        createAll(kind);
        CommitStep.observe(at(step, nth, () -> TABLES.forEach(table -> act(operation, table))));
        RuntimeException failure = null;
        try (Transaction transaction = change()) {
            commit(transaction);
        } catch (RuntimeException e) {
            failure = e;
        }
        CommitStep.observe(null);
        if (failure instanceof StorageException blocked && blocked.reason() == Reason.UNDECIDED) {
            assertThat(kind == Kind.WITHOUT_STABLE_IDS && operation == Foreign.COMPACT)
                    .isTrue();
            return;
        }
        assertThat(new TransactionLog(store).state().records()).isEmpty();
        Map<String, Map<Long, String>> found = readOnly();
        assertWhole(found, operation);
        if (operation == Foreign.NOTHING || operation == Foreign.APPEND) {
            assertThat(failure).isNull();
        }
        if (failure == null) {
            assertThat(requireNonNull(found.get("c")).containsKey(200L)).isEqualTo(operation != Foreign.OVERWRITE);
        } else {
            assertThat(failure).isInstanceOf(ConflictException.class);
            assertThat(found.get("c")).doesNotContainKey(200L);
        }
    }

    static Stream<Arguments> crashesAmidTheUndo() {
        List<Arguments> all = new ArrayList<>();
        for (Kind kind : ALL ? List.of(Kind.values()) : List.of(Kind.PLAIN)) {
            for (CommitStep step : List.of(CommitStep.UNDO_SET, CommitStep.UNDO_PINNED, CommitStep.UNDONE)) {
                for (int nth : step == CommitStep.UNDO_SET ? List.of(1) : List.of(1, 2)) {
                    all.add(Arguments.of(kind, step, nth));
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest(name = "{0}, after {1} number {2}")
    @MethodSource("crashesAmidTheUndo")
    void undoIsResumed(Kind kind, CommitStep step, int nth) {
        createAll(kind);
        CommitStep.observe(crashAt(CommitStep.APPLIED, 1));
        try (Transaction transaction = change()) {
            assertThatThrownBy(() -> commit(transaction)).isInstanceOf(Crash.class);
        }
        act(Foreign.DELETE_SAME, "a");
        act(Foreign.DELETE_SAME, "b");
        act(Foreign.DELETE_SAME, "c");
        CommitStep.observe(crashAt(step, nth));
        assertThatThrownBy(this::recover).isInstanceOf(Crash.class);
        CommitStep.observe(null);
        Map<String, Map<Long, String>> amid = readOnly();
        assertThat(amid.get("a")).isEqualTo(expected(BEFORE, Foreign.DELETE_SAME));
        assertThat(amid.get("b")).isEqualTo(BEFORE);
        assertThat(amid.get("c")).isEqualTo(expected(BEFORE, Foreign.DELETE_SAME));
        act(Foreign.APPEND, "a");
        assertThat(recover()).isNull();
        assertThat(new TransactionLog(store).state().records()).isEmpty();
        Map<String, Map<Long, String>> found = readOnly();
        assertThat(requireNonNull(found.get("a")).remove(900L)).isNotNull();
        assertWhole(found, Foreign.DELETE_SAME);
        assertThat(found.get("c")).doesNotContainKey(200L);
    }

    static Stream<Arguments> pauses() {
        return Stream.of(
                Arguments.of(CommitStep.PREPARED, 1),
                Arguments.of(CommitStep.APPLY_PINNED, 1),
                Arguments.of(CommitStep.APPLY_PINNED, 3),
                Arguments.of(CommitStep.APPLIED, 2),
                Arguments.of(CommitStep.DECIDED, 1));
    }

    @ParameterizedTest(name = "at {0} number {1}")
    @MethodSource("pauses")
    void ownerWhomAnotherOvertakesSaysWhatCameOfIt(CommitStep step, int nth) {
        createAll(Kind.PLAIN);
        CommitStep.observe(at(step, nth, () -> {
            CommitStep.observe(null);
            assertThat(recover()).isNull();
        }));
        try (Transaction transaction = change()) {
            commit(transaction);
        }
        Map<String, Map<Long, String>> found = readOnly();
        TABLES.forEach(table -> assertThat(found.get(table)).as(table).isEqualTo(after(table)));
        assertThat(new TransactionLog(store).state().records()).isEmpty();
    }

    @Test
    void acknowledgedCommitOfOneTableIsSeenThoughAnotherTransactionIsHalfApplied() {
        createAll(Kind.PLAIN);
        CommitStep.observe(at(CommitStep.SINGLE_PINNED, 1, () -> {
            // Its guard was not asked yet: the record comes, and ends half applied, between the look at HEAD and the
            // commit.
            CommitStep.observe(crashAt(CommitStep.APPLIED, 1));
            try (Transaction joint = change()) {
                assertThatThrownBy(() -> commit(joint)).isInstanceOf(Crash.class);
            }
            CommitStep.observe(null);
        }));
        try (Transaction single = begin()) {
            apply(single, table("a"), TestChange.insert(600, 1));
            commit(single);
        }
        assertThat(readOnly().get("a")).containsKey(600L);
        assertThat(new TransactionLog(store).state().records()).isEmpty();
    }

    @Test
    void keyThatAnotherProgramAppendsMeanwhileFailsAllTables() {
        StoredTable keyed = createKeyed("a", TestRows.range(0, 2));
        StoredTable plain = create("b", TestRows.range(0, 2));
        try (Transaction transaction = begin()) {
            apply(transaction, plain, TestChange.delete(rows(transaction, plain).values()));
            apply(transaction, keyed, TestChange.insert(7, 1));
            CommitStep.observe(at(CommitStep.PREPARED, 1, () -> foreign().append("a", TestRows.range(7, 1))));
            assertThatThrownBy(() -> commit(transaction)).isInstanceOf(ConstraintViolationException.class);
        }
        assertThat(head(keyed)).containsOnlyKeys(0L, 1L, 7L);
        assertThat(head(plain)).containsOnlyKeys(0L, 1L);
    }

    @Test
    void recovererHoldsKeysAgainstWhatOthersHaveAdded() {
        StoredTable keyed = createKeyed("a", TestRows.range(0, 2));
        StoredTable plain = create("b", TestRows.range(0, 2));
        CommitStep.observe(crashAt(CommitStep.PREPARED, 1));
        try (Transaction transaction = begin()) {
            apply(transaction, plain, TestChange.insert(7, 1));
            apply(transaction, keyed, TestChange.insert(7, 1));
            assertThatThrownBy(() -> commit(transaction)).isInstanceOf(Crash.class);
        }
        CommitStep.observe(null);
        foreign().append("a", TestRows.range(7, 1));
        assertThat(recover()).isNull();
        assertThat(head(keyed)).containsOnlyKeys(0L, 1L, 7L);
        assertThat(head(plain)).containsOnlyKeys(0L, 1L);
    }
}
