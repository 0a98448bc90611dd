package org.lancesql.execution.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;

/**
 * Rows kept in memory in the order they came. Batches are kept as they are, except that small and sparsely selected ones
 * are copied together, so that no more memory is held than about twice what the rows need.
 */
public final class RowStore implements AutoCloseable {
    private static final int LARGE_ROWS = 4_096;
    private static final int MAX_PENDING_BATCHES = 64;
    private static final int MAX_PENDING_SLOTS = 131_072;

    private final List<Field> fields;
    private final BufferAllocator allocator;
    private final List<Batch> batches = new ArrayList<>();
    /** Batches from this one on are to be copied together. */
    private int firstPending;

    private long pendingSlots;
    private int rowCount;

    /** @param fields names and types of the columns of the batches */
    public RowStore(List<Field> fields, BufferAllocator allocator) {
        this.fields = List.copyOf(fields);
        this.allocator = allocator;
    }

    /**
     * Keeps the selected rows of a batch, of which it takes ownership.
     *
     * @throws ArithmeticException when there are more than 2,147,483,647 rows
     */
    public void add(Batch batch) {
        if (batch.rowCount() == 0) {
            batch.close();
            return;
        }
        batches.add(batch);
        rowCount = Math.addExact(rowCount, batch.rowCount());
        pendingSlots += batch.length();
        if (isLarge(batch)) {
            compact(batches.size() - 1);
            firstPending = batches.size();
            pendingSlots = 0;
        } else if (pendingSlots > MAX_PENDING_SLOTS || batches.size() - firstPending > MAX_PENDING_BATCHES) {
            compact(batches.size());
            while (firstPending < batches.size() && isLarge(batches.get(firstPending))) {
                firstPending++;
            }
            pendingSlots = batches.subList(firstPending, batches.size()).stream()
                    .mapToLong(Batch::length)
                    .sum();
        }
    }

    /** Takes over the rows of another store, which is empty afterwards. */
    public void addAll(RowStore other) {
        compact(batches.size());
        other.compact(other.batches.size());
        rowCount = Math.addExact(rowCount, other.rowCount);
        batches.addAll(other.batches);
        firstPending = batches.size();
        pendingSlots = 0;
        other.batches.clear();
        other.close();
    }

    public int rowCount() {
        return rowCount;
    }

    public List<Field> fields() {
        return fields;
    }

    /** The batches that {@link #addresses} point into; adding rows changes both. */
    public List<Batch> batches() {
        return batches;
    }

    /** The {@linkplain RowAddress address} of each row, in the order the rows came. */
    public long[] addresses() {
        compact(batches.size());
        long[] addresses = new long[rowCount];
        fill(batches, addresses);
        return addresses;
    }

    private static boolean isLarge(Batch batch) {
        return batch.rowCount() >= LARGE_ROWS && batch.rowCount() >= batch.length() / 2;
    }

    private static void fill(List<Batch> batches, long[] addresses) {
        int at = 0;
        for (int i = 0; i < batches.size(); i++) {
            Selection rows = batches.get(i).selection();
            for (int row = 0; row < rows.size(); row++) {
                addresses[at++] = RowAddress.of(i, rows.position(row));
            }
        }
    }

    /** Copies the pending batches before {@code end} together. */
    private void compact(int end) {
        List<Batch> old = batches.subList(firstPending, end);
        if (old.isEmpty() || old.size() == 1 && old.get(0).selection().isDense()) {
            return;
        }
        long[] addresses = new long[old.stream().mapToInt(Batch::rowCount).sum()];
        fill(old, addresses);
        List<Batch> compacted = new ArrayList<>();
        try {
            Gather gather = new Gather(fields, old);
            for (int at = 0;
                    at < addresses.length;
                    at += compacted.get(compacted.size() - 1).rowCount()) {
                compacted.add(gather.gather(addresses, at, addresses.length, allocator));
            }
        } catch (Throwable failure) {
            compacted.forEach(Batch::close);
            throw failure;
        }
        old.forEach(Batch::close);
        old.clear();
        batches.addAll(firstPending, compacted);
    }

    /** Frees the rows; the store is empty afterwards. */
    @Override
    public void close() {
        batches.forEach(Batch::close);
        batches.clear();
        firstPending = 0;
        pendingSlots = 0;
        rowCount = 0;
    }
}
