package org.lancesql.storage;

import java.nio.file.Path;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.FragmentMetadata;

/**
 * Files with all rows of a table that gets other columns, which no version names: input to {@link TableStore#replace}.
 * They are on disk.
 */
public final class StagedReplacement {
    private final TableVersion base;
    private final Path directory;
    private final ManifestIdentity identity;
    private final Schema schema;
    private final List<FragmentMetadata> fragments;

    /** @param identity of the base's manifest */
    StagedReplacement(
            TableVersion base,
            Path directory,
            ManifestIdentity identity,
            Schema schema,
            List<FragmentMetadata> fragments) {
        this.base = base;
        this.directory = directory;
        this.identity = identity;
        this.schema = schema;
        this.fragments = List.copyOf(fragments);
    }

    /** Version that gives way. */
    public TableVersion base() {
        return base;
    }

    /** Rows in the files. */
    public long rowCount() {
        return FragmentWriter.rowCount(fragments);
    }

    Path directory() {
        return directory;
    }

    ManifestIdentity identity() {
        return identity;
    }

    Schema schema() {
        return schema;
    }

    List<FragmentMetadata> fragments() {
        return fragments;
    }

    /** Deletes the files, as far as that can be done. */
    void delete() {
        FragmentWriter.delete(directory, fragments);
    }
}
