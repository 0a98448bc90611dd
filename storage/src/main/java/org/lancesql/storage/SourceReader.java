package org.lancesql.storage;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Schema;

/** The {@link SourceBatches} of one file as the reader that Lance pulls from, through the C stream interface. */
final class SourceReader extends ArrowReader {
    private final SourceBatches batches;

    /** @param batches borrowed */
    SourceReader(SourceBatches batches, BufferAllocator allocator) {
        super(allocator);
        this.batches = batches;
    }

    @Override
    protected Schema readSchema() {
        return batches.schema();
    }

    @Override
    public VectorSchemaRoot getVectorSchemaRoot() {
        return batches.current().root();
    }

    @Override
    public Map<Long, Dictionary> getDictionaryVectors() {
        Map<Long, Dictionary> all = new HashMap<>();
        getDictionaryIds().forEach(id -> all.put(id, lookup(id)));
        return all;
    }

    @Override
    public Dictionary lookup(long id) {
        return batches.current().dictionaries().lookup(id);
    }

    @Override
    public Set<Long> getDictionaryIds() {
        return batches.current().dictionaries().getDictionaryIds();
    }

    @Override
    public boolean loadNextBatch() {
        return batches.next();
    }

    @Override
    public long bytesRead() {
        return 0;
    }

    @Override
    public void close() {}

    @Override
    protected void closeReadSource() {}
}
