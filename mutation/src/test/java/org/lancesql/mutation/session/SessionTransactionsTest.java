package org.lancesql.mutation.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.MutationTest;
import org.lancesql.mutation.TestChange;
import org.lancesql.mutation.TestRows;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.session.SessionTransactions.Unit;
import org.lancesql.mutation.session.TransactionStateException.Reason;
import org.lancesql.storage.Durability;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionRecord;

class SessionTransactionsTest extends MutationTest {
    private static final Mutation INSERT = new Mutation(MutationKind.ADD, "INSERT", "INSERT INTO t ...");
    private static final Mutation DELETE = new Mutation(MutationKind.REMOVE, "DELETE", "DELETE FROM t ...");

    private final TestSettings settings = new TestSettings();
    private SessionTransactions session;
    private StoredTable table;

    /** A session whose isolation and rule a test can change. */
    private final class TestSettings implements SessionSettings {
        private Isolation isolation = Isolation.REPEATABLE_READ;
        private boolean mixedAllowed;
        private final List<StoredTable> committed = new ArrayList<>();

        @Override
        public boolean mixedMutationsAllowed() {
            return mixedAllowed;
        }

        @Override
        public Isolation isolation() {
            return isolation;
        }

        @Override
        public void setIsolation(Isolation newIsolation) {
            isolation = newIsolation;
        }

        @Override
        public Durability durability() {
            return Durability.OS;
        }

        @Override
        public CommitInfo commitInfo(List<String> statementKinds) {
            return new CommitInfo("ann", "tests", statementKinds);
        }

        @Override
        public void warn(Collection<TransactionRecord> undecided) {
            assertThat(undecided).isEmpty();
        }

        @Override
        public void committed(Collection<StoredTable> tables) {
            committed.addAll(tables);
        }

        @Override
        public void note(Transaction transaction) {
            transaction.note(kept.live(), "ann", "tests");
        }

        @Override
        public DatabaseNames names() {
            return new DatabaseNames(
                    store.tables().stream()
                            .map(name -> new StoredTable(store, name))
                            .toList(),
                    Map.of());
        }
    }

    @BeforeEach
    void openSession() {
        table = create("t", TestRows.range(0, 2));
        session = new SessionTransactions(settings, this::begin);
    }

    @AfterEach
    void closeSession() {
        session.close();
    }

    private void insert(StoredTable into, long id) {
        try (Unit unit = session.open(List.of(INSERT))) {
            apply(unit.transaction(), into, TestChange.insert(id, 1));
            unit.complete();
        }
    }

    private void insertAndFail(StoredTable into, long id) {
        try (Unit unit = session.open(List.of(INSERT))) {
            apply(unit.transaction(), into, TestChange.insert(id, 1));
        }
    }

    private void delete(long id) {
        try (Unit unit = session.open(List.of(DELETE))) {
            Transaction transaction = unit.transaction();
            apply(
                    transaction,
                    table,
                    TestChange.delete(List.of(rows(transaction, table).get(id))));
            unit.complete();
        }
    }

    private Map<Long, String> read() {
        try (Unit unit = session.open(List.of())) {
            Map<Long, String> texts = texts(rows(unit.transaction(), table));
            unit.complete();
            return texts;
        }
    }

    private static Reason reason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return org.assertj.core.api.Assertions.catchThrowableOfType(TransactionStateException.class, call)
                .reason();
    }

    @Test
    void statementAloneCommitsWithItsUnit() {
        insert(table, 10);
        assertThat(latest(table)).isEqualTo(2);
        insertAndFail(table, 11);
        assertThat(latest(table)).isEqualTo(2);
        assertThat(session.isOpen()).isFalse();
        assertThat(head(table)).containsOnlyKeys(0L, 1L, 10L);
    }

    @Test
    void settingsAreToldOfCommittedTables() {
        insert(table, 10);
        assertThat(settings.committed).containsExactly(table);
        read();
        insertAndFail(table, 11);
        session.begin(null);
        insert(table, 12);
        assertThat(settings.committed).hasSize(1);
        session.commit();
        assertThat(settings.committed).containsExactly(table, table);
    }

    @Test
    void begunTransactionLastsUntilCommit() {
        session.begin(null);
        insert(table, 10);
        insertAndFail(table, 11);
        insert(table, 12);
        assertThat(latest(table)).isEqualTo(1);
        assertThat(read()).containsOnlyKeys(0L, 1L, 10L, 12L);
        session.commit();
        assertThat(latest(table)).isEqualTo(2);
        assertThat(head(table)).containsOnlyKeys(0L, 1L, 10L, 12L);
        session.commit();
        session.rollback();
    }

    @Test
    void withoutAutocommitAStatementBeginsATransaction() {
        session.setAutoCommit(false);
        assertThat(session.isOpen()).isFalse();
        insert(table, 10);
        assertThat(session.isOpen()).isTrue();
        session.rollback();
        assertThat(read()).containsOnlyKeys(0L, 1L);
        insert(table, 11);
        session.setAutoCommit(true);
        assertThat(head(table)).containsOnlyKeys(0L, 1L, 11L);
    }

    @Test
    void firstStatementMayBeNestedInABatch() {
        session.setAutoCommit(false);
        try (Unit batch = session.open(List.of(INSERT))) {
            insert(table, 10);
            insertAndFail(table, 11);
            insert(table, 12);
            batch.complete();
        }
        assertThat(read()).containsOnlyKeys(0L, 1L, 10L, 12L);
        try (Unit batch = session.open(List.of(INSERT))) {
            insert(table, 13);
        }
        assertThat(read()).containsOnlyKeys(0L, 1L, 10L, 12L);
        session.commit();
    }

    @Test
    void whatFailedInAUnitThatIsKeptCountsForNothing() {
        session.begin(null);
        try (Unit statement = session.open(List.of(DELETE))) {
            statement.keepCompleted();
        }
        try (Unit batch = session.open(List.of(INSERT))) {
            insert(table, 10);
            insertAndFail(table, 11);
            batch.keepCompleted();
        }
        assertThat(read()).containsOnlyKeys(0L, 1L, 10L);
        assertThatThrownBy(() -> delete(0)).isInstanceOf(MixedMutationException.class);
        session.rollback();
    }

    @Test
    void savepointsRestoreRowsAndKinds() {
        session.begin(null);
        session.savepoint("start");
        insert(table, 10);
        session.savepoint("Later");
        assertThatThrownBy(() -> delete(0)).isInstanceOf(MixedMutationException.class);
        insert(table, 11);
        session.rollbackTo("LATER");
        session.rollbackTo("later");
        assertThat(read()).containsOnlyKeys(0L, 1L, 10L);
        session.rollbackTo("start");
        assertThat(reason(() -> session.rollbackTo("later"))).isEqualTo(Reason.UNKNOWN_SAVEPOINT);
        delete(0);
        session.release("start");
        assertThat(reason(() -> session.release("start"))).isEqualTo(Reason.UNKNOWN_SAVEPOINT);
        session.commit();
        assertThat(head(table)).containsOnlyKeys(1L);
    }

    @Test
    void statementThatFailsDoesNotSettleTheKind() {
        session.begin(null);
        insertAndFail(table, 10);
        delete(0);
        assertThatThrownBy(() -> insert(table, 11)).isInstanceOf(MixedMutationException.class);
        assertThat(session.isOpen()).isTrue();
        session.commit();
        assertThat(head(table)).containsOnlyKeys(1L);
    }

    @Test
    void scriptIsOneTransactionWithAutocommit() {
        try (Unit script = session.openScript(
                List.of(new ScriptStep.Change(INSERT), new ScriptStep.Change(INSERT)), CancelToken.withoutTimeout())) {
            insert(table, 10);
            insert(table, 11);
            assertThat(latest(table)).isEqualTo(1);
            assertThat(session.isOpen()).isFalse();
            script.complete();
            assertThat(script.committedEarly()).isFalse();
        }
        assertThat(latest(table)).isEqualTo(2);
        try (Unit script = session.openScript(List.of(new ScriptStep.Change(INSERT)), CancelToken.withoutTimeout())) {
            insert(table, 12);
            assertThat(read()).containsKey(12L);
        }
        assertThat(head(table)).containsOnlyKeys(0L, 1L, 10L, 11L);
    }

    @Test
    void scriptCommitsAllItsTablesEarlyBeforeADefinition() {
        StoredTable other = create("other", TestRows.range(0, 1));
        List<ScriptStep> steps = List.of(new ScriptStep.Change(INSERT), new ScriptStep.Change(INSERT));
        try (Unit script = session.openScript(steps, CancelToken.withoutTimeout())) {
            insert(table, 10);
            insert(other, 10);
            assertThat(script.committedEarly()).isFalse();
            assertThat(latest(table)).isEqualTo(1);
            assertThat(latest(other)).isEqualTo(1);
            session.define("CREATE INDEX", CancelToken.withoutTimeout(), () -> {
                assertThat(latest(table)).isEqualTo(2);
                return assertThat(latest(other)).isEqualTo(2);
            });
            assertThat(script.committedEarly()).isTrue();
            insert(other, 11);
            assertThatThrownBy(() -> delete(0)).isInstanceOf(MixedMutationException.class);
        }
        assertThat(head(other)).containsOnlyKeys(0L, 10L);
    }

    @Test
    void scriptInATransactionGoesBackToItsStart() {
        session.begin(null);
        session.savepoint("a");
        insert(table, 10);
        try (Unit script = session.openScript(
                List.of(new ScriptStep.Save("b"), new ScriptStep.Change(INSERT)), CancelToken.withoutTimeout())) {
            insert(table, 11);
            session.savepoint("b");
            insert(table, 12);
        }
        assertThat(reason(() -> session.rollbackTo("b"))).isEqualTo(Reason.UNKNOWN_SAVEPOINT);
        assertThat(read()).containsOnlyKeys(0L, 1L, 10L);
        try (Unit script = session.openScript(List.of(new ScriptStep.Return("a")), CancelToken.withoutTimeout())) {
            insert(table, 13);
            session.rollbackTo("a");
            insert(table, 14);
        }
        assertThat(read()).containsOnlyKeys(0L, 1L);
        session.commit();
        assertThat(latest(table)).isEqualTo(1);
    }

    @Test
    void transactionBegunInAScriptOutlivesIt() {
        try (Unit script = session.openScript(
                List.of(new ScriptStep.Change(INSERT), new ScriptStep.Boundary()), CancelToken.withoutTimeout())) {
            insert(table, 10);
            session.begin(null);
            assertThat(latest(table)).isEqualTo(2);
            insert(table, 11);
            script.complete();
        }
        assertThat(session.isOpen()).isTrue();
        assertThat(latest(table)).isEqualTo(2);
        session.commit();
        assertThat(head(table)).containsOnlyKeys(0L, 1L, 10L, 11L);
    }

    @Test
    void definitionIsRefusedWithPendingChangesAndElseRenewsTheSnapshot() {
        session.begin(null);
        assertThat(read()).containsOnlyKeys(0L, 1L);
        Transaction foreign = begin();
        apply(foreign, table, TestChange.insert(20, 1));
        commit(foreign);
        assertThat(read()).containsOnlyKeys(0L, 1L);
        session.savepoint("before");
        session.define("CREATE INDEX", CancelToken.withoutTimeout(), () -> latest(table));
        assertThat(read()).containsOnlyKeys(0L, 1L, 20L);
        insert(table, 21);
        assertThat(reason(() -> session.define("CREATE INDEX", CancelToken.withoutTimeout(), () -> latest(table))))
                .isEqualTo(Reason.PENDING_CHANGES);
        session.rollbackTo("before");
        session.define("CREATE INDEX", CancelToken.withoutTimeout(), () -> latest(table));
    }

    @Test
    void isolationTellsWhatOthersCommitsAreSeen() {
        session.begin(Isolation.READ_COMMITTED);
        assertThat(read()).containsOnlyKeys(0L, 1L);
        Transaction foreign = begin();
        apply(foreign, table, TestChange.insert(20, 1));
        commit(foreign);
        assertThat(read()).containsKey(20L);
        assertThat(session.names()).isEmpty();
        assertThat(reason(() -> session.setMode(Isolation.REPEATABLE_READ, null)))
                .isEqualTo(Reason.TRANSACTION_OPEN);
        assertThat(reason(() -> session.setIsolation(Isolation.READ_COMMITTED))).isEqualTo(Reason.TRANSACTION_OPEN);
        session.rollback();
        session.begin(null);
        session.setMode(Isolation.READ_COMMITTED, true);
        assertThat(session.isolation()).isEqualTo(Isolation.READ_COMMITTED);
        assertThat(session.readOnly()).isTrue();
        session.rollback();
        assertThat(session.isolation()).isEqualTo(Isolation.REPEATABLE_READ);
        assertThat(session.readOnly()).isFalse();
        assertThat(reason(() -> session.setMode(Isolation.READ_COMMITTED, null)))
                .isEqualTo(Reason.NO_TRANSACTION);
    }

    @Test
    void repeatableReadKeepsTheNamesOfItsFirstStatement() {
        session.begin(null);
        read();
        create("later", TestRows.range(0, 1));
        assertThat(session.names().orElseThrow().tables()).containsExactly(table);
        session.rollback();
        assertThat(session.names()).isEmpty();
    }

    @Test
    void whoWaitsForAnotherThreadCanBeStopped() {
        session.begin(null);
        insert(table, 10);
        CancelToken stopped = CancelToken.withoutTimeout();
        stopped.cancel();
        try (Unit running = session.open(List.of())) {
            failsElsewhere(() -> session.open(List.of(), stopped).close());
            failsElsewhere(() -> session.commit(CancelToken.withTimeoutMillis(1)));
            running.complete();
        }
        session.commit();
        assertThat(head(table)).containsOnlyKeys(0L, 1L, 10L);
    }

    private static void failsElsewhere(Runnable action) {
        assertThat(CompletableFuture.runAsync(action))
                .failsWithin(Duration.ofSeconds(30))
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(CancelledException.class);
    }

    @Test
    void unitOfAnotherThreadWaits() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        CountDownLatch close = new CountDownLatch(1);
        CompletableFuture<Void> holder = CompletableFuture.runAsync(() -> {
            try (Unit unit = session.open(List.of(INSERT))) {
                apply(unit.transaction(), table, TestChange.insert(10, 1));
                opened.countDown();
                close.await();
                unit.complete();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        opened.await();
        CompletableFuture<Map<Long, String>> reader = CompletableFuture.supplyAsync(this::read);
        assertThatThrownBy(() -> reader.get(50, TimeUnit.MILLISECONDS))
                .isInstanceOf(java.util.concurrent.TimeoutException.class);
        close.countDown();
        assertThat(reader.get(30, TimeUnit.SECONDS)).containsOnlyKeys(0L, 1L, 10L);
        holder.get(30, TimeUnit.SECONDS);
    }
}
