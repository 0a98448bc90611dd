package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.operator.FetchColumnsOperator.Fetcher;
import org.lancesql.execution.profile.OperatorProfile;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.TableHandle;

/** Columns of the version of a table that an execution reads, fetched by the addresses of rows. */
public final class TableFetcher implements Fetcher {
    private final TableHandle handle;
    private final List<String> columns;
    private final List<Field> fields;
    private final StatementExecution execution;

    /**
     * @param handle taken over
     * @param columns what storage calls them
     * @param fields canonical ones of the columns
     */
    public TableFetcher(TableHandle handle, List<String> columns, List<Field> fields, StatementExecution execution) {
        this.handle = handle;
        this.columns = List.copyOf(columns);
        this.fields = List.copyOf(fields);
        this.execution = execution;
    }

    @Override
    public List<FieldVector> fetch(long[] addresses) {
        OperatorProfile profile = execution.profile();
        if (profile != null) {
            profile.count("rows fetched", addresses.length);
        }
        List<OwnedVectors> batches = new ArrayList<>();
        try (BatchReader reader = handle.take(addresses, columns, allocator())) {
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                execution.context().cancelToken().check();
                batches.add(canonical(root));
            }
            return together(batches.stream().map(OwnedVectors::release).toList());
        } finally {
            batches.forEach(OwnedVectors::close);
        }
    }

    private BufferAllocator allocator() {
        return execution.context().allocator();
    }

    private OwnedVectors canonical(VectorSchemaRoot root) {
        OwnedVectors vectors = new OwnedVectors();
        try {
            for (FieldVector vector : root.getFieldVectors()) {
                TransferPair transfer = vector.getTransferPair(vector.getField(), allocator());
                transfer.transfer();
                vectors.add(CanonicalTypes.toCanonical((FieldVector) transfer.getTo(), allocator()));
            }
            return vectors;
        } catch (Throwable failure) {
            vectors.close();
            throw failure;
        }
    }

    /** One vector for each column; closes the batches. */
    private List<FieldVector> together(List<List<FieldVector>> batches) {
        if (batches.size() == 1) {
            return batches.get(0);
        }
        try (OwnedVectors all = new OwnedVectors();
                OwnedVectors result = new OwnedVectors()) {
            batches.forEach(batch -> batch.forEach(all::add));
            long[] slots = slots(batches);
            for (int i = 0; i < fields.size(); i++) {
                int column = i;
                List<FieldVector> parts =
                        batches.stream().map(batch -> batch.get(column)).toList();
                result.add(Gather.slots(fields.get(i), parts, slots, allocator()));
            }
            return result.release();
        }
    }

    private static long[] slots(List<List<FieldVector>> batches) {
        int rows =
                batches.stream().mapToInt(batch -> batch.get(0).getValueCount()).sum();
        long[] slots = new long[rows];
        int at = 0;
        for (int batch = 0; batch < batches.size(); batch++) {
            for (int row = 0; row < batches.get(batch).get(0).getValueCount(); row++) {
                slots[at++] = RowAddress.of(batch, row);
            }
        }
        return slots;
    }

    @Override
    public void close() {
        handle.close();
    }
}
