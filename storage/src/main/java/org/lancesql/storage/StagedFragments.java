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
 */
record StagedFragments(
        TableVersion base,
        Path directory,
        ManifestIdentity identity,
        TableShape shape,
        boolean stableRowIds,
        List<FragmentMetadata> fragments)
        implements StagedFiles {
    StagedFragments {
        requireNonNull(base, "base is null");
        requireNonNull(directory, "directory is null");
        requireNonNull(identity, "identity is null");
        requireNonNull(shape, "shape is null");
        fragments = List.copyOf(fragments);
    }

    @Override
    public long rowCount() {
        return FragmentWriter.rowCount(fragments);
    }

    @Override
    public StagedFiles withRowIds(long[] ids) {
        requireIds(ids);
        List<FragmentMetadata> named = new ArrayList<>();
        int next = 0;
        for (FragmentMetadata fragment : fragments) {
            int end = next + Math.toIntExact(fragment.getPhysicalRows());
            RowIdMeta meta = RowIdMeta.fromRowIds(Arrays.copyOfRange(ids, next, end));
            named.add(new FragmentMetadata(
                    fragment.getId(), fragment.getFiles(), fragment.getPhysicalRows(), null, meta));
            next = end;
        }
        return new StagedFragments(base, directory, identity, shape, stableRowIds, named);
    }

    /** Deletes the files, as far as that can be done. */
    void delete() {
        FragmentWriter.delete(directory, fragments);
    }

    static FragmentMetadata withoutRowIds(FragmentMetadata fragment) {
        return new FragmentMetadata(fragment.getId(), fragment.getFiles(), fragment.getPhysicalRows(), null, null);
    }

    /** Lance takes any ids; those that are wrong make a table that cannot be read. */
    private void requireIds(long[] ids) {
        if (!stableRowIds) {
            throw new IllegalArgumentException("Table " + base.table() + " has no stable row ids");
        }
        if (ids.length != rowCount()) {
            throw new IllegalArgumentException(ids.length + " ids for " + rowCount() + " rows");
        }
        long[] sorted = ids.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] < 0 || i > 0 && sorted[i] == sorted[i - 1]) {
                throw new IllegalArgumentException(
                        "Row id " + sorted[i] + " is negative or given to two rows of table " + base.table());
            }
        }
    }
}
