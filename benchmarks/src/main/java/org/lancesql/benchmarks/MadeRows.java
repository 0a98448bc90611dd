package org.lancesql.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** Rows of {@code (id BIGINT NOT NULL, n INTEGER, s VARCHAR)}, made as they are read. */
final class MadeRows extends ArrowReader {
    static final String COLUMNS = "id BIGINT NOT NULL, n INTEGER, s VARCHAR";
    static final Schema SCHEMA = new Schema(List.of(
            new Field("id", FieldType.notNullable(new ArrowType.Int(64, true)), null),
            Field.nullable("n", new ArrowType.Int(32, true)),
            Field.nullable("s", ArrowType.Utf8.INSTANCE)));

    private static final int NUMBERS = 1_000;

    private final long end;
    private final int batchRows;
    private long next;

    /** @param batchRows rows of each Arrow batch */
    MadeRows(BufferAllocator allocator, long first, long count, int batchRows) {
        super(allocator);
        this.next = first;
        this.end = first + count;
        this.batchRows = batchRows;
    }

    static int number(long id) {
        return (int) (id * 31 % NUMBERS);
    }

    static String text(long id) {
        return "row number " + id;
    }

    @Override
    public boolean loadNextBatch() throws java.io.IOException {
        int count = (int) Math.min(batchRows, end - next);
        if (count == 0) {
            return false;
        }
        VectorSchemaRoot root = getVectorSchemaRoot();
        root.clear();
        BigIntVector ids = (BigIntVector) root.getVector(0);
        IntVector numbers = (IntVector) root.getVector(1);
        VarCharVector texts = (VarCharVector) root.getVector(2);
        ids.allocateNew(count);
        numbers.allocateNew(count);
        texts.allocateNew(count);
        for (int row = 0; row < count; row++, next++) {
            ids.set(row, next);
            numbers.set(row, number(next));
            texts.setSafe(row, text(next).getBytes(StandardCharsets.UTF_8));
        }
        root.setRowCount(count);
        return true;
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {
        // Nothing is held.
    }

    @Override
    protected Schema readSchema() {
        return SCHEMA;
    }
}
