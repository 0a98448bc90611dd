package org.lancesql.jdbc.server;

import java.util.LinkedHashSet;
import java.util.Set;

/** The last ids that were added, up to a number of them. Thread-safe. */
final class RecentIds {
    private final int most;
    private final Set<String> ids = new LinkedHashSet<>();

    RecentIds(int most) {
        this.most = most;
    }

    synchronized void add(String id) {
        ids.add(id);
        if (ids.size() > most) {
            ids.remove(ids.iterator().next());
        }
    }

    synchronized boolean contains(String id) {
        return ids.contains(id);
    }
}
