package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Forces files to disk where {@link Durability#FULL} is promised: Lance itself forces nothing on a local disk. */
class DurableFiles {
    private static final boolean DIRECTORIES_OPEN =
            !System.getProperty("os.name").startsWith("Windows"); // there, directory entries are durable by themselves
    private final Durability durability;

    DurableFiles(Durability durability) {
        this.durability = durability;
    }

    Durability durability() {
        return durability;
    }

    /** Forces files, then the directories that hold their names, and the names of those. */
    void force(Collection<Path> files) throws IOException {
        force(files, new HashSet<>());
    }

    /** @param durable directories whose names are on disk already; the others become so, and are added */
    void force(Collection<Path> files, Set<Path> durable) throws IOException {
        if (durability != Durability.FULL) {
            return;
        }
        Set<Path> directories = new LinkedHashSet<>();
        for (Path file : files) {
            forceOne(file);
            directories.add(parentOf(file));
        }
        Set<Path> parents = new LinkedHashSet<>();
        for (Path directory : directories) {
            forceDirectory(directory);
            if (!durable.contains(directory)) {
                parents.add(parentOf(directory));
            }
        }
        for (Path parent : parents) {
            forceDirectory(parent);
        }
        durable.addAll(directories);
    }

    /** Forces what a commit has written by being published, before it is acknowledged. */
    void forceVersion(Collection<Path> files, Set<Path> durable) throws IOException {
        force(files, durable);
    }

    /** The files that a commit wrote by being published. */
    static List<Path> ofCommit(Path dataset, long pinnedVersion, String uuid, long version) {
        Path manifest = ManifestIdentity.file(dataset, version);
        Path record = record(dataset, pinnedVersion, uuid);
        return Files.exists(record) ? List.of(manifest, record) : List.of(manifest);
    }

    /** Where Lance keeps the record of a transaction. */
    static Path record(Path dataset, long pinnedVersion, String uuid) {
        return dataset.resolve("_transactions").resolve(pinnedVersion + "-" + uuid + ".txn");
    }

    private static Path parentOf(Path path) {
        return requireNonNull(path.getParent(), "path has no parent");
    }

    /** Forces the entries of a directory. */
    void forceDirectory(Path directory) throws IOException {
        if (durability == Durability.FULL && DIRECTORIES_OPEN) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    /** Forces the files of an index. */
    void forceIndex(Path dataset, String uuid) throws IOException {
        Path indexes = dataset.resolve("_indices");
        if (Files.exists(indexes.resolve(uuid))) {
            forceTree(indexes.resolve(uuid));
            forceDirectory(indexes);
            forceDirectory(dataset);
        }
    }

    /** Forces all that is in a directory, and the directory itself. */
    void forceTree(Path directory) throws IOException {
        if (durability != Durability.FULL) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = walk.toList();
        }
        for (Path path : all) {
            if (Files.isDirectory(path)) {
                forceDirectory(path);
            } else {
                forceOne(path);
            }
        }
    }

    private static void forceOne(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }
}
