package org.lancesql.execution.window;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowStore;
import org.lancesql.execution.sort.RowOrder;
import org.lancesql.execution.sort.SortKey;

/** Some whole partitions in memory, sorted: where each begins and ends, and which of its rows are peers. Borrows the rows. */
final class Partitions {
    /** An address and four numbers. */
    private static final long HEAP_BYTES_PER_ROW = Long.BYTES + 4 * Integer.BYTES;

    private static final int POLL_MASK = (1 << 14) - 1;

    private final HeapMemory memory;
    private final CancelToken cancelToken;
    private final List<Field> fields;
    private final List<Batch> batches;
    private final long[] addresses;
    private final int[] partitionStarts;
    private final int[] partitionEnds;
    private final int[] peerStarts;
    private final int[] peerEnds;

    /** @param memory counts the arrays that are made, as long as the partitions are used */
    Partitions(
            RowStore rows,
            List<SortKey> partitionKeys,
            List<SortKey> orderKeys,
            HeapMemory memory,
            CancelToken cancelToken) {
        memory.take(HEAP_BYTES_PER_ROW * rows.rowCount());
        this.memory = memory;
        this.cancelToken = cancelToken;
        this.fields = rows.fields();
        this.addresses = rows.addresses();
        this.batches = List.copyOf(rows.batches());
        this.partitionStarts = new int[addresses.length];
        this.partitionEnds = new int[addresses.length];
        this.peerStarts = new int[addresses.length];
        this.peerEnds = new int[addresses.length];
        RowOrder partitionOrder = new RowOrder(fields, batches, partitionKeys);
        RowOrder peerOrder = new RowOrder(fields, batches, orderKeys);
        for (int i = 1; i < addresses.length; i++) {
            poll(i);
            boolean same = partitionOrder.compare(addresses[i - 1], addresses[i]) == 0;
            partitionStarts[i] = same ? partitionStarts[i - 1] : i;
            boolean peers = same && peerOrder.compare(addresses[i - 1], addresses[i]) == 0;
            peerStarts[i] = peers ? peerStarts[i - 1] : i;
        }
        for (int i = addresses.length - 1; i >= 0; i--) {
            poll(i);
            boolean last = i == addresses.length - 1;
            partitionEnds[i] = last || partitionStarts[i + 1] == i + 1 ? i + 1 : partitionEnds[i + 1];
            peerEnds[i] = last || peerStarts[i + 1] == i + 1 ? i + 1 : peerEnds[i + 1];
        }
    }

    /** Counts arrays that are made for these partitions, as long as they are used. */
    void takeHeap(long bytes) {
        memory.take(bytes);
    }

    /** Asks now and then whether the work at a row is still wanted. */
    void poll(int row) {
        if ((row & POLL_MASK) == 0) {
            cancelToken.check();
        }
    }

    int size() {
        return addresses.length;
    }

    Field field(int column) {
        return fields.get(column);
    }

    List<Batch> batches() {
        return batches;
    }

    long[] addresses() {
        return addresses;
    }

    /** Where a row lies. */
    long address(int row) {
        return addresses[row];
    }

    ColumnMemory column(int column) {
        return ColumnMemory.of(batches, column);
    }

    /** The vectors of some columns: those of all batches of the first, then of the next. */
    List<FieldVector> vectors(int... columns) {
        List<FieldVector> vectors = new ArrayList<>();
        for (int column : columns) {
            batches.forEach(batch -> vectors.add(batch.column(column)));
        }
        return vectors;
    }

    /** Rows of the largest partition. */
    int largest() {
        int largest = 0;
        for (int row = 0; row < addresses.length; row = partitionEnds[row]) {
            largest = Math.max(largest, partitionEnds[row] - row);
        }
        return largest;
    }

    /** Number of the first row of a row's partition. */
    int start(int row) {
        return partitionStarts[row];
    }

    /** Number of the row behind a row's partition. */
    int end(int row) {
        return partitionEnds[row];
    }

    /** Number of the first of the row's peers: the rows of its partition with equal order keys. */
    int peerStart(int row) {
        return peerStarts[row];
    }

    /** Number of the row behind its last peer. */
    int peerEnd(int row) {
        return peerEnds[row];
    }
}
