package org.lancesql.storage;

import java.util.List;
import org.lance.FragmentMetadata;

/** {@link StagedFiles} as Lance knows them. */
record StagedFragments(TableVersion base, ManifestIdentity identity, TableShape shape, List<FragmentMetadata> fragments)
        implements StagedFiles {
    StagedFragments {
        fragments = List.copyOf(fragments);
    }

    @Override
    public long rowCount() {
        return FragmentWriter.rowCount(fragments);
    }

    @Override
    public StagedFiles withRowIds(long[] ids) {
        throw new UnsupportedOperationException();
    }
}
