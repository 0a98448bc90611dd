package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Selection;
import org.lancesql.execution.profile.OperatorProfile;
import org.lancesql.mutation.TableChanges;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;

/** Reads a table: batches of storage in, batches of canonical types out. */
public final class ScanOperator implements BatchOperator {
    private final List<Field> fields;
    private final @Nullable TableHandle handle;
    private final BatchReader reader;
    private final RowSet removed;
    private final StatementExecution execution;
    private final @Nullable ScanFacts facts;
    private boolean closed;

    private ScanOperator(
            List<Field> fields,
            @Nullable TableHandle handle,
            BatchReader reader,
            RowSet removed,
            StatementExecution execution,
            @Nullable ScanFacts facts) {
        this.fields = fields;
        this.handle = handle;
        this.reader = reader;
        this.removed = removed;
        this.execution = execution;
        this.facts = facts;
    }

    /**
     * Rows of a version.
     *
     * @param handle taken over, also on failure
     * @param removed rows to leave out
     * @param fields canonical ones of the columns that the request names
     */
    public static ScanOperator of(
            TableHandle handle, ScanRequest request, RowSet removed, List<Field> fields, StatementExecution execution) {
        return open(
                handle,
                allocator -> handle.scan(removed.isEmpty() ? request : withAddress(request, removed), allocator),
                removed,
                fields,
                execution);
    }

    /**
     * Rows of a version, of which storage may have columns in memory.
     *
     * @param handle taken over, also on failure
     * @param removed rows to leave out
     * @param fields canonical ones of the columns
     */
    public static ScanOperator whole(
            TableHandle handle,
            List<String> columns,
            RowSet removed,
            List<Field> fields,
            StatementExecution execution) {
        return open(
                handle,
                allocator -> handle.scanWhole(columns(columns, removed), allocator),
                removed,
                fields,
                execution);
    }

    private static ScanOperator open(
            TableHandle handle,
            Function<BufferAllocator, BatchReader> scan,
            RowSet removed,
            List<Field> fields,
            StatementExecution execution) {
        boolean opened = false;
        try {
            ScanFacts facts = facts(execution);
            if (facts != null) {
                handle.reportTo(facts.report());
            }
            BatchReader reader = scan.apply(execution.context().allocator());
            opened = true;
            return new ScanOperator(fields, handle, reader, removed, execution, facts);
        } finally {
            if (!opened) {
                handle.close();
            }
        }
    }

    private static @Nullable ScanFacts facts(StatementExecution execution) {
        OperatorProfile profile = execution.profile();
        return profile == null ? null : new ScanFacts(profile);
    }

    private static ScanRequest withAddress(ScanRequest request, RowSet removed) {
        if (request.limit().isPresent() || request.offset() > 0) {
            throw new IllegalStateException("storage cannot cut off rows of which some were removed");
        }
        return new ScanRequest(
                columns(request.columns(), removed),
                request.predicate(),
                request.limit(),
                request.offset(),
                request.order(),
                request.fragments());
    }

    /** What is read of columns if rows are to be left out. */
    public static List<String> columns(List<String> columns, RowSet removed) {
        if (removed.isEmpty() || columns.contains(RowColumns.ADDRESS)) {
            return columns;
        }
        List<String> read = new ArrayList<>(columns);
        read.add(RowColumns.ADDRESS);
        return read;
    }

    /** Rows that the transaction has added. */
    public static ScanOperator added(
            TableChanges changes, List<String> columns, List<Field> fields, StatementExecution execution) {
        BatchReader reader = changes.read(columns, execution.context().allocator());
        return new ScanOperator(fields, null, reader, RowSet.EMPTY, execution, facts(execution));
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        while (!closed) {
            execution.context().cancelToken().check();
            VectorSchemaRoot root = reader.next();
            if (root == null) {
                close();
                return null;
            }
            if (facts != null) {
                facts.count(root);
            }
            Selection kept = kept(root);
            if (kept.size() > 0) {
                return new Batch(columns(root), root.getRowCount(), kept);
            }
        }
        return null;
    }

    private Selection kept(VectorSchemaRoot root) {
        int rows = root.getRowCount();
        if (removed.isEmpty()) {
            return Selection.all(rows);
        }
        BigIntVector addresses = (BigIntVector) root.getVector(RowColumns.ADDRESS);
        int[] positions = new int[rows];
        int size = 0;
        for (int row = 0; row < rows; row++) {
            if (!removed.contains(addresses.get(row))) {
                positions[size++] = row;
            }
        }
        return size == rows ? Selection.all(rows) : Selection.of(positions, size);
    }

    private List<FieldVector> columns(VectorSchemaRoot root) {
        BufferAllocator allocator = execution.context().allocator();
        List<FieldVector> columns = new ArrayList<>();
        try {
            for (FieldVector vector : root.getFieldVectors().subList(0, fields.size())) {
                // By its field, because by its name alone some vectors would lose the metadata of their type.
                TransferPair transfer = vector.getTransferPair(vector.getField(), allocator);
                transfer.transfer();
                columns.add(CanonicalTypes.toCanonical((FieldVector) transfer.getTo(), allocator));
            }
        } catch (RuntimeException e) {
            columns.forEach(FieldVector::close);
            throw e;
        }
        return columns;
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (facts != null) {
            facts.tell();
        }
        try {
            reader.close();
        } finally {
            if (handle != null) {
                handle.close();
            }
        }
    }
}
