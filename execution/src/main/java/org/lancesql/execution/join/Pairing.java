package org.lancesql.execution.join;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

/** Puts rows of the two sides together, the columns of the left input first. */
final class Pairing {
    /** A batch of which less than this part is left is not worth its empty slots. */
    private static final int SPARSE = 4;

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
                table.sameAsProbe(),
                allocator);
    }

    /**
     * The batch itself with the columns of the matching rows beside its own, where each of its rows has one match at most.
     * Takes ownership of the batch unless it returns null or throws.
     *
     * @param matches row of the table for each selected row, or {@link JoinTable#NONE}
     * @param keepsUnmatched whether rows without a match get nulls; else they are no longer selected
     * @return null when that would copy more than putting the rows together anew
     */
    @Nullable Batch widen(Batch batch, int[] matches, JoinTable table, boolean keepsUnmatched, ExecutionContext context) {
        Selection rows = batch.selection();
        int[] positions = new int[matches.length];
        int count = 0;
        for (int i = 0; i < matches.length; i++) {
            positions[count] = rows.position(i);
            count += keepsUnmatched || matches[i] != JoinTable.NONE ? 1 : 0;
        }
        if (count < batch.length() / SPARSE) {
            return null;
        }
        long[] addresses =
                matches.length == batch.length() ? new long[matches.length] : HashJoinOperator.none(batch.length());
        for (int i = 0; i < matches.length; i++) {
            addresses[rows.position(i)] = matches[i] == JoinTable.NONE ? RowAddress.NONE : table.address(matches[i]);
        }
        Batch built = table.gather().gather(addresses, 0, addresses.length, context.allocator());
        if (built.rowCount() < addresses.length) {
            built.close();
            return null;
        }
        List<FieldVector> columns = new ArrayList<>(buildLeft ? built.columns() : batch.columns());
        columns.addAll(buildLeft ? batch.columns() : built.columns());
        return new Batch(columns, batch.length(), count == matches.length ? rows : Selection.of(positions, count));
    }

    /** The columns of both sides, in the order of the inputs; of the build side some are shared with the probe side. */
    private List<FieldVector> columns(Batch probed, Batch built, int[] sameAsProbe) {
        List<FieldVector> buildColumns = new ArrayList<>();
        int next = 0;
        for (int same : sameAsProbe) {
            buildColumns.add(same < 0 ? built.column(next++) : Vectors.share(probed.column(same)));
        }
        List<FieldVector> columns = new ArrayList<>(buildLeft ? buildColumns : probed.columns());
        columns.addAll(buildLeft ? probed.columns() : buildColumns);
        return columns;
    }

    Batch unmatchedProbe(ProbeBatch rows, JoinTable table, long[] unmatched, BufferAllocator allocator) {
        return join(
                new Gather(probeFields, List.of(rows.batch())),
                unmatched,
                table.gather(),
                HashJoinOperator.none(unmatched.length),
                unmatched.length,
                table.sameAsProbe(),
                allocator);
    }

    Batch unmatchedBuild(JoinTable table, long[] unmatched, BufferAllocator allocator) {
        return join(
                new Gather(probeFields, List.of()),
                HashJoinOperator.none(unmatched.length),
                table.gather(),
                unmatched,
                unmatched.length,
                table.sameAsProbe(),
                allocator);
    }

    private Batch join(
            Gather probe,
            long[] probeRows,
            Gather build,
            long[] buildRows,
            int count,
            int[] same,
            BufferAllocator allocator) {
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
        return new Batch(columns(probed, built, same), built.rowCount(), Selection.all(built.rowCount()));
    }
}
