package org.lancesql.storage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.index.Index;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.operation.CreateIndex;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.StorageException.Reason;

/**
 * The door for what changes a table and none of its rows: building and dropping indexes, and metadata. Besides the commit
 * of rows it is the only place where a HEAD moves. What others commit meanwhile stays; when it conflicts, the work is done
 * again on top of it, or not at all.
 */
public final class Maintenance {
    private static final int ATTEMPTS = 10;

    private final TableStore store;

    Maintenance(TableStore store) {
        this.store = store;
    }

    /**
     * Builds an index over the newest version of a table and publishes it as a new version.
     *
     * @return whether it was built; false when the table has an index of that name
     * @throws StorageException TABLE_NOT_FOUND, UNSUPPORTED_TYPE, READ_ONLY, DISK_FULL, CONFLICT
     */
    public boolean createIndex(String table, String name, IndexKind kind, Column column, CommitMark mark) {
        String problem = "Index " + name + " on table " + table + " cannot be built";
        IndexOptions.Builder options = IndexOptions.builder(
                        List.of(PredicateSql.name(column)),
                        kind.lanceType(),
                        IndexParams.builder()
                                .setScalarIndexParams(kind.parameters())
                                .build())
                .withIndexName(name);
        return kind.canBeStaged() && hasRows(table)
                ? change(
                        table,
                        problem,
                        mark,
                        dataset -> find(dataset, name).isPresent() ? null : staged(dataset, options))
                : publishByLance(table, name, problem, options.build());
    }

    private boolean hasRows(String table) {
        try (TableHandle head = store.open(new TableVersion(table, store.latestVersion(table)))) {
            return !head.fragments().isEmpty();
        }
    }

    /** Files of an index that no version has yet; there must be rows to build it from. */
    private static CreateIndex staged(Dataset dataset, IndexOptions.Builder options) {
        List<Integer> fragments =
                dataset.getFragments().stream().map(Fragment::getId).toList();
        Index built = dataset.createIndex(options.withFragmentIds(fragments).build());
        // Until then the index is a part for each set of fragments, which not every reader puts together.
        dataset.mergeIndexMetadata(built.uuid().toString(), built.indexType(), Optional.empty());
        return CreateIndex.builder().withNewIndices(List.of(built)).build();
    }

    /** Lets Lance build and publish at once, which is the only way for some kinds; the version has no mark then. */
    private boolean publishByLance(String table, String name, String problem, IndexOptions options) {
        store.requireWritable("Table " + table);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (TableHandle head = store.open(new TableVersion(table, store.latestVersion(table)))) {
                OpenDataset pinned = ((LeasedTable) head).dataset();
                pinned.requireKnownFeatures(table);
                if (OpenDataset.calling(problem, () -> find(pinned.dataset(), name))
                        .isPresent()) {
                    return false;
                }
                requireExact(pinned.dataset(), table, name, options.getIndexType());
                IndexCommit commit = new IndexCommit(store, pinned, problem);
                // Lance moves the handle on that it publishes with, so it is not one that others use.
                try (Dataset own = store.openHead(table)) {
                    if (own.version() == pinned.key().version()
                            && commit.publish(own, dataset -> dataset.createIndex(options))) {
                        return true;
                    }
                }
            }
        }
        throw busy(problem);
    }

    /**
     * Drops an index of the newest version of a table; older versions keep it.
     *
     * @return whether there was one
     * @throws StorageException TABLE_NOT_FOUND, READ_ONLY, DISK_FULL, CONFLICT
     */
    public boolean dropIndex(String table, String name, CommitMark mark) {
        String problem = "Index " + name + " on table " + table + " cannot be dropped";
        return change(
                table,
                problem,
                mark,
                dataset -> find(dataset, name)
                        .map(segments -> CreateIndex.builder()
                                .withNewIndices(List.of())
                                .withRemovedIndices(segments)
                                .build())
                        .orElse(null));
    }

    /**
     * Changes metadata of a table, of which its constraints are one. Changes of rows that are under way see them before
     * they are committed.
     *
     * @param base what the new metadata were checked against
     * @param changes values by key; null removes a key
     * @return whether they are published as the version behind the base; false when others have made that version
     * @throws StorageException READ_ONLY, DISK_FULL, UNSUPPORTED_TYPE when Lance cannot do it for the columns of the table
     */
    public boolean changeMetadata(TableHandle base, Map<String, @Nullable String> changes, CommitMark mark) {
        String table = base.tableVersion().table();
        store.requireWritable("Table " + table);
        return new MetadataCommit(store, base, mark)
                .run(changes, store.newStaging(), store.cache().allocator());
    }

    /**
     * Fragments that were merged.
     *
     * @param before number of fragments that gave way
     * @param after number of fragments that took their place
     * @param version that has them
     */
    public record Merged(int before, int after, long version) {}

    /**
     * Puts the rows of many small fragments of a table with stable row ids into few larger ones; the rows, their ids and
     * their order stay. Versions that are read stay as they are.
     *
     * @param least number of small fragments from which on it is done
     * @param allowed asked before the new version is published
     * @return empty when nothing was done: there are too few, others were faster, or it was not allowed
     * @throws StorageException TABLE_NOT_FOUND, READ_ONLY, DISK_FULL
     */
    public Optional<Merged> mergeFragments(String table, int least, BooleanSupplier allowed) {
        store.requireWritable("Table " + table);
        try (TableHandle head = store.open(new TableVersion(table, store.latestVersion(table)))) {
            return Optional.ofNullable(new FragmentMerge(store, (LeasedTable) head).run(least, allowed));
        }
    }

    private static Optional<List<Index>> find(Dataset dataset, String name) {
        List<Index> segments = dataset.getIndexes().stream()
                .filter(index -> index.name().equals(name))
                .toList();
        return segments.isEmpty() ? Optional.empty() : Optional.of(segments);
    }

    /** Work on a pinned version; null when there is nothing to do. */
    private interface Work {
        @Nullable CreateIndex on(Dataset dataset);
    }

    private boolean change(String table, String problem, CommitMark mark, Work work) {
        store.requireWritable("Table " + table);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            TableVersion head = new TableVersion(table, store.latestVersion(table));
            try (TableHandle handle = store.open(head)) {
                OpenDataset pinned = ((LeasedTable) handle).dataset();
                pinned.requireKnownFeatures(table);
                IndexCommit commit = new IndexCommit(store, pinned, problem);
                CreateIndex operation = work(work, head, pinned, commit, problem);
                if (operation == null) {
                    return false;
                }
                if (commit.publish(pinned, operation, mark)) {
                    return true;
                }
            }
        }
        throw busy(problem);
    }

    /** An index that loses rows would mislead the other programs that read the table. */
    private static void requireExact(Dataset dataset, String table, String name, IndexType type) {
        if (type == IndexType.ZONEMAP && dataset.hasStableRowIds()) {
            throw new StorageException(
                    Reason.UNSUPPORTED_TYPE,
                    "Index " + name + " on table " + table
                            + " cannot be a ZONEMAP: the table has stable row ids, and Lance would lose rows; a BTREE"
                            + " serves the same conditions.");
        }
    }

    private static StorageException busy(String problem) {
        return new StorageException(
                Reason.CONFLICT, problem + ": others changed the table during each of " + ATTEMPTS + " attempts.");
    }

    private static @Nullable CreateIndex work(
            Work work, TableVersion head, OpenDataset pinned, IndexCommit commit, String problem) {
        try {
            return OpenDataset.calling(problem, () -> work.on(pinned.dataset()));
        } catch (StorageException e) {
            throw commit.tidy() ? TableHandles.notFound(head.table()) : e;
        }
    }
}
