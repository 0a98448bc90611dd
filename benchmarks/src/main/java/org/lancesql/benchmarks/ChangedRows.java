package org.lancesql.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;

/** The rows of a scan with {@code n + 1} in place of {@code n}; remembers where they were. */
final class ChangedRows extends ScannedRows {
    private static final String ADDRESS = "_rowaddr";

    private final Map<Integer, List<Integer>> offsets = new TreeMap<>();

    /** @param scan returns addresses too; stays the caller's */
    ChangedRows(ArrowReader scan, BufferAllocator allocator) {
        super(scan, allocator);
    }

    /** Offsets of the rows so far, by their fragments. */
    Map<Integer, List<Integer>> offsets() {
        return offsets;
    }

    @Override
    void see(VectorSchemaRoot batch) {
        collect(batch, offsets);
    }

    /** Remembers where the rows of a batch are. */
    static void collect(VectorSchemaRoot batch, Map<Integer, List<Integer>> offsets) {
        UInt8Vector addresses = (UInt8Vector) batch.getVector(ADDRESS);
        for (int row = 0; row < batch.getRowCount(); row++) {
            long address = addresses.get(row);
            offsets.computeIfAbsent((int) (address >>> 32), fragment -> new ArrayList<>())
                    .add((int) address);
        }
    }

    @Override
    void transfer(FieldVector source, FieldVector target, int count) {
        if (target instanceof IntVector numbers) {
            increment((IntVector) source, numbers, count);
        } else {
            super.transfer(source, target, count);
        }
    }

    private static void increment(IntVector source, IntVector target, int count) {
        target.allocateNew(count);
        for (int row = 0; row < count; row++) {
            if (source.isNull(row)) {
                target.setNull(row);
            } else {
                target.set(row, source.get(row) + 1);
            }
        }
        target.setValueCount(count);
    }
}
