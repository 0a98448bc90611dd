package org.lancesql.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lancesql.storage.FactsCache.Key;
import org.lancesql.storage.StorageException.Reason;

/**
 * The versions of a table's main branch. Their numbers are read from the names of the manifests, and a manifest only when
 * something of its version is asked for. Not thread-safe.
 */
public final class TableVersions {
    private final Path directory;
    private final String table;
    private final BufferAllocator allocator;
    private final FactsCache cache;
    private @Nullable Read lastRead;

    private record Read(long version, ManifestIdentity identity, OpenManifest manifest) {}

    TableVersions(Path directory, String table, BufferAllocator allocator, FactsCache cache) {
        this.directory = directory;
        this.table = table;
        this.allocator = allocator;
        this.cache = cache;
    }

    /**
     * Numbers of the versions that exist, newest first.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    public List<Long> numbers() {
        return VersionFolder.numbers(directory, table)
                .boxed()
                .sorted(Collections.reverseOrder())
                .toList();
    }

    /**
     * What a version says of itself; empty when it does not exist, or no more. Reads its manifest and that of the version
     * before it, unless they are known. Going from newer versions to older ones reads each manifest once.
     *
     * @throws StorageException DAMAGED and the like when a manifest cannot be read
     */
    public Optional<VersionFacts> facts(long version) {
        ManifestIdentity identity = ManifestIdentity.of(directory, version);
        if (identity == null) {
            return Optional.empty();
        }
        Key key = new Key(directory, version, identity);
        VersionFacts known = cache.get(key);
        if (known != null) {
            return Optional.of(known);
        }
        OpenManifest manifest = read(version, identity);
        if (manifest == null) {
            return Optional.empty();
        }
        VersionFacts facts = facts(version, manifest);
        if (facts.rowsAdded().isPresent()) {
            cache.put(key, facts);
        }
        return Optional.of(facts);
    }

    private VersionFacts facts(long version, OpenManifest manifest) {
        OptionalLong added = OptionalLong.empty();
        OptionalLong deleted = OptionalLong.empty();
        ManifestIdentity before = version == 1 ? null : ManifestIdentity.of(directory, version - 1);
        OpenManifest older = before == null ? null : read(version - 1, before);
        long rows = manifest.summary().getTotalRows();
        if (version == 1) {
            added = OptionalLong.of(rows);
            deleted = OptionalLong.of(0);
        } else if (older != null) {
            RowDifference difference = RowDifference.between(older, manifest);
            added = OptionalLong.of(difference.added());
            deleted = OptionalLong.of(difference.deleted());
        }
        return new VersionFacts(
                version,
                manifest.committedAt(),
                manifest.commit().operation(),
                manifest.commit().properties(),
                rows,
                manifest.summary().getTotalDeletionFileRows(),
                manifest.summary().getTotalFragments(),
                manifest.summary().getTotalFilesSize(),
                added,
                deleted);
    }

    /** The manifest of the version before is read last, and is the next one that is asked for. */
    private @Nullable OpenManifest read(long version, ManifestIdentity identity) {
        Read last = lastRead;
        if (last != null && last.version == version && last.identity.equals(identity)) {
            return last.manifest;
        }
        OpenManifest manifest = OpenManifest.read(directory, new TableVersion(table, version), allocator);
        if (manifest != null) {
            lastRead = new Read(version, identity, manifest);
        }
        return manifest;
    }

    /**
     * The data files of a version, in the order of their fragments.
     *
     * @throws StorageException VERSION_NOT_FOUND
     */
    public List<DataFileFacts> files(long version) {
        try (Dataset dataset = OpenManifest.open(directory, version, allocator)) {
            List<DataFileFacts> files = new ArrayList<>();
            for (Fragment fragment : dataset.getFragments()) {
                FragmentMetadata metadata = fragment.metadata();
                metadata.getFiles().forEach(file -> files.add(of(metadata, file)));
            }
            return files;
        } catch (Exception e) {
            if (ManifestIdentity.of(directory, version) == null) {
                throw new StorageException(
                        Reason.VERSION_NOT_FOUND, "Version " + version + " of table " + table + " is gone.", e);
            }
            throw LanceErrors.translate("Version " + version + " of table " + table + " cannot be read", e);
        }
    }

    private static DataFileFacts of(FragmentMetadata fragment, DataFile file) {
        Long bytes = file.getFileSizeBytes();
        return new DataFileFacts(
                fragment.getId(),
                file.getPath(),
                bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes),
                fragment.getNumRows(),
                fragment.getNumDeletions(),
                file.getFields().length,
                file.getFileMajorVersion() + "." + file.getFileMinorVersion());
    }
}
