package org.lancesql.mutation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lancesql.mutation.Transaction.Savepoint;
import org.lancesql.storage.IndexKind;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.versioning.StoredTable;

/**
 * Random statements, savepoints, rollbacks and commits of several transactions beside another program, held against maps.
 * {@code -Dlancesql.model.seed} repeats a run, {@code -Dlancesql.model.steps} makes it longer.
 */
class TransactionModelTest extends MutationTest {
    private static final int SESSIONS = 3;
    private static final int STEPS = Integer.getInteger("lancesql.model.steps", 150);
    private static final long SMALL_BUDGET_BYTES = 32 << 10;

    private final List<Kept> kept = new ArrayList<>();
    private final Map<Long, String> head = new TreeMap<>();
    private Random random = new Random();
    private @Nullable ForeignWriter writer;
    private @Nullable StoredTable stored;
    private boolean stableRowIds;
    private int compactions;
    private long nextId = 1_000_000;
    private int nextText;

    /** A transaction and what its next statement has to read. */
    private static final class Session {
        final Transaction transaction;
        final Map<Long, String> base;
        final int compactions;
        final Deque<Saved> savepoints = new ArrayDeque<>();
        Map<Long, String> rows;
        Set<Long> touched = new TreeSet<>();

        Session(Transaction transaction, Map<Long, String> base, int compactions) {
            this.transaction = transaction;
            this.base = Map.copyOf(base);
            this.rows = new TreeMap<>(base);
            this.compactions = compactions;
        }
    }

    private record Saved(Savepoint savepoint, Map<Long, String> rows, Set<Long> touched) {}

    /** A cut that is read long after it was made. */
    private record Kept(Cut cut, Map<Long, String> rows) {}

    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void transactionsDoWhatMapsDo(boolean stable, boolean indexed) {
        long seed = Long.getLong("lancesql.model.seed", 20260101);
        random = new Random(seed);
        ForeignWriter foreign = new ForeignWriter(directory, memory.root());
        writer = foreign;
        stableRowIds = stable;
        foreign.create("t", TestRows.range(0, 500), stable);
        stored = new StoredTable(store, "t");
        if (indexed) {
            committer.createIndex("t", "by_id", IndexKind.BTREE, Column.of("id"), INFO);
        }
        for (long id = 0; id < 500; id++) {
            head.put(id, TestRows.text(id));
        }
        try {
            run();
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("-Dlancesql.model.seed=" + seed + " stable=" + stable + " indexed=" + indexed, e);
        }
    }

    private StoredTable table() {
        return requireNonNull(stored);
    }

    private ForeignWriter foreign() {
        return requireNonNull(writer);
    }

    private void run() {
        List<Session> sessions = new ArrayList<>(Collections.nCopies(SESSIONS, null));
        try {
            for (int step = 0; step < STEPS; step++) {
                int at = random.nextInt(SESSIONS);
                Session session = sessions.get(at);
                if (session == null) {
                    session = new Session(begin(Isolation.REPEATABLE_READ, budget()), head, compactions);
                    session.transaction.cut(List.of(table())).close();
                    sessions.set(at, session);
                }
                if (!step(session)) {
                    sessions.set(at, null);
                }
            }
        } finally {
            for (Session session : sessions) {
                if (session != null) {
                    session.transaction.close();
                }
            }
            kept.forEach(one -> one.cut.close());
        }
    }

    private long budget() {
        return random.nextInt(3) == 0 ? SMALL_BUDGET_BYTES : Transaction.BUDGET_BYTES;
    }

    /** One step; false when it has ended the transaction. */
    private boolean step(Session session) {
        int choice = random.nextInt(20);
        if (choice < 11) {
            change(session);
        } else if (choice == 11) {
            session.savepoints.push(new Saved(
                    session.transaction.savepoint(), new TreeMap<>(session.rows), new TreeSet<>(session.touched)));
        } else if (choice == 12) {
            returnToSavepoint(session);
        } else if (choice == 13) {
            keepCut(session);
        } else if (choice < 16) {
            changeForeign();
        } else if (choice < 19) {
            commitSession(session);
            return false;
        } else {
            session.transaction.close();
            return false;
        }
        assertThat(texts(rows(session.transaction, table()))).isEqualTo(session.rows);
        return true;
    }

    private void change(Session session) {
        boolean fails = random.nextInt(6) == 0;
        TestChange change = TestChange.of(1 + random.nextInt(200));
        Map<Long, String> rows = new TreeMap<>(session.rows);
        Set<Long> touched = new TreeSet<>(session.touched);
        int inserts = random.nextInt(3) == 0 ? random.nextInt(10) == 0 ? 2_000 : random.nextInt(20) : 0;
        for (int i = 0; i < inserts; i++) {
            change.insert(nextId, text());
            rows.put(nextId++, lastText());
        }
        int share = random.nextInt(4) > 0 ? 2 : random.nextInt(100);
        int kind = random.nextInt(3);
        for (Row row : rows(session.transaction, table()).values()) {
            if (random.nextInt(100) * 2 < share) {
                if (kind == 0 || kind == 1 && random.nextBoolean()) {
                    change.delete(row);
                    rows.remove(row.id());
                } else {
                    change.update(row, text());
                    rows.put(row.id(), lastText());
                }
                if (row.address() >= 0) {
                    touched.add(row.id());
                }
            }
        }
        if (fails) {
            IllegalStateException failure = new IllegalStateException("the statement fails");
            assertThatThrownBy(() -> apply(session.transaction, table(), change.failingWith(failure)))
                    .isSameAs(failure);
        } else {
            apply(session.transaction, table(), change);
            session.rows = rows;
            session.touched = touched;
        }
    }

    private String text() {
        nextText++;
        return lastText();
    }

    private String lastText() {
        return "text " + nextText;
    }

    private void returnToSavepoint(Session session) {
        int drop = random.nextInt(2);
        for (int i = 0; i < drop && session.savepoints.size() > 1; i++) {
            session.savepoints.pop();
        }
        Saved saved = session.savepoints.peek();
        if (saved != null && random.nextBoolean()) {
            session.transaction.rollbackTo(saved.savepoint);
            session.rows = new TreeMap<>(saved.rows);
            session.touched = new TreeSet<>(saved.touched);
        } else if (saved != null) {
            session.transaction.release(saved.savepoint);
            session.savepoints.pop();
        }
    }

    private void keepCut(Session session) {
        if (kept.size() > 3) {
            Kept one = kept.remove(random.nextInt(kept.size()));
            try (Cut cut = one.cut) {
                assertThat(texts(rows(cut, table()))).isEqualTo(one.rows);
            }
        }
        kept.add(new Kept(session.transaction.cut(List.of(table())), new TreeMap<>(session.rows)));
    }

    private void changeForeign() {
        switch (random.nextInt(3)) {
            case 0 -> {
                int rows = 1 + random.nextInt(20);
                foreign().append("t", TestRows.range(nextId, rows));
                for (int i = 0; i < rows; i++) {
                    head.put(nextId, TestRows.text(nextId++));
                }
            }
            case 1 -> {
                List<Long> ids = new ArrayList<>(head.keySet());
                Collections.shuffle(ids, random);
                List<Long> gone = ids.subList(0, Math.min(ids.size(), 1 + random.nextInt(5)));
                if (!gone.isEmpty()) {
                    foreign().delete("t", gone);
                    gone.forEach(head::remove);
                }
            }
            default -> {
                foreign().compact("t");
                compactions++;
            }
        }
        assertThat(head(table())).isEqualTo(head);
    }

    private void commitSession(Session session) {
        boolean changed = session.touched.stream().anyMatch(id -> !Objects.equals(session.base.get(id), head.get(id)));
        boolean mayConflict = !stableRowIds && compactions > session.compactions && !session.touched.isEmpty();
        boolean changes = session.transaction.hasChanges();
        assertThat(changes).isEqualTo(!session.rows.equals(session.base) || !session.touched.isEmpty());
        long before = latest(table());
        try {
            commit(session.transaction);
            assertThat(changed).as("a row was changed by others").isFalse();
            session.touched.forEach(head::remove);
            session.rows.forEach((id, text) -> {
                if (session.touched.contains(id) || !session.base.containsKey(id)) {
                    head.put(id, text);
                }
            });
            assertThat(latest(table())).isEqualTo(before + (changes ? 1 : 0));
        } catch (ConflictException e) {
            assertThat(changed || mayConflict).as(e.getMessage()).isTrue();
            assertThat(latest(table())).isEqualTo(before);
        }
        assertThat(head(table())).isEqualTo(head);
    }
}
