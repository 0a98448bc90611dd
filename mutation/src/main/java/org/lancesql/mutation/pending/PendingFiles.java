package org.lancesql.mutation.pending;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.StagedFiles;

/** The added rows of one state as files, ready to be published. Deletes those it has made unless they are handed over. */
public final class PendingFiles implements AutoCloseable {
    /** Replaced rows of a transaction that keep their ids. Lance's commit looks each of them up, so more get new ones. */
    static final long MOST_KEPT_IDS = 1_000;

    private final PendingTable table;
    private final PendingRows rows;
    private final CancelToken cancelToken;
    private final List<Made> made = new ArrayList<>();
    private final List<StagedChunk> staged = new ArrayList<>();
    private final boolean keepsIds;

    /** @param replaced ids of the rows of the base that the rows take the place of, but do not keep; null for others */
    private record Made(StagedFiles files, long @Nullable [] replaced) {
        StagedFiles paired() {
            return replaced == null ? files : files.replacing(replaced);
        }
    }

    private PendingFiles(PendingTable table, PendingRows rows, CancelToken cancelToken) {
        this.table = table;
        this.rows = rows;
        this.cancelToken = cancelToken;
        this.keepsIds = table.keepsIds() && rows.rowsWithIds() <= MOST_KEPT_IDS;
    }

    /**
     * Writes what is in memory, and anew what is in files with rows that are gone meanwhile.
     *
     * @param rows borrowed until this is closed
     */
    public static PendingFiles of(PendingTable table, PendingRows rows, CancelToken cancelToken) {
        PendingFiles files = new PendingFiles(table, rows, cancelToken);
        try {
            files.write();
            return files;
        } catch (Throwable failure) {
            files.close();
            throw failure;
        }
    }

    private void write() {
        List<LiveRows> fresh = new ArrayList<>();
        List<LiveRows> kept = new ArrayList<>();
        for (LiveRows live : rows.chunks()) {
            if (live.chunk() instanceof StagedChunk chunk && live.removed().isEmpty()) {
                staged.add(chunk);
            } else if (live.chunk().keepsIds()) {
                kept.add(live);
            } else {
                fresh.add(live);
            }
        }
        if (!fresh.isEmpty()) {
            made.add(new Made(stage(fresh), null));
        }
        if (!kept.isEmpty()) {
            StagedFiles files = stage(kept);
            made.add(new Made(files, ids(kept)));
            if (keepsIds) {
                made.set(made.size() - 1, new Made(files.withRowIds(ids(kept)), null));
            }
        }
    }

    private StagedFiles stage(List<LiveRows> live) {
        List<String> columns =
                table.schema().getFields().stream().map(Field::getName).toList();
        try (BatchReader reader = new PendingReader(live, table.schema(), columns, table.memory())) {
            return table.stage(new Source(table.schema(), reader, cancelToken));
        }
    }

    private static long[] ids(List<LiveRows> chunks) {
        LongStream.Builder ids = LongStream.builder();
        for (LiveRows live : chunks) {
            for (int row = 0; row < live.chunk().rowCount(); row++) {
                if (!live.removed().contains(row)) {
                    ids.add(live.chunk().id(row));
                }
            }
        }
        return ids.build().toArray();
    }

    /** The files of all added rows. */
    public List<StagedFiles> files() {
        List<StagedFiles> all = new ArrayList<>();
        made.forEach(files -> all.add(files.files()));
        staged.forEach(chunk -> all.add(keepsIds ? chunk.filesWithIds() : chunk.files()));
        return all;
    }

    /** The same, which know what rows they take the place of. */
    public List<StagedFiles> pairedFiles() {
        List<StagedFiles> all = new ArrayList<>();
        made.forEach(files -> all.add(files.paired()));
        staged.forEach(chunk -> all.add(keepsIds ? chunk.filesWithIds() : chunk.pairedFiles()));
        return all;
    }

    /** Tells that the files belong to a version now, or that nobody knows. */
    public void handOver() {
        made.clear();
        staged.forEach(StagedChunk::handOver);
    }

    @Override
    public void close() {
        made.forEach(files -> table.store().discard(files.files()));
        made.clear();
    }

    /** What a reader reads, as rows to write. */
    private record Source(Schema schema, BatchReader reader, CancelToken cancelToken) implements BatchSource {
        @Override
        public boolean load(VectorSchemaRoot root) {
            cancelToken.check();
            @Nullable VectorSchemaRoot batch = reader.next();
            if (batch == null) {
                return false;
            }
            for (int column = 0; column < batch.getFieldVectors().size(); column++) {
                FieldVector vector = batch.getVector(column);
                vector.makeTransferPair(root.getVector(column)).transfer();
            }
            root.setRowCount(batch.getRowCount());
            return true;
        }
    }
}
