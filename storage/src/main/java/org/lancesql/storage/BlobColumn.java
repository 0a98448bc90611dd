package org.lancesql.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.BlobFile;
import org.lance.Dataset;

/**
 * A scanned blob column. Lance returns where the bytes are, so that filter and limit have done their work when the bytes
 * are fetched by row id.
 */
final class BlobColumn {
    /** The scan must return this column too. */
    static final String ROW_ID = RowColumns.ID;

    private static final String POSITION = "position";
    private static final String SIZE = "size";

    private final Dataset dataset;
    private final Field field;

    BlobColumn(Dataset dataset, Field field) {
        this.dataset = dataset;
        this.field = field;
    }

    /** A new vector of the bytes; borrows its arguments. */
    FieldVector fetch(StructVector places, UInt8Vector rowIds, BufferAllocator allocator) throws IOException {
        UInt8Vector sizes = places.getChild(SIZE, UInt8Vector.class);
        List<Integer> rows = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        long bytes = 0;
        for (int row = 0; row < places.getValueCount(); row++) {
            if (!isNull(places, row) && sizes.get(row) > 0) {
                rows.add(row);
                ids.add(rowIds.get(row));
                bytes += sizes.get(row);
            }
        }
        LargeVarBinaryVector result = (LargeVarBinaryVector) field.createVector(allocator);
        try {
            fill(result, places, rows, ids, bytes);
            return result;
        } catch (Throwable failure) {
            result.close();
            throw failure;
        }
    }

    private void fill(LargeVarBinaryVector result, StructVector places, List<Integer> rows, List<Long> ids, long bytes)
            throws IOException {
        int length = places.getValueCount();
        result.allocateNew(bytes, Math.max(length, 1));
        List<BlobFile> files = ids.isEmpty() ? List.of() : dataset.takeBlobs(ids, field.getName());
        try {
            int next = 0;
            for (int row = 0; row < length; row++) {
                if (next < rows.size() && rows.get(next) == row) {
                    result.setSafe(row, files.get(next++).read());
                } else if (!isNull(places, row)) {
                    result.setSafe(row, new byte[0]);
                }
            }
            result.setValueCount(length);
        } finally {
            for (BlobFile file : files) {
                file.close();
            }
        }
    }

    /** Lance returns some nulls as blobs of no bytes at a position; blobs that are empty have none. */
    private static boolean isNull(StructVector places, int row) {
        return places.isNull(row)
                || places.getChild(SIZE, UInt8Vector.class).get(row) == 0
                        && places.getChild(POSITION, UInt8Vector.class).get(row) != 0;
    }
}
