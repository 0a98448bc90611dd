package org.lancesql.mutation.constraints;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.hash.KeyTable;
import org.lancesql.mutation.constraints.KeyChecks.Checked;
import org.lancesql.mutation.constraints.KeyChecks.Rows;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableHandle.FragmentInfo;

/**
 * Keeps one key unique. The keys of pending rows are kept from statement to statement; those of more rows than fit are
 * looked at in several rounds, each of the keys of one part of all hashes, and forgotten.
 */
final class KeyCheck implements AutoCloseable {
    /** Rows whose keys are held at a time. */
    private static final long MOST_ROWS = 4_000_000;

    private static final String PENDING = "this transaction has added a row with it already";
    private static final String TWICE = "two of the new rows have it";
    private static final String STORED_TWICE = "two rows of the table have it";

    private final KeyColumns columns;
    private final StoredKeys stored;
    private final BufferAllocator allocator;
    private final long mostRows;
    private @Nullable KeyTable known;
    /** The state whose keys are known. */
    private @Nullable Checked state;

    KeyCheck(KeyColumns columns, KeyFilters filters, BufferAllocator allocator) {
        this(columns, filters, allocator, MOST_ROWS);
    }

    KeyCheck(KeyColumns columns, KeyFilters filters, BufferAllocator allocator, long mostRows) {
        this.columns = columns;
        this.stored = new StoredKeys(columns, filters, allocator);
        this.allocator = allocator;
        this.mostRows = mostRows;
    }

    /** See {@link KeyChecks#check}. */
    void check(TableHandle base, @Nullable Checked before, Checked after, Rows added, Rows kept, RowSet removed) {
        if (after.rows() > mostRows) {
            close();
            inRounds(base, base.fragments(), added, kept, removed);
            return;
        }
        KeyTable keys = before != null && before == state && before.rows() == kept.count() ? known : null;
        if (keys == null) {
            close();
            keys = newTable();
            known = keys;
        }
        try {
            if (state == null) {
                add(kept, keys, 0, 1, PENDING, TWICE);
            }
            state = null; // until this has succeeded, nobody knows what the table holds
            add(added, keys, 0, 1, PENDING, TWICE);
            stored.requireAbsent(base, base.fragments(), added, keys, removed);
            state = after;
        } finally {
            if (state == null) {
                close();
            }
        }
    }

    /** Throws when one of some fragments has a row, not removed, with the key of a pending row. */
    void requireAbsent(TableHandle head, List<FragmentInfo> fragments, Rows pending, RowSet removed) {
        inRounds(head, fragments, pending, NO_ROWS, removed);
    }

    /** Throws when two of all rows of a table have one key. */
    void requireUnique(Rows rows) {
        int rounds = rounds(rows.count());
        for (int round = 0; round < rounds; round++) {
            try (KeyTable keys = newTable()) {
                add(rows, keys, round, rounds, STORED_TWICE, STORED_TWICE);
            }
        }
    }

    private int rounds(long rows) {
        return (int) (rows / mostRows + 1);
    }

    private void inRounds(TableHandle table, List<FragmentInfo> fragments, Rows added, Rows kept, RowSet removed) {
        int rounds = rounds(kept.count() + added.count());
        for (int round = 0; round < rounds; round++) {
            try (KeyTable keys = newTable()) {
                add(kept, keys, round, rounds, PENDING, TWICE);
                add(added, keys, round, rounds, PENDING, TWICE);
                stored.requireAbsent(table, fragments, added, keys, removed);
            }
        }
    }

    private KeyTable newTable() {
        return new KeyTable(columns.canonical(), new boolean[columns.canonical().size()], allocator);
    }

    /** Adds the keys of one round; throws when one is there already. */
    private void add(Rows rows, KeyTable keys, int round, int rounds, String before, String among) {
        if (rows.count() == 0) {
            return;
        }
        int first = keys.size();
        try (KeyHashes hashes = new KeyHashes(columns, allocator)) {
            KeyColumns.forEach(rows.read(columns.names(), allocator), allocator, batch -> {
                Selection selection = batch.selection();
                if (rounds > 1) {
                    hashes.load(batch);
                    selection = ofRound(batch, hashes, round, rounds);
                }
                int next = keys.size();
                int[] numbers = keys.add(batch, columns.positions(), selection);
                for (int i = 0; i < numbers.length; i++) {
                    if (numbers[i] == next) {
                        next++;
                    } else if (numbers[i] != KeyTable.NONE) {
                        throw columns.duplicate(batch, selection.position(i), numbers[i] < first ? before : among);
                    }
                }
            });
        }
    }

    private static Selection ofRound(Batch batch, KeyHashes hashes, int round, int rounds) {
        int[] positions = new int[batch.rowCount()];
        int size = 0;
        for (int row = 0; row < positions.length; row++) {
            if (Long.remainderUnsigned(hashes.hash(row), rounds) == round) {
                positions[size++] = row;
            }
        }
        return Selection.of(positions, size);
    }

    private static final Rows NO_ROWS = new Rows() {
        @Override
        public long count() {
            return 0;
        }

        @Override
        public BatchReader read(List<String> names, BufferAllocator into) {
            throw new IllegalStateException("there are no rows");
        }
    };

    /** Forgets the keys. */
    @Override
    public void close() {
        KeyTable held = known;
        known = null;
        state = null;
        if (held != null) {
            held.close();
        }
    }
}
