package org.lancesql.execution.join;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Selection;
import org.lancesql.execution.rows.Gather;

/** Puts rows of the two sides together, the columns of the left input first. */
final class Pairing {
    private final List<Field> probeFields;
    private final boolean buildLeft;
    private final List<Field> fields;

    /** @param fields names and types of the columns of the pairs */
    Pairing(List<Field> probeFields, boolean buildLeft, List<Field> fields) {
        this.probeFields = probeFields;
        this.buildLeft = buildLeft;
        this.fields = List.copyOf(fields);
    }

    List<Field> fields() {
        return fields;
    }

    /** The first {@code count} candidates as a batch, which may have fewer rows where strings are long. */
    Batch pairs(ProbeBatch rows, JoinTable table, int count, BufferAllocator allocator) {
        return join(
                new Gather(probeFields, List.of(rows.batch())),
                rows.probeAddresses(),
                table.gather(),
                rows.buildAddresses(),
                count,
                allocator);
    }

    Batch unmatchedProbe(ProbeBatch rows, JoinTable table, long[] unmatched, BufferAllocator allocator) {
        return join(
                new Gather(probeFields, List.of(rows.batch())),
                unmatched,
                table.gather(),
                HashJoinOperator.none(unmatched.length),
                unmatched.length,
                allocator);
    }

    Batch unmatchedBuild(JoinTable table, long[] unmatched, BufferAllocator allocator) {
        return join(
                new Gather(probeFields, List.of()),
                HashJoinOperator.none(unmatched.length),
                table.gather(),
                unmatched,
                unmatched.length,
                allocator);
    }

    private Batch join(
            Gather probe, long[] probeRows, Gather build, long[] buildRows, int count, BufferAllocator allocator) {
        Batch built = build.gather(buildRows, 0, count, allocator);
        Batch probed;
        try {
            probed = probe.gather(probeRows, 0, built.rowCount(), allocator);
        } catch (Throwable failure) {
            built.close();
            throw failure;
        }
        if (probed.rowCount() < built.rowCount()) {
            int fewer = probed.rowCount();
            built.close();
            try {
                built = build.gather(buildRows, 0, fewer, allocator);
            } catch (Throwable failure) {
                probed.close();
                throw failure;
            }
        }
        List<FieldVector> columns = new ArrayList<>(buildLeft ? built.columns() : probed.columns());
        columns.addAll(buildLeft ? probed.columns() : built.columns());
        return new Batch(columns, built.rowCount(), Selection.all(built.rowCount()));
    }
}
