package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.lance.FragmentMetadata;
import org.lance.fragment.RowIdMeta;

/**
 * {@link StagedFiles} as Lance knows them.
 *
 * @param directory of the dataset
 * @param identity of the base's manifest
 * @param stableRowIds whether rows may be given ids
 * @param replaced ids of the rows of the base that these take the place of; of none, or of one for each row
 */
record StagedFragments(
        TableVersion base,
        Path directory,
        ManifestIdentity identity,
        TableShape shape,
        boolean stableRowIds,
        List<FragmentMetadata> fragments,
        RowIds replaced)
        implements StagedFiles {
    StagedFragments {
        requireNonNull(base, "base is null");
        requireNonNull(directory, "directory is null");
        requireNonNull(identity, "identity is null");
        requireNonNull(shape, "shape is null");
        requireNonNull(replaced, "replaced is null");
        fragments = List.copyOf(fragments);
    }

    @Override
    public long rowCount() {
        return FragmentWriter.rowCount(fragments);
    }

    @Override
    public StagedFiles replacing(long[] ids) {
        return new StagedFragments(
                base, directory, identity, shape, stableRowIds, fragments, RowIds.of(ids, rowCount(), base.table()));
    }

    @Override
    public StagedFiles withRowIds(long[] ids) {
        if (!stableRowIds) {
            throw new IllegalArgumentException("Table " + base.table() + " has no stable row ids");
        }
        RowIds known = RowIds.of(ids, rowCount(), base.table());
        List<FragmentMetadata> named = new ArrayList<>();
        int next = 0;
        for (FragmentMetadata fragment : fragments) {
            int end = next + Math.toIntExact(fragment.getPhysicalRows());
            RowIdMeta meta = RowIdMeta.fromRowIds(Arrays.copyOfRange(ids, next, end));
            named.add(new FragmentMetadata(
                    fragment.getId(), fragment.getFiles(), fragment.getPhysicalRows(), null, meta));
            next = end;
        }
        return new StagedFragments(base, directory, identity, shape, stableRowIds, named, known);
    }

    /** Deletes the files, as far as that can be done. */
    void delete() {
        FragmentWriter.delete(directory, fragments);
    }

    static FragmentMetadata withoutRowIds(FragmentMetadata fragment) {
        return new FragmentMetadata(fragment.getId(), fragment.getFiles(), fragment.getPhysicalRows(), null, null);
    }
}
