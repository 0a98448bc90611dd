package org.lancesql.storage;

import org.lance.Session;

/** A Lance session, whose caches all datasets share. Not thread-safe: its owner locks. */
final class SharedSession {
    private static final long INDEX_CACHE_BYTES = 1L << 30;
    private static final long METADATA_CACHE_BYTES = 256L << 20;

    private final Session session = Session.builder()
            .indexCacheSizeBytes(INDEX_CACHE_BYTES)
            .metadataCacheSizeBytes(METADATA_CACHE_BYTES)
            .build();
    private int users;
    private boolean retired;

    /** The session, for the time until {@link #leave}. */
    Session enter() {
        users++;
        return session;
    }

    void leave() {
        users--;
        closeIfDone();
    }

    /** No dataset is opened with it any more; those that were live on. */
    void retire() {
        retired = true;
        closeIfDone();
    }

    private void closeIfDone() {
        if (retired && users == 0) {
            session.close();
        }
    }
}
