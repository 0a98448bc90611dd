package org.lancesql.mutation.pending;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.StagedFiles;
import org.lancesql.storage.TableStore;

/** Rows in files that no version names; they are deleted with the chunk unless a commit may have named them. */
final class StagedChunk extends RowChunk {
    private final TableStore store;
    private final StagedFiles files;
    private final AtomicBoolean handedOver = new AtomicBoolean();

    /** @param files taken over */
    StagedChunk(int number, TableStore store, StagedFiles files, long @Nullable [] ids) {
        super(number, Math.toIntExact(files.rowCount()), ids);
        this.store = store;
        this.files = files;
    }

    /** The files, whose rows get ids with the commit. */
    StagedFiles files() {
        return files;
    }

    /** The files, with the ids that their rows keep. All rows must still be there: one that is gone gave its id away. */
    StagedFiles filesWithIds() {
        return keepsIds() ? files.withRowIds(ids()) : files;
    }

    /** The files, whose rows get ids with the commit, and know what rows they take the place of. */
    StagedFiles pairedFiles() {
        return keepsIds() ? files.replacing(ids()) : files;
    }

    /** Tells that the files belong to a version, or that nobody knows. */
    void handOver() {
        handedOver.set(true);
    }

    @Override
    long memoryBytes() {
        return 0;
    }

    @Override
    ChunkReader openColumns(List<String> columns, BufferAllocator allocator) {
        BatchReader reader = store.readStaged(files, columns, allocator);
        return new ChunkReader() {
            private int next;

            @Override
            public @Nullable Piece next() {
                VectorSchemaRoot batch = reader.next();
                if (batch == null) {
                    return null;
                }
                int rows = batch.getRowCount();
                List<FieldVector> vectors = new ArrayList<>();
                try {
                    for (FieldVector vector : batch.getFieldVectors()) {
                        vectors.add(VectorRows.slice(vector, 0, rows, allocator));
                    }
                } catch (Throwable failure) {
                    vectors.forEach(FieldVector::close);
                    throw failure;
                }
                next += rows;
                return new Piece(next - rows, rows, vectors);
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    @Override
    void free() {
        if (!handedOver.get()) {
            store.discard(files);
        }
    }
}
