package org.lancesql.storage;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/** A {@link BatchSource} as the reader that Lance pulls from, through the C stream interface. */
final class SourceReader extends ArrowReader {
    private final BatchSource source;
    private final Schema schema;
    private volatile @Nullable Throwable failure;

    /** @param schema of the table; the source's must have the same names and types */
    SourceReader(BatchSource source, Schema schema, BufferAllocator allocator) {
        super(allocator);
        requireSameColumns(source.schema(), schema);
        this.source = source;
        this.schema = schema;
    }

    private static void requireSameColumns(Schema rows, Schema table) {
        List<Field> expected = table.getFields();
        List<Field> actual = rows.getFields();
        boolean same = expected.size() == actual.size();
        for (int i = 0; same && i < expected.size(); i++) {
            same = expected.get(i).getName().equals(actual.get(i).getName())
                    && expected.get(i).getType().equals(actual.get(i).getType());
        }
        if (!same) {
            throw new IllegalArgumentException("rows have columns " + actual + ", the table has " + expected);
        }
    }

    @Override
    protected Schema readSchema() {
        return schema;
    }

    @Override
    public boolean loadNextBatch() throws java.io.IOException {
        prepareLoadNextBatch();
        VectorSchemaRoot root = getVectorSchemaRoot();
        try {
            boolean more = source.load(root);
            while (more && root.getRowCount() == 0) {
                more = source.load(root);
            }
            return more;
        } catch (RuntimeException | Error e) {
            failure = e;
            throw e;
        }
    }

    /** Throws what the source threw: Lance only hands on its message. */
    void rethrowFailure() {
        Throwable thrown = failure;
        if (thrown instanceof RuntimeException e) {
            throw e;
        }
        if (thrown instanceof Error e) {
            throw e;
        }
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    protected void closeReadSource() {}
}
