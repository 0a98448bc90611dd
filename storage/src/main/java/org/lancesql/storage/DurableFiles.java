package org.lancesql.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Forces files to disk where {@link Durability#FULL} is promised: Lance itself forces nothing on a local disk. */
final class DurableFiles {
    private static final boolean DIRECTORIES_OPEN =
            !System.getProperty("os.name").startsWith("Windows"); // there, directory entries are durable by themselves
    private final Durability durability;

    DurableFiles(Durability durability) {
        this.durability = durability;
    }

    Durability durability() {
        return durability;
    }

    /** Forces files, then the directories that hold their names. */
    void force(Collection<Path> files) throws IOException {
        if (durability != Durability.FULL) {
            return;
        }
        Set<Path> directories = new LinkedHashSet<>();
        for (Path file : files) {
            forceOne(file);
            Path parent = file.getParent();
            if (parent != null) {
                directories.add(parent);
            }
        }
        for (Path directory : directories) {
            forceDirectory(directory);
        }
    }

    /** Forces the entries of a directory. */
    void forceDirectory(Path directory) throws IOException {
        if (durability == Durability.FULL && DIRECTORIES_OPEN) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
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
