package org.lancesql.storage;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lancesql.storage.DatasetSessions.Numbering;

/** A native handle on one version of one dataset, shared by all who read it. What it knows of the version is kept. */
final class OpenDataset {
    private static final long BATCH_BYTES = 64L << 20;
    private static final int FEWEST_ROWS = 64;

    private final Key key;
    private final Dataset dataset;
    private final ManifestIdentity identity;
    private final Numbering numbering;
    private @Nullable StoredSchema schema;
    private @Nullable Map<String, String> metadata;
    private @Nullable List<FragmentMetadata> fragments;
    private @Nullable Long rowCount;
    private @Nullable List<TableIndex> indexes;
    private @Nullable TableShape shape;
    private boolean featuresKnown;
    private @Nullable Double bytesPerRow;
    private final Map<String, Optional<ColumnKeys>> columnKeys = new ConcurrentHashMap<>();
    private Set<Path> durableDirectories = ConcurrentHashMap.newKeySet();

    /** Guarded by the cache. */
    int leases;

    /** Guarded by the cache: closed as soon as nobody uses it. */
    boolean retired;

    /** A version of the dataset in a directory. */
    record Key(Path directory, long version) {}

    /** @param numbering whose session the dataset has */
    OpenDataset(Key key, Dataset dataset, ManifestIdentity identity, Numbering numbering) {
        this.key = key;
        this.dataset = dataset;
        this.identity = identity;
        this.numbering = numbering;
    }

    Numbering numbering() {
        return numbering;
    }

    Key key() {
        return key;
    }

    Dataset dataset() {
        return dataset;
    }

    ManifestIdentity identity() {
        return identity;
    }

    /** Takes over what this version has in common with the one before it, which a change of rows was made on top of. */
    void followAfter(OpenDataset before) {
        synchronized (before) {
            synchronized (this) {
                schema = before.schema;
                metadata = before.metadata;
                shape = before.shape == null || before.shape.isOfFiles() ? null : before.shape;
                featuresKnown = before.featuresKnown;
                durableDirectories = before.durableDirectories;
            }
        }
    }

    /** Directories of the dataset whose names were forced to disk; may be added to. */
    synchronized Set<Path> durableDirectories() {
        return durableDirectories;
    }

    /** The columns as scans return them. */
    Schema schema() {
        return storedSchema().visible();
    }

    synchronized StoredSchema storedSchema() {
        if (schema == null) {
            schema = StoredSchema.of(dataset);
        }
        return schema;
    }

    /** Whether every column can be read. */
    boolean isReadable() {
        return schema().getFields().stream()
                .noneMatch(field -> field.getMetadata().containsKey(FieldMetadata.UNREADABLE));
    }

    /** Whether any of the columns holds blobs. */
    boolean hasBlobs(List<String> columns) {
        return schema().getFields().stream()
                .anyMatch(field -> FieldMetadata.isBlob(field) && columns.contains(field.getName()));
    }

    synchronized Map<String, String> metadata() {
        if (metadata == null) {
            Map<String, String> all = new HashMap<>(schema().getCustomMetadata());
            all.putAll(dataset.getTableMetadata());
            metadata = Map.copyOf(all);
        }
        return metadata;
    }

    synchronized List<FragmentMetadata> fragments() {
        if (fragments == null) {
            fragments = dataset.getFragments().stream().map(Fragment::metadata).toList();
        }
        return fragments;
    }

    synchronized long rowCount() {
        if (rowCount == null) {
            rowCount =
                    fragments().stream().mapToLong(FragmentMetadata::getNumRows).sum();
        }
        return rowCount;
    }

    synchronized TableShape shape() {
        if (shape == null) {
            shape = TableShape.of(this);
        }
        return shape;
    }

    /**
     * Refuses to change a table of unknown features.
     *
     * @throws StorageException NEWER_FORMAT
     */
    synchronized void requireKnownFeatures(String table) {
        if (!featuresKnown) {
            WriterFeatures.requireKnown(key.directory(), key.version(), table);
            featuresKnown = true;
        }
    }

    synchronized List<TableIndex> indexes() {
        if (indexes == null) {
            indexes = TableIndexes.of(dataset);
        }
        return indexes;
    }

    /**
     * Rows to ask for in a batch, so that batches of wide rows stay at a bearable size: a power of two, so that it seldom
     * differs between versions.
     *
     * @param withBlobs whether the bytes of blobs are asked for, which else count for nothing
     */
    int batchRows(boolean withBlobs) {
        if (!withBlobs && schema().getFields().stream().anyMatch(FieldMetadata::isBlob)) {
            return ScanRequest.BATCH_ROWS;
        }
        double fitting = BATCH_BYTES / bytesPerRow();
        if (fitting >= ScanRequest.BATCH_ROWS) {
            return ScanRequest.BATCH_ROWS;
        }
        return Math.max(FEWEST_ROWS, Integer.highestOneBit((int) fitting));
    }

    /** Bytes of the data files for each row. */
    synchronized double bytesPerRow() {
        if (bytesPerRow == null) {
            double rows = 0;
            double bytes = 0;
            for (FragmentMetadata fragment : fragments()) {
                rows += fragment.getPhysicalRows();
                for (DataFile file : fragment.getFiles()) {
                    bytes += file.getFileSizeBytes() == null ? 0 : file.getFileSizeBytes();
                }
            }
            bytesPerRow = rows == 0 ? 0 : bytes / rows;
        }
        return bytesPerRow;
    }

    /** What a column is called in the cache, or null when it cannot be kept there. */
    @Nullable ColumnKeys columnKeys(String column) {
        return columnKeys
                .computeIfAbsent(column, name -> Optional.ofNullable(ColumnKeys.of(this, name)))
                .orElse(null);
    }

    void close() {
        dataset.close();
    }

    /** Runs a call of Lance, with its failures in our words; its native methods throw IOExceptions undeclared. */
    static <T> T calling(String problem, Supplier<T> call) {
        try {
            return call.get();
        } catch (Exception e) {
            throw LanceErrors.translate(problem, e);
        }
    }
}
