package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.mutation.Transaction.Savepoint;
import org.lancesql.storage.Durability;
import org.lancesql.versioning.StoredTable;

class SpillTest extends MutationTest {
    private static final long BUDGET_BYTES = 64 << 10;

    /** Holds several statements, which together are written ahead. */
    private static final long LARGE_BUDGET_BYTES = 1 << 20;

    @Test
    void rowsBeyondTheBudgetAreWrittenWhileTheyArePulled() {
        StoredTable table = create("t", TestRows.range(0, 10));
        int rows = 100_000;
        try (Transaction transaction = begin(Isolation.REPEATABLE_READ, BUDGET_BYTES)) {
            long before = memory.root().getAllocatedMemory();
            long[] peak = {0};
            apply(
                    transaction,
                    table,
                    new Many(
                            rows,
                            row -> peak[0] = Math.max(peak[0], memory.root().getAllocatedMemory())));
            assertThat(peak[0] - before).isLessThan(2 << 20);
            assertThat(files(table)).hasSize(2);
            assertThat(rows(transaction, table)).hasSize(rows + 10);
            commit(transaction);
        }
        assertThat(files(table)).hasSize(2);
        assertThat(latest(table)).isEqualTo(2);
        assertThat(head(table)).hasSize(rows + 10);
    }

    @Test
    void failureAndCancellationWhileFilesAreWrittenLeaveNothing() {
        StoredTable table = create("t", TestRows.range(0, 10));
        for (RuntimeException failure : List.of(new IllegalStateException("no"), new CancelledException("stop"))) {
            try (Transaction transaction = begin(Isolation.REPEATABLE_READ, BUDGET_BYTES)) {
                apply(transaction, table, TestChange.insert(1_000_000, 1));
                assertThatThrownBy(() -> apply(transaction, table, new Many(100_000, row -> {
                            if (row > 90_000) {
                                throw failure;
                            }
                        })))
                        .isSameAs(failure);
                assertThat(rows(transaction, table)).hasSize(11);
                assertThat(files(table)).hasSize(1);
            }
        }
        assertThat(head(table)).hasSize(10);
    }

    /** Statements of which each is small enough for memory; with this budget all of them are not. */
    private void applyMany(Transaction transaction, StoredTable table, int from, int to) {
        for (int statement = from; statement < to; statement++) {
            TestChange change = TestChange.of(10_000);
            for (int row = 0; row < 10_000; row++) {
                change.insert(1_000L + statement * 10_000L + row, TestRows.text(row));
            }
            apply(transaction, table, change);
        }
    }

    @Test
    void manyStatementsAreWrittenWhileTheNextOnesAreMade() {
        StoredTable table = create("t", TestRows.range(0, 10));
        try (Transaction transaction = begin(Isolation.REPEATABLE_READ, LARGE_BUDGET_BYTES)) {
            applyMany(transaction, table, 0, 10);
            Savepoint savepoint = transaction.savepoint();
            applyMany(transaction, table, 10, 20);
            assertThat(rows(transaction, table)).hasSize(200_010);
            transaction.rollbackTo(savepoint);
            assertThat(rows(transaction, table)).hasSize(100_010);
            applyMany(transaction, table, 20, 30);
            apply(transaction, table, TestChange.delete(rows(transaction, table).values()));
            applyMany(transaction, table, 30, 40);
            assertThat(rows(transaction, table)).hasSize(100_000);
            commit(transaction);
        }
        assertThat(head(table)).hasSize(100_000);
        assertThat(latest(table)).isEqualTo(2);
    }

    @Test
    void manyStatementsMakeSeveralFiles() {
        StoredTable table = create("t", TestRows.range(0, 10));
        try (Transaction transaction = begin(Isolation.REPEATABLE_READ, LARGE_BUDGET_BYTES)) {
            applyMany(transaction, table, 0, 40);
            commit(transaction);
        }
        assertThat(files(table)).hasSizeBetween(3, 40);
        assertThat(head(table)).hasSize(400_010);
    }

    @Test
    void whatWasWrittenAheadIsDeletedWithTheTransaction() {
        StoredTable table = create("t", TestRows.range(0, 10));
        try (Transaction transaction = begin(Isolation.REPEATABLE_READ, LARGE_BUDGET_BYTES)) {
            applyMany(transaction, table, 0, 20);
        }
        assertThat(files(table)).hasSize(1);
    }

    @Test
    void filesOfACommitThatFailsAreDeleted() {
        StoredTable table = create("t", TestRows.range(0, 10));
        try (Transaction first = begin();
                Transaction second = begin(Isolation.REPEATABLE_READ, BUDGET_BYTES)) {
            apply(first, table, TestChange.delete(rows(first, table).values()));
            apply(second, table, TestChange.update(rows(second, table).values(), "new"));
            apply(second, table, new Many(50_000, row -> {}));
            commit(first);
            assertThatThrownBy(() -> commit(second)).isInstanceOf(ConflictException.class);
        }
        assertThat(files(table)).hasSize(1);
        assertThat(head(table)).isEmpty();
    }

    @Test
    void cancelledCommitPublishesNothing() {
        StoredTable table = create("t", TestRows.range(0, 10));
        CancelToken cancelled = CancelToken.withoutTimeout();
        cancelled.cancel();
        for (int rows : new int[] {1, 50_000}) {
            try (Transaction transaction = begin(Isolation.REPEATABLE_READ, BUDGET_BYTES)) {
                apply(transaction, table, new Many(rows, row -> {}));
                assertThatThrownBy(() -> transaction.commit(INFO, Durability.OS, cancelled))
                        .isInstanceOf(CancelledException.class);
            }
        }
        assertThat(latest(table)).isEqualTo(1);
        assertThat(files(table)).hasSize(1);
    }

    @Test
    void droppedFilesAreDeleted() {
        StoredTable table = create("t", TestRows.range(0, 10));
        try (Transaction transaction = begin(Isolation.REPEATABLE_READ, BUDGET_BYTES)) {
            Savepoint start = transaction.savepoint();
            apply(transaction, table, new Many(50_000, row -> {}));
            assertThat(files(table)).hasSizeGreaterThan(1);
            try (Cut cut = transaction.cut(List.of(table))) {
                transaction.rollbackTo(start);
                assertThat(rows(cut, table)).hasSize(50_010);
            }
            assertThat(files(table)).hasSize(1);
            apply(transaction, table, new Many(50_000, row -> {}));
        }
        assertThat(files(table)).hasSize(1);
    }

    @Test
    void rowsOfManyStatementsAreWrittenTogether() {
        StoredTable table = create("t", TestRows.range(0, 10));
        int statements = 300;
        try (Transaction transaction = begin(Isolation.REPEATABLE_READ, BUDGET_BYTES)) {
            Map<Long, String> saved = Map.of();
            Savepoint savepoint = transaction.savepoint();
            for (int i = 0; i < statements; i++) {
                apply(transaction, table, TestChange.insert(100L * (i + 1), 20));
                if (i == 200) {
                    List<Row> gone =
                            List.copyOf(rows(transaction, table).values()).subList(5, 3_000);
                    apply(transaction, table, TestChange.delete(gone));
                    saved = texts(rows(transaction, table));
                    savepoint = transaction.savepoint();
                    apply(
                            transaction,
                            table,
                            TestChange.update(rows(transaction, table).values(), "other"));
                }
            }
            assertThat(files(table)).hasSizeBetween(2, 20);
            transaction.rollbackTo(savepoint);
            assertThat(texts(rows(transaction, table))).isEqualTo(saved);
            commit(transaction);
            assertThat(head(table)).isEqualTo(saved);
        }
        // Files of which only some rows are left were written anew.
        assertThat(files(table)).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {1_800, 30_000})
    void rowsThatKeepTheirIdsAreWrittenApart(int count) {
        StoredTable table = create("t", TestRows.range(0, count));
        Map<Long, Row> before;
        try (Transaction transaction = begin(Isolation.REPEATABLE_READ, BUDGET_BYTES)) {
            before = rows(transaction, table);
            TestChange change = TestChange.of(count / 30);
            before.values().forEach(row -> {
                if (row.id() % (count / 6) < count / 12) {
                    change.update(row, "new " + row.id());
                } else {
                    change.delete(row).insert(row.id() + 1_000_000, "moved");
                }
            });
            apply(transaction, table, change);
            Map<Long, Row> pending = rows(transaction, table);
            assertThat(pending).hasSize(count);
            pending.values()
                    .forEach(row -> assertThat(row.rowId())
                            .isEqualTo(
                                    row.id() < 1_000_000
                                            ? requireNonNull(before.get(row.id()))
                                                    .rowId()
                                            : -1));
            apply(
                    transaction,
                    table,
                    TestChange.update(
                            pending.values().stream()
                                    .filter(row -> row.id() % 3 == 0)
                                    .toList(),
                            "twice"));
            commit(transaction);
        }
        try (Transaction reading = begin()) {
            Map<Long, Row> after = rows(reading, table);
            assertThat(after).hasSize(count);
            after.values().forEach(row -> {
                if (row.id() < 1_000_000) {
                    long old = requireNonNull(before.get(row.id())).rowId();
                    // Only few rows of a transaction keep their ids.
                    assertThat(row.rowId() == old).isEqualTo(count / 2 <= 1_000);
                }
                assertThat(row.text())
                        .isEqualTo(row.id() % 3 == 0 ? "twice" : row.id() < 1_000_000 ? "new " + row.id() : "moved");
            });
            assertThat(new TreeSet<>(after.values().stream().map(Row::rowId).toList()))
                    .hasSize(count);
        }
    }

    private List<Path> files(StoredTable table) {
        try (Stream<Path> files =
                Files.list(directory.resolve(table.name() + ".lance").resolve("data"))) {
            return files.toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Rows with ids from 1 000. */
    private record Many(int[] next, int rows, LongConsumer seen) implements ChangeSource {
        Many(int rows, LongConsumer seen) {
            this(new int[1], rows, seen);
        }

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public boolean load(VectorSchemaRoot added, Removal removal) {
            seen.accept(next[0]);
            int count = Math.min(1_000, rows - next[0]);
            if (count == 0) {
                return false;
            }
            added.allocateNew();
            for (int i = 0; i < count; i++) {
                long id = 1_000L + next[0]++;
                TestRows.write(added, i, Map.entry(id, TestRows.text(id)));
            }
            added.setRowCount(count);
            return true;
        }
    }
}
