package org.lancesql.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.Transaction.Savepoint;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.Durability;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TemporaryStore;
import org.lancesql.versioning.StoredTable;

class TransactionTest extends MutationTest {
    @Test
    void changesArePendingUntilTheyAreCommittedAsOneVersion() {
        StoredTable table = create("t", TestRows.range(0, 4));
        Transaction transaction = begin();
        assertThat(apply(transaction, table, TestChange.insert(10, 2))).isEqualTo(2);
        Map<Long, Row> rows = rows(transaction, table);
        assertThat(apply(transaction, table, TestChange.delete(List.of(rows.get(1L), rows.get(10L)))))
                .isEqualTo(2);
        assertThat(apply(transaction, table, TestChange.update(List.of(rows.get(2L), rows.get(11L)), "new")))
                .isEqualTo(2);
        Map<Long, String> expected = Map.of(0L, "row 0", 2L, "new", 3L, "row 3", 11L, "new");
        assertThat(texts(rows(transaction, table))).isEqualTo(expected);
        assertThat(transaction.hasChanges()).isTrue();
        assertThat(transaction.changed()).isEqualTo(Set.of(table));
        assertThat(latest(table)).isEqualTo(1);
        commit(transaction);
        assertThat(latest(table)).isEqualTo(2);
        assertThat(head(table)).isEqualTo(expected);
    }

    @Test
    void droppedChangesLeaveNothing() {
        StoredTable table = create("t", TestRows.range(0, 4));
        try (Transaction transaction = begin()) {
            Map<Long, Row> rows = rows(transaction, table);
            apply(transaction, table, TestChange.update(rows.values(), "new"));
        }
        assertThat(latest(table)).isEqualTo(1);
        assertThat(head(table)).hasSize(4).doesNotContainValue("new");
    }

    @Test
    void cutDoesNotSeeWhatComesLater() {
        StoredTable table = create("t", TestRows.range(0, 4));
        Transaction transaction = begin();
        apply(transaction, table, TestChange.insert(10, 2));
        try (Cut cut = transaction.cut(List.of(table))) {
            Map<Long, Row> before = rows(cut, table);
            apply(transaction, table, TestChange.delete(before.values()));
            apply(transaction, table, TestChange.insert(20, 1));
            assertThat(rows(cut, table)).isEqualTo(before).hasSize(6);
            assertThat(rows(transaction, table)).containsOnlyKeys(20L);
            try (BatchReader open = cut.changes(table).orElseThrow().read(List.of("id"), memory.root())) {
                transaction.close();
                cut.close();
                assertThat(open.next())
                        .isNotNull()
                        .extracting(VectorSchemaRoot::getRowCount)
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void statementThatFailsLeavesTheTransactionAsItWas() {
        StoredTable table = create("t", TestRows.range(0, 4));
        Transaction transaction = begin();
        apply(transaction, table, TestChange.insert(10, 2));
        Map<Long, Row> before = rows(transaction, table);
        IllegalStateException failure = new IllegalStateException("no more");
        assertThatThrownBy(() -> apply(
                        transaction,
                        table,
                        TestChange.update(before.values(), "new").failingWith(failure)))
                .isSameAs(failure);
        assertThat(rows(transaction, table)).isEqualTo(before);
        apply(transaction, table, TestChange.insert(12, 1));
        commit(transaction);
        assertThat(head(table)).hasSize(7).doesNotContainValue("new");
    }

    @Test
    void savepointsAreComeBackToMoreThanOnce() {
        StoredTable table = create("t", TestRows.range(0, 2));
        Transaction transaction = begin();
        Savepoint empty = transaction.savepoint();
        apply(transaction, table, TestChange.insert(10, 1));
        Savepoint one = transaction.savepoint();
        for (int i = 0; i < 2; i++) {
            apply(transaction, table, TestChange.delete(rows(transaction, table).values()));
            assertThat(rows(transaction, table)).isEmpty();
            transaction.rollbackTo(one);
            assertThat(rows(transaction, table)).containsOnlyKeys(0L, 1L, 10L);
        }
        Savepoint two = transaction.savepoint();
        transaction.release(one);
        assertThatThrownBy(() -> transaction.rollbackTo(two)).isInstanceOf(IllegalArgumentException.class);
        assertThat(rows(transaction, table)).containsOnlyKeys(0L, 1L, 10L);
        transaction.rollbackTo(empty);
        assertThat(transaction.hasChanges()).isFalse();
        commit(transaction);
        assertThat(latest(table)).isEqualTo(1);
    }

    @Test
    void repeatableReadKeepsVersionsAndReadCommittedThoseOfChangedTables() {
        StoredTable table = create("t", TestRows.range(0, 1));
        StoredTable other = create("u", TestRows.range(0, 1));
        try (Transaction repeatable = begin();
                Transaction committed = begin(Isolation.READ_COMMITTED)) {
            apply(committed, table, TestChange.insert(10, 1));
            Savepoint changed = committed.savepoint();
            apply(
                    committed,
                    table,
                    TestChange.delete(List.of(rows(committed, table).get(10L))));
            repeatable.cut(List.of(table, other)).close();
            insert(table, 1);
            insert(other, 1);
            assertThat(rows(repeatable, table)).containsOnlyKeys(0L);
            assertThat(rows(repeatable, other)).containsOnlyKeys(0L);
            // Its savepoint has a change of the old version.
            assertThat(rows(committed, table)).containsOnlyKeys(0L);
            apply(committed, table, TestChange.insert(11, 1));
            assertThat(rows(committed, other)).containsOnlyKeys(0L, 1L);
            committed.rollbackTo(changed);
            assertThat(rows(committed, table)).containsOnlyKeys(0L, 10L);
            commit(committed);
            repeatable.refresh(table);
            assertThat(rows(repeatable, table)).containsOnlyKeys(0L, 1L, 10L);
        }
        assertThat(head(table)).containsOnlyKeys(0L, 1L, 10L);
    }

    private void insert(StoredTable table, long id) {
        try (Transaction transaction = begin()) {
            apply(transaction, table, TestChange.insert(id, 1));
            commit(transaction);
        }
    }

    @Test
    void changeOfTheSameRowIsAConflictAndOneOfAnotherIsNot() {
        StoredTable table = create("t", TestRows.range(0, 4));
        try (Transaction first = begin();
                Transaction second = begin();
                Transaction third = begin()) {
            apply(first, table, TestChange.update(List.of(rows(first, table).get(1L)), "first"));
            apply(second, table, TestChange.update(List.of(rows(second, table).get(1L)), "second"));
            apply(third, table, TestChange.delete(List.of(rows(third, table).get(2L))));
            commit(first);
            assertThatThrownBy(() -> commit(second)).isInstanceOfSatisfying(ConflictException.class, conflict -> {
                assertThat(conflict.table()).isEqualTo("t");
                assertThat(conflict.expectedVersion()).isEqualTo(1);
                assertThat(conflict.actualVersion()).isEqualTo(2);
            });
            commit(third);
        }
        assertThat(head(table)).isEqualTo(Map.of(0L, "row 0", 1L, "first", 3L, "row 3"));
    }

    @Test
    void keysAreUniqueAmongAllThatThereIs() {
        StoredTable table = createKeyed("t", TestRows.range(0, 4));
        try (Transaction transaction = begin();
                Transaction other = begin()) {
            refusesKey(() -> apply(transaction, table, TestChange.insert(3, 1)));
            apply(transaction, table, TestChange.insert(4, 2));
            refusesKey(() -> apply(transaction, table, TestChange.insert(5, 1)));
            apply(transaction, table, TestChange.delete(rows(transaction, table).values()));
            Savepoint none = transaction.savepoint();
            apply(transaction, table, TestChange.insert(3, 3));
            transaction.rollbackTo(none);
            apply(transaction, table, TestChange.insert(5, 2));
            apply(other, table, TestChange.insert(6, 1));
            commit(transaction);
            refusesKey(() -> commit(other));
        }
        assertThat(head(table)).containsOnlyKeys(5L, 6L);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5_000})
    void keyThatCameMeanwhileIsAConflictOfWhoDecidesByKeys(int rows) {
        StoredTable table = createKeyed("t", TestRows.range(0, 4));
        try (Transaction transaction = begin();
                Transaction other = begin()) {
            apply(transaction, table, TestChange.insert(4, rows).decidingByKeys());
            apply(other, table, TestChange.insert(4, 1));
            commit(other);
            assertThatThrownBy(() -> commit(transaction)).isInstanceOfSatisfying(ConflictException.class, conflict -> {
                assertThat(conflict.expectedVersion()).isEqualTo(1);
                assertThat(conflict.actualVersion()).isEqualTo(2);
            });
        }
        assertThat(head(table)).hasSize(5);
    }

    private static void refusesKey(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ConstraintViolationException.class,
                        e -> assertThat(e.kind()).isEqualTo(ConstraintViolationException.Kind.UNIQUE));
    }

    @Test
    void rowIsRemovedOnce() {
        StoredTable table = create("t", TestRows.range(0, 1));
        try (Transaction transaction = begin()) {
            apply(transaction, table, TestChange.insert(1, 1));
            List<Row> twice = List.copyOf(rows(transaction, table).values());
            TestChange change = TestChange.delete(twice);
            twice.forEach(change::delete);
            assertThat(apply(transaction, table, change)).isEqualTo(2);
        }
    }

    @Test
    void severalTablesAreCommittedTogether() {
        StoredTable first = create("a", TestRows.range(0, 1));
        StoredTable second = create("b", TestRows.range(0, 1));
        try (Transaction transaction = begin()) {
            apply(transaction, first, TestChange.insert(1, 1));
            apply(transaction, second, TestChange.insert(1, 2));
            assertThat(rows(transaction, first)).hasSize(2);
            assertThat(rows(transaction, second)).hasSize(3);
            assertThat(latest(first)).isEqualTo(1);
            assertThat(latest(second)).isEqualTo(1);
            commit(transaction);
        }
        assertThat(head(first)).hasSize(2);
        assertThat(head(second)).hasSize(3);
    }

    @Test
    void rolledBackTableIsNoPartOfTheCommit() {
        StoredTable first = create("a", TestRows.range(0, 1));
        StoredTable second = create("b", TestRows.range(0, 1));
        try (Transaction transaction = begin()) {
            Savepoint start = transaction.savepoint();
            apply(transaction, first, TestChange.insert(1, 1));
            transaction.rollbackTo(start);
            apply(transaction, second, TestChange.insert(1, 1));
            commit(transaction);
        }
        assertThat(latest(first)).isEqualTo(1);
        assertThat(head(second)).hasSize(2);
    }

    @Test
    void temporaryTablesAreCommittedBesideTheOneOfTheDatabase() {
        StoredTable table = create("t", TestRows.range(0, 2));
        try (TemporaryStore session = new TemporaryStore(memory)) {
            TableStore temporary = session.open();
            List<StoredTable> temporaryTables =
                    List.of(new StoredTable(temporary, "t"), new StoredTable(temporary, "u"));
            for (StoredTable each : temporaryTables) {
                new Committer(temporary).createTable(each.name(), SCHEMA, Map.of(), TestRows.range(0, 1), INFO);
            }
            try (Transaction transaction = begin()) {
                for (StoredTable each : temporaryTables) {
                    apply(transaction, each, TestChange.insert(10, 1));
                }
                apply(
                        transaction,
                        table,
                        TestChange.delete(rows(transaction, table).values()));
                assertThat(transaction.changed()).hasSize(3);
                commit(transaction);
            }
            assertThat(head(table)).isEmpty();
            temporaryTables.forEach(each -> assertThat(head(each)).containsOnlyKeys(0L, 10L));
            try (Transaction conflicting = begin();
                    Transaction other = begin()) {
                apply(conflicting, table, TestChange.insert(1, 1));
                apply(conflicting, temporaryTables.get(0), TestChange.insert(11, 1));
                committer.dropTable("t");
                assertThatThrownBy(() -> commit(conflicting)).isInstanceOf(ConflictException.class);
                assertThat(rows(other, temporaryTables.get(0))).containsOnlyKeys(0L, 10L);
            }
        }
    }

    @Test
    void versionSaysWhoMadeItAndHow() {
        StoredTable table = create("t", TestRows.range(0, 2));
        try (Transaction transaction = begin()) {
            apply(transaction, table, TestChange.insert(10, 1));
            transaction.commit(
                    new CommitInfo("bob", "loader", List.of("INSERT", "INSERT", "UPDATE", "INSERT")),
                    Durability.OS,
                    CancelToken.withoutTimeout());
        }
        assertThat(new ForeignWriter(directory, memory.root()).properties("t", 2))
                .containsEntry("lancesql.user", "bob")
                .containsEntry("lancesql.application", "loader")
                .containsEntry("lancesql.statements", "INSERT x 2, UPDATE, INSERT")
                .containsKey("lancesql.txn")
                .doesNotContainKey("lancesql.txns");
    }

    @Test
    void manySmallStatementsStaySmall() {
        StoredTable table = create("t", TestRows.range(0, 0));
        try (Transaction transaction = begin()) {
            long empty = memory.root().getAllocatedMemory();
            for (int i = 0; i < 5_000; i++) {
                apply(transaction, table, TestChange.insert(i, 1));
            }
            assertThat(memory.root().getAllocatedMemory() - empty).isLessThan(2 << 20);
            Map<Long, Row> rows = rows(transaction, table);
            assertThat(rows).hasSize(5_000);
            apply(transaction, table, TestChange.delete(rows.values()));
            assertThat(transaction.hasChanges()).isFalse();
            assertThat(memory.root().getAllocatedMemory()).isEqualTo(empty);
        }
    }
}
