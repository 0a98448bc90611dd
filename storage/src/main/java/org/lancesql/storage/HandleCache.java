package org.lancesql.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.ReadOptions;
import org.lance.Session;
import org.lancesql.storage.StorageException.Reason;

/**
 * Open datasets by directory and version, lent to many at a time; the idle ones that were used last are kept.
 *
 * <p>A dataset that somebody dropped and created again has versions of the same numbers with other rows. Lance's caches
 * do not notice (its row id sequences are cached by fragment number), so the last manifest seen of each dataset is
 * checked at each acquisition; when that is another file now, or gone, all handles of the dataset are retired and later
 * ones get a new Lance session.
 */
final class HandleCache implements AutoCloseable {
    private static final int IDLE_LIMIT = 64;
    private static final int ATTEMPTS = 5;

    private final BufferAllocator allocator;
    private final Map<OpenDataset.Key, OpenDataset> open = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<Path, Anchor> anchors = new HashMap<>();
    private SharedSession session = new SharedSession();
    private boolean closed;

    BufferAllocator allocator() {
        return allocator;
    }

    /** The newest manifest seen of a dataset. */
    private record Anchor(long version, ManifestIdentity identity) {}

    HandleCache(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** A lease on a version, or null when that version does not exist. Whoever gets it calls {@link #release}. */
    @Nullable OpenDataset acquire(OpenDataset.Key key, String name) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ManifestIdentity identity = ManifestIdentity.of(key.directory(), key.version());
            if (identity == null) {
                return null;
            }
            OpenDataset cached = lookUp(key, identity);
            if (cached != null) {
                return cached;
            }
            Dataset dataset = openAt(key, name);
            if (dataset == null) {
                continue;
            }
            if (identity.equals(ManifestIdentity.of(key.directory(), key.version()))) {
                return admit(new OpenDataset(key, dataset, identity));
            }
            dataset.close();
        }
        throw new StorageException(Reason.IO, "Table " + name + " is being replaced again and again.");
    }

    /**
     * Keeps the handle on a version that was just published by changing rows, and takes its ownership.
     *
     * @param pinned what the change was made on top of, or somewhere below
     * @param unreplaced whether the dataset is still the one that the version was published in
     */
    void keep(OpenDataset pinned, Dataset published, BooleanSupplier unreplaced) {
        OpenDataset.Key key = new OpenDataset.Key(pinned.key().directory(), published.version());
        ManifestIdentity identity = ManifestIdentity.of(key.directory(), key.version());
        if (identity == null || !unreplaced.getAsBoolean()) {
            published.close();
            return;
        }
        OpenDataset kept = new OpenDataset(key, published, identity);
        if (key.version() == pinned.key().version() + 1) {
            kept.followAfter(pinned);
        }
        release(admit(kept));
    }

    synchronized void release(OpenDataset lease) {
        lease.leases--;
        if (lease.leases == 0 && (lease.retired || closed)) {
            lease.close();
            return;
        }
        evictIdle();
    }

    synchronized void lendAgain(OpenDataset lease) {
        lease.leases++;
    }

    /**
     * Forgets a dataset: it was dropped. Its anchor stays, because Lance's caches do not forget: a dataset that is made in
     * its place does not stand on it, and gets a new session.
     */
    synchronized void forget(Path directory) {
        retire(directory);
    }

    private synchronized @Nullable OpenDataset lookUp(OpenDataset.Key key, ManifestIdentity identity) {
        requireOpen();
        Anchor anchor = anchors.get(key.directory());
        if (anchor != null && !stands(anchor, key, identity)) {
            anchors.remove(key.directory());
            retire(key.directory());
            session.retire();
            session = new SharedSession();
        }
        OpenDataset cached = open.get(key);
        if (cached == null || !cached.identity().equals(identity)) {
            return null;
        }
        cached.leases++;
        return cached;
    }

    private static boolean stands(Anchor anchor, OpenDataset.Key key, ManifestIdentity identity) {
        ManifestIdentity now =
                anchor.version == key.version() ? identity : ManifestIdentity.of(key.directory(), anchor.version);
        return Objects.equals(anchor.identity, now);
    }

    private @Nullable Dataset openAt(OpenDataset.Key key, String name) {
        SharedSession current;
        Session entered;
        synchronized (this) {
            requireOpen();
            current = session;
            entered = current.enter();
        }
        try {
            return KnownFormat.require(Dataset.open()
                    .allocator(allocator)
                    .session(entered)
                    .uri(key.directory().toString())
                    .readOptions(
                            new ReadOptions.Builder().setVersion(key.version()).build())
                    .build());
        } catch (Exception e) {
            if (ManifestIdentity.of(key.directory(), key.version()) == null) {
                return null; // it went while it was opened: look again
            }
            throw LanceErrors.translate("Table " + name + " cannot be read at version " + key.version(), e);
        } finally {
            synchronized (this) {
                current.leave();
            }
        }
    }

    private synchronized OpenDataset admit(OpenDataset opened) {
        OpenDataset other = open.get(opened.key());
        if (other != null && other.identity().equals(opened.identity())) {
            opened.close();
            other.leases++;
            return other;
        }
        if (other != null) {
            open.remove(other.key());
            retire(other);
        }
        opened.leases++;
        open.put(opened.key(), opened);
        anchors.merge(
                opened.key().directory(),
                new Anchor(opened.key().version(), opened.identity()),
                (a, b) -> a.version > b.version ? a : b);
        return opened;
    }

    private void retire(Path directory) {
        for (Iterator<OpenDataset> all = open.values().iterator(); all.hasNext(); ) {
            OpenDataset dataset = all.next();
            if (dataset.key().directory().equals(directory)) {
                all.remove();
                retire(dataset);
            }
        }
    }

    private static void retire(OpenDataset dataset) {
        dataset.retired = true;
        if (dataset.leases == 0) {
            dataset.close();
        }
    }

    private void evictIdle() {
        List<OpenDataset> idle = new ArrayList<>();
        for (OpenDataset dataset : open.values()) {
            if (dataset.leases == 0) {
                idle.add(dataset);
            }
        }
        for (int i = 0; i < idle.size() - IDLE_LIMIT; i++) {
            open.remove(idle.get(i).key());
            idle.get(i).close();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("The table store is closed");
        }
    }

    /** Closes what is idle; what is still lent is closed when it comes back. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        for (OpenDataset dataset : open.values()) {
            retire(dataset);
        }
        open.clear();
        session.retire();
    }
}
