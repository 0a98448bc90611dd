package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.lancesql.storage.StorageException.Reason;

/**
 * Forces the versions of several tables to disk at the same time, before something is written that rests on all of them.
 * For one thread.
 */
public final class JointForce {
    private final Durability durability;
    private final List<Version> versions = new ArrayList<>();

    /** The files of one version. */
    private record Version(List<Path> files, Set<Path> durableDirectories) {}

    public JointForce(Durability durability) {
        this.durability = requireNonNull(durability, "durability is null");
    }

    /** What forces the files that a version will name at once, and leaves the version itself to be forced with the others. */
    DurableFiles files() {
        return new DurableFiles(durability) {
            @Override
            void forceVersion(Collection<Path> files, Set<Path> durable) {
                versions.add(new Version(List.copyOf(files), durable));
            }
        };
    }

    /**
     * Forces the versions that were published since the last call.
     *
     * @throws StorageException OUTCOME_UNKNOWN when one may not be on disk
     */
    public void force() {
        DurableFiles durable = new DurableFiles(durability);
        try {
            versions.parallelStream().forEach(version -> force(version, durable));
        } catch (UncheckedIOException e) {
            throw new StorageException(
                    Reason.OUTCOME_UNKNOWN, "Tables were changed, but may not be on disk: " + e.getMessage(), e);
        }
        versions.clear();
    }

    private static void force(Version version, DurableFiles durable) {
        try {
            durable.force(version.files(), version.durableDirectories());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
