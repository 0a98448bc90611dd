package org.lancesql.mutation.pending;

import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StagedFiles;

/** Makes chunks of what was written to files. */
final class StagedRows {
    private StagedRows() {}

    /** @param files taken over, also when this fails */
    static StagedChunk chunk(PendingTable table, StagedFiles files, long @Nullable [] ids) {
        try {
            StagedFiles named = ids == null ? files : files.withRowIds(ids);
            return new StagedChunk(table.newChunkNumber(), table.store(), named, ids);
        } catch (Throwable failure) {
            table.store().discard(files);
            throw failure;
        }
    }
}
