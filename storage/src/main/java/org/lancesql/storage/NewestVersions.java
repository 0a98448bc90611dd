package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The newest versions of datasets, found without a list of all manifests where that can be: Lance makes such a list for
 * each look, which takes milliseconds where there are thousands.
 *
 * <p>A version is the newest if the folder was not changed since it was found to be, or if the version behind it is not
 * there and the last change of the folder was its own publication. That the version behind is missing proves nothing by
 * itself, because a clean-up may have removed it. Where the file system does not tell enough, the names of all manifests
 * are read.
 */
final class NewestVersions {
    /** File systems count time in steps: what changed less than this ago may change once more at the same time. */
    private static final Duration SETTLED = Duration.ofSeconds(2);

    /** By how much the times of one publication can differ: a step of the kernel's clock. */
    private static final Duration CLOCK_STEP = Duration.ofMillis(10);

    /** From the writing of a manifest to its publication. A later change of its inode was another one. */
    private static final Duration PUBLICATION = Duration.ofSeconds(5);

    /** As many names as are read from a folder to begin the search at the highest of them: one call of the system. */
    private static final int FIRST_NAMES = 64;

    private static final String MANIFEST_TIMES = "unix:ctime,lastModifiedTime";

    private final Map<Path, Known> known = new ConcurrentHashMap<>();

    /** The folder of the manifests, at one moment. */
    private record Folder(@Nullable Object fileKey, FileTime modified, Instant seenAt) {
        /** The folder as of now, or null when there is none. */
        static @Nullable Folder of(Path dataset) {
            Instant now = Instant.now();
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(VersionFolder.of(dataset), BasicFileAttributes.class);
                return new Folder(attributes.fileKey(), attributes.lastModifiedTime(), now);
            } catch (IOException e) {
                return null;
            }
        }

        private boolean isSettled() {
            return modified.toInstant().plus(SETTLED).isBefore(seenAt);
        }

        private boolean isUnchangedSince(Folder earlier) {
            return earlier.isSettled()
                    && fileKey != null
                    && fileKey.equals(earlier.fileKey)
                    && modified.equals(earlier.modified);
        }
    }

    private record Known(long version, ManifestIdentity identity, Folder folder) {}

    /** The newest version of a dataset; empty when it has none, or its folder cannot be read. */
    OptionalLong find(Path dataset) {
        Folder folder = Folder.of(dataset);
        if (folder == null) {
            return OptionalLong.empty();
        }
        Known last = known.get(dataset);
        if (last != null) {
            if (folder.isUnchangedSince(last.folder)) {
                return OptionalLong.of(last.version);
            }
            if (last.identity.equals(ManifestIdentity.of(dataset, last.version))) {
                long version = lastInRow(dataset, last.version);
                if (isLastChange(dataset, version)) {
                    return OptionalLong.of(version);
                }
            } else {
                known.remove(dataset);
            }
        }
        return look(dataset, folder);
    }

    /** Reads the names of manifests, all of them unless the first ones lead to the newest. */
    private OptionalLong look(Path dataset, Folder folder) {
        long highest = 0;
        int names = 0;
        try (DirectoryStream<Path> files = Files.newDirectoryStream(VersionFolder.of(dataset))) {
            for (Path file : files) {
                highest = Math.max(highest, VersionFolder.number(file).orElse(0));
                if (++names == FIRST_NAMES && highest > 0) {
                    long version = lastInRow(dataset, highest);
                    if (isLastChange(dataset, version)) {
                        return OptionalLong.of(version);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return OptionalLong.empty();
        }
        if (highest == 0) {
            return OptionalLong.empty();
        }
        remember(dataset, highest, folder);
        return OptionalLong.of(highest);
    }

    /** A version from which on the next one is missing, found in steps that double and then halve. */
    private static long lastInRow(Path dataset, long version) {
        long present = version;
        long step = 1;
        while (ManifestIdentity.exists(dataset, present + step)) {
            present += step;
            step *= 2;
        }
        long missing = present + step;
        while (missing - present > 1) {
            long middle = present + (missing - present) / 2;
            if (ManifestIdentity.exists(dataset, middle)) {
                present = middle;
            } else {
                missing = middle;
            }
        }
        return present;
    }

    /** Asked after the version behind was missing: the order makes the answer true of the moment of that look. */
    private boolean isLastChange(Path dataset, long version) {
        Folder folder = Folder.of(dataset);
        if (folder == null) {
            return false;
        }
        try {
            Map<String, Object> times = Files.readAttributes(ManifestIdentity.file(dataset, version), MANIFEST_TIMES);
            Instant changed = time(times, "ctime");
            Instant written = time(times, "lastModifiedTime");
            boolean published = !changed.isAfter(written.plus(PUBLICATION));
            boolean last = published && !folder.modified.toInstant().isAfter(changed.plus(CLOCK_STEP));
            if (last) {
                remember(dataset, version, folder);
            }
            return last;
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }

    private static Instant time(Map<String, Object> times, String name) {
        return ((FileTime) requireNonNull(times.get(name))).toInstant();
    }

    /**
     * Keeps what was found out about a dataset.
     *
     * @param folder as it was before the version was found to be the newest
     */
    private void remember(Path dataset, long version, Folder folder) {
        ManifestIdentity identity = ManifestIdentity.of(dataset, version);
        if (identity != null) {
            known.put(dataset, new Known(version, identity, folder));
        }
    }
}
