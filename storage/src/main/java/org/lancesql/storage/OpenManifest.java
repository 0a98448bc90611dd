package org.lancesql.storage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.ManifestSummary;
import org.lance.ReadOptions;
import org.lance.Version;
import org.lance.fragment.DataFile;

/**
 * What is read of one manifest, past the handles that queries use: a walk over many versions must not push those out.
 *
 * @param fragments by id
 */
record OpenManifest(
        Instant committedAt, CommitRecord commit, ManifestSummary summary, Map<Integer, LiveFragment> fragments) {

    /**
     * A fragment as one version has it.
     *
     * @param files paths of its data files
     * @param rows live ones
     */
    record LiveFragment(Set<String> files, long rows, long deletions) {}

    /** Reads a version's manifest; null when the version does not exist. */
    static @Nullable OpenManifest read(Path directory, TableVersion version, BufferAllocator allocator) {
        if (ManifestIdentity.of(directory, version.version()) == null) {
            return null;
        }
        try (Dataset dataset = open(directory, version.version(), allocator)) {
            return of(dataset);
        } catch (Exception e) {
            if (ManifestIdentity.of(directory, version.version()) == null) {
                return null; // it went while it was read
            }
            throw LanceErrors.translate(
                    "Version " + version.version() + " of table " + version.table() + " cannot be read", e);
        }
    }

    /** A handle of the caller's own, which shares no caches: those of a table that was dropped would be taken for its. */
    static Dataset open(Path directory, long version, BufferAllocator allocator) {
        return Dataset.open()
                .allocator(allocator)
                .uri(directory.toString())
                .readOptions(new ReadOptions.Builder().setVersion(version).build())
                .build();
    }

    private static OpenManifest of(Dataset dataset) {
        Version version = dataset.getVersion();
        Map<Integer, LiveFragment> fragments = new HashMap<>();
        for (Fragment fragment : dataset.getFragments()) {
            FragmentMetadata metadata = fragment.metadata();
            fragments.put(
                    metadata.getId(),
                    new LiveFragment(
                            paths(metadata.getFiles()),
                            metadata.getNumRows(),
                            metadata.getNumDeletions()));
        }
        return new OpenManifest(
                version.getDataTime().toInstant(),
                CommitRecord.of(dataset),
                version.getManifestSummary(),
                Map.copyOf(fragments));
    }

    private static Set<String> paths(List<DataFile> files) {
        Set<String> paths = new HashSet<>();
        files.forEach(file -> paths.add(file.getPath()));
        return paths;
    }
}
