package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.compaction.Compaction;
import org.lance.compaction.CompactionOptions;
import org.lance.compaction.CompactionTask;
import org.lance.compaction.RewriteResult;
import org.lancesql.storage.Maintenance.Merged;
import org.lancesql.storage.StorageException.Reason;

/**
 * Puts the rows of many small fragments into few larger ones, as one new version of the same rows.
 *
 * <p>Lance rewrites files without publishing them, so that they are on disk before a version names them: rows that were
 * acknowledged as durable move into them. Fragments of about one size are merged, so that a row is written a few times
 * while a table grows, however large it becomes. Row ids tell transactions that are under way where their rows have gone,
 * so only tables with stable ones are merged.
 */
final class FragmentMerge {
    /** Fragments that are merged with each other have fewer rows than one of these numbers. */
    private static final long[] SIZES = {1L << 10, 1L << 15, 1L << 20};

    private static final String AUTO_CLEANUP = "lance.auto_cleanup";

    private final TableStore store;
    private final String table;
    private final LeasedTable head;
    private final OpenDataset pinned;
    private final Path directory;
    private final TablePlace place;

    /** @param head the newest version; borrowed */
    FragmentMerge(TableStore store, LeasedTable head) {
        this.store = store;
        this.table = head.tableVersion().table();
        this.head = head;
        this.pinned = head.dataset();
        this.directory = pinned.key().directory();
        this.place = TablePlace.of(directory);
    }

    /**
     * Merges fragments.
     *
     * @param least number of small fragments from which on it is done
     * @param allowed asked before the version is published
     * @return null when nothing was done: there are too few, others were faster, or it was not allowed
     */
    @Nullable Merged run(int least, BooleanSupplier allowed) {
        long rows = OpenDataset.calling(problem(), () -> rowsOfSmall(least));
        if (rows == 0 || !head.hasStableRowIds()) {
            return null;
        }
        pinned.requireKnownFeatures(table);
        // Lance moves the handle on that it publishes with, so it is not one that others use.
        // That it is no longer the newest version does not matter: rows that came since are in fragments of their own.
        try (Dataset own = store.openOwn(pinned.key())) {
            // Lance would remove old versions behind the merge, whoever reads them.
            boolean cleansUp = own.getConfig().keySet().stream().anyMatch(key -> key.startsWith(AUTO_CLEANUP));
            return cleansUp ? null : merge(own, options(rows), allowed);
        }
    }

    /** The size below which there are that many fragments; 0 when there is none. */
    private long rowsOfSmall(int least) {
        for (long size : SIZES) {
            long small = pinned.fragments().stream()
                    .filter(fragment -> fragment.getPhysicalRows() < size)
                    .count();
            if (small >= least) {
                return size;
            }
        }
        return 0;
    }

    private static CompactionOptions options(long rows) {
        return CompactionOptions.builder()
                .withTargetRowsPerFragment(rows)
                .withMaterializeDeletions(false)
                .withNumThreads(1)
                .build();
    }

    private @Nullable Merged merge(Dataset own, CompactionOptions options, BooleanSupplier allowed) {
        List<RewriteResult> written = new ArrayList<>();
        boolean published = false;
        boolean unknown = false;
        try {
            for (CompactionTask task : Compaction.planCompaction(own, options).getCompactionTasks()) {
                written.add(task.execute(own));
            }
            store.durable().force(FragmentWriter.files(directory, added(written)));
            if (written.isEmpty() || !allowed.getAsBoolean()) {
                return null;
            }
            try (CommitTurns.Turn turn = store.commitTurns(directory).alone();
                    PlaceLock.Hold hold = store.place(directory).share(problem())) {
                if (place.isThere() && store.holds(head)) {
                    unknown = true;
                    published = publish(own, options, written);
                    unknown = false;
                }
            }
            return published ? merged(written, own.version()) : null;
        } catch (IOException e) {
            throw FileErrors.translate(problem(), e);
        } catch (RuntimeException e) {
            unknown &= !LanceErrors.isConflict(e);
            if (LanceErrors.isConflict(e) || !place.isThere()) {
                return null;
            }
            throw LanceErrors.translate(problem(), e);
        } finally {
            if (!published && !unknown) {
                FragmentWriter.delete(directory, added(written));
            }
            if (!place.isThere()) {
                place.tidy(FragmentWriter.files(directory, added(written)));
            }
        }
    }

    private boolean publish(Dataset own, CompactionOptions options, List<RewriteResult> written) throws IOException {
        Compaction.commitCompaction(own, written, options);
        if (!place.isThere()) {
            // Programs that know of no lock have moved the table away.
            throw new StorageException(Reason.TABLE_NOT_FOUND, "There is no table " + table + ".");
        }
        store.durable().force(List.of(ManifestIdentity.file(directory, own.version())));
        return true;
    }

    private static List<FragmentMetadata> added(List<RewriteResult> written) {
        return written.stream()
                .flatMap(result -> result.getNewFragments().stream())
                .toList();
    }

    private static Merged merged(List<RewriteResult> written, long version) {
        int before = written.stream()
                .mapToInt(result -> result.getOriginalFragments().size())
                .sum();
        return new Merged(before, added(written).size(), version);
    }

    private String problem() {
        return "Fragments of table " + table + " cannot be merged";
    }
}
