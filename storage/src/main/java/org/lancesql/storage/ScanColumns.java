package org.lancesql.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;

/** Makes the batches that a scan returns out of those that Lance reads: columns in the order asked for, decoded. */
final class ScanColumns {
    private final List<Source> sources = new ArrayList<>();
    private final Schema schema;
    private final int rowIds;
    private final BufferAllocator allocator;
    private List<FieldVector> made = new ArrayList<>();

    /** A column of the result: where it is in what Lance reads, and what has to be done to it. */
    private record Source(
            int position,
            @Nullable DictionaryColumn dictionary,
            @Nullable BlobColumn blob,
            @Nullable Field number) {}

    /** @param columns of the table, in the order to return them */
    ScanColumns(Dataset dataset, ArrowReader reader, List<Field> columns, BufferAllocator allocator)
            throws IOException {
        List<Field> read = reader.getVectorSchemaRoot().getSchema().getFields();
        List<Field> fields = new ArrayList<>();
        for (Field column : columns) {
            int position = position(read, column.getName());
            if (position < 0) {
                throw new IllegalArgumentException("There is no column " + column.getName());
            }
            Field field = read.get(position);
            boolean isBlob = FieldMetadata.isBlob(column);
            boolean isEncoded = DictionaryColumn.isEncoded(field);
            boolean isNumber = RowColumns.isOne(column.getName());
            sources.add(new Source(
                    position,
                    isEncoded ? new DictionaryColumn(field, column, reader) : null,
                    isBlob ? new BlobColumn(dataset, column) : null,
                    isNumber ? column : null));
            fields.add(isBlob || isEncoded || isNumber ? column : field);
        }
        this.schema = new Schema(fields);
        this.rowIds = position(read, BlobColumn.ROW_ID);
        this.allocator = allocator;
    }

    private static int position(List<Field> fields, String name) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).getName().equals(name)) {
                return i;
            }
        }
        return -1;
    }

    Schema schema() {
        return schema;
    }

    /** The batch to return for a batch of Lance's, whose vectors it borrows. */
    VectorSchemaRoot decode(VectorSchemaRoot batch) throws IOException {
        release();
        List<FieldVector> vectors = new ArrayList<>(sources.size());
        for (Source source : sources) {
            vectors.add(decode(batch, source));
        }
        return new VectorSchemaRoot(schema, vectors, batch.getRowCount());
    }

    private FieldVector decode(VectorSchemaRoot batch, Source source) throws IOException {
        FieldVector vector = batch.getVector(source.position());
        if (source.dictionary() != null) {
            vector = source.dictionary().decode(vector, allocator);
            made.add(vector);
        } else if (source.blob() != null) {
            vector = source.blob().fetch((StructVector) vector, (UInt8Vector) batch.getVector(rowIds), allocator);
            made.add(vector);
        } else if (source.number() != null) {
            vector = signed((UInt8Vector) vector, source.number());
            made.add(vector);
        }
        return vector;
    }

    /** The same numbers as BIGINT: Lance says that they are unsigned and may be null, and they never are. */
    private FieldVector signed(UInt8Vector numbers, Field field) {
        BigIntVector result = new BigIntVector(field, allocator);
        result.loadFieldBuffers(new ArrowFieldNode(numbers.getValueCount(), 0), numbers.getFieldBuffers());
        return result;
    }

    /** Frees what is left of the vectors that were made for the last batch. */
    void release() {
        made.forEach(FieldVector::close);
        made = new ArrayList<>();
    }
}
