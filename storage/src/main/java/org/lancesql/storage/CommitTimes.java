package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * When versions were committed, read from their manifests once. Versions never change, so what is known of a dataset holds
 * for as long as the newest manifest that was read is still the same file: else somebody made the dataset anew.
 */
final class CommitTimes {
    private final Map<Path, Known> datasets = new ConcurrentHashMap<>();

    private static final class Known {
        private final Map<Long, Instant> times = new HashMap<>();
        private long anchor;
        private @Nullable ManifestIdentity identity;
    }

    /** The time of a version; empty when it does not exist. */
    Optional<Instant> of(Path directory, long version, String table) {
        Known known = datasets.computeIfAbsent(directory, key -> new Known());
        synchronized (known) {
            Instant time = known.times.get(version);
            if (time == null) {
                time = read(known, directory, version, table);
            }
            return Optional.ofNullable(time);
        }
    }

    /** Forgets what is known of a dataset if it was made anew since. */
    void check(Path directory) {
        Known known = datasets.get(directory);
        if (known == null) {
            return;
        }
        synchronized (known) {
            if (known.identity != null && !known.identity.equals(ManifestIdentity.of(directory, known.anchor))) {
                known.times.clear();
                known.identity = null;
                known.anchor = 0;
            }
        }
    }

    private static @Nullable Instant read(Known known, Path directory, long version, String table) {
        try {
            if (version > known.anchor) {
                known.identity = ManifestIdentity.of(directory, version);
                known.anchor = version;
            }
            Instant time = ManifestFile.read(
                            ManifestIdentity.file(directory, version),
                            "Version " + version + " of table " + table + " cannot be read")
                    .committedAt();
            known.times.put(version, time);
            return time;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw FileErrors.translate("Version " + version + " of table " + table + " cannot be read", e);
        }
    }
}
