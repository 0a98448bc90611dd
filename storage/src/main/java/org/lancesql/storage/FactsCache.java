package org.lancesql.storage;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is known of versions, by their manifests. The ones that were asked for last are kept. */
final class FactsCache {
    private static final int LIMIT = 20_000;

    private final Map<Key, VersionFacts> facts = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, VersionFacts> eldest) {
            return size() > LIMIT;
        }
    };

    /** A manifest: that of another table under the same path is another file. */
    record Key(Path directory, long version, ManifestIdentity identity) {}

    synchronized @Nullable VersionFacts get(Key key) {
        return facts.get(key);
    }

    synchronized void put(Key key, VersionFacts known) {
        facts.put(key, known);
    }
}
