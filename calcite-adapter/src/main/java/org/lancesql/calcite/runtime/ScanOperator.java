package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Selection;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;

/** Reads a table: batches of storage in, batches of canonical types out. */
public final class ScanOperator implements BatchOperator {
    private final List<Field> fields;
    private final TableHandle handle;
    private final StatementExecution execution;
    private final BatchReader reader;
    private boolean closed;

    /** Takes ownership of {@code handle}. */
    public ScanOperator(TableHandle handle, ScanRequest request, List<Field> fields, StatementExecution execution) {
        this.fields = fields;
        this.handle = handle;
        this.execution = execution;
        try {
            this.reader = handle.scan(request, execution.context().allocator());
        } catch (RuntimeException e) {
            handle.close();
            throw e;
        }
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        execution.context().cancelToken().check();
        VectorSchemaRoot root = closed ? null : reader.next();
        if (root == null) {
            close();
            return null;
        }
        List<FieldVector> columns = new ArrayList<>();
        try {
            for (FieldVector vector : root.getFieldVectors()) {
                // By its field, because by its name alone some vectors would lose the metadata of their type.
                TransferPair transfer = vector.getTransferPair(
                        vector.getField(), execution.context().allocator());
                transfer.transfer();
                columns.add(CanonicalTypes.toCanonical(
                        (FieldVector) transfer.getTo(), execution.context().allocator()));
            }
        } catch (RuntimeException e) {
            columns.forEach(FieldVector::close);
            throw e;
        }
        return new Batch(columns, root.getRowCount(), Selection.all(root.getRowCount()));
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try (handle) {
                reader.close();
            }
        }
    }
}
