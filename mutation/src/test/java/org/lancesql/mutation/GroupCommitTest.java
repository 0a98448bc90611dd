package org.lancesql.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lancesql.mutation.constraints.ConstraintViolationException;
import org.lancesql.storage.TableHandle;
import org.lancesql.versioning.StoredTable;

class GroupCommitTest extends MutationTest {
    private static final int THREADS = 16;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void insertsOfManyThreadsShareVersions() throws Exception {
        StoredTable table = create("t", TestRows.range(0, 0));
        int each = 20;
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            long first = 1_000L * thread;
            running.add(threads.submit(() -> {
                for (int i = 0; i < each; i++) {
                    insert(table, first + i);
                    assertThat(head(table)).containsKey(first + i);
                }
            }));
        }
        for (Future<?> one : running) {
            one.get();
        }
        assertThat(head(table)).hasSize(THREADS * each);
        assertThat(latest(table)).isLessThan(THREADS * each);
        assertThat(versionsWithSeveralTransactions(table)).isPositive();
    }

    @Test
    void takenKeyFailsTheMemberThatHasIt() throws Exception {
        StoredTable table = createKeyed("t", TestRows.range(0, 1));
        int each = 20;
        List<Future<Integer>> running = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            running.add(threads.submit(() -> {
                int inserted = 0;
                for (int i = 0; i < each; i++) {
                    try {
                        insert(table, i);
                        inserted++;
                    } catch (ConstraintViolationException e) {
                        assertThat(e.kind()).isEqualTo(ConstraintViolationException.Kind.UNIQUE);
                        assertThat(e).hasMessageEndingWith("a row with it exists already");
                    }
                }
                return inserted;
            }));
        }
        int inserted = 0;
        for (Future<Integer> one : running) {
            inserted += one.get();
        }
        assertThat(inserted).isEqualTo(each - 1);
        assertThat(head(table)).hasSize(each);
    }

    /** Each of them names as many transactions as it has rows. */
    private long versionsWithSeveralTransactions(StoredTable table) {
        ForeignWriter reader = new ForeignWriter(directory, memory.root());
        long found = 0;
        for (long version = 2; version <= latest(table); version++) {
            String transactions = reader.properties("t", version).get("lancesql.txns");
            int members = transactions == null ? 1 : transactions.split(", ").length;
            try (TableHandle before = open(table, version - 1);
                    TableHandle after = open(table, version)) {
                assertThat(after.rowCount() - before.rowCount()).isEqualTo(members);
            }
            found += members > 1 ? 1 : 0;
        }
        return found;
    }

    private void insert(StoredTable table, long id) {
        try (Transaction transaction = begin(Isolation.READ_COMMITTED)) {
            apply(transaction, table, TestChange.insert(id, 1));
            commit(transaction);
        }
    }
}
