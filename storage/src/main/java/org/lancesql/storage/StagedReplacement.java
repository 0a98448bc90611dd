package org.lancesql.storage;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/** {@link StagedFiles} with all rows of a table that gets new columns too. */
record StagedReplacement(TableVersion base, ManifestIdentity identity, Schema schema, List<FragmentMetadata> fragments)
        implements StagedFiles {
    StagedReplacement {
        fragments = List.copyOf(fragments);
    }

    @Override
    public long rowCount() {
        return FragmentWriter.rowCount(fragments);
    }

    @Override
    public StagedFiles withRowIds(long[] ids) {
        throw new UnsupportedOperationException("Rows that replace a table have new ids");
    }

    @Override
    public StagedFiles replacing(long[] ids) {
        throw new UnsupportedOperationException("Rows that replace a table have new ids");
    }
}
