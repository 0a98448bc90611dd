package org.lancesql.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Forces files to disk where {@link Durability#FULL} is promised: Lance itself forces nothing on a local disk. */
final class DurableFiles {
    private static final boolean DIRECTORIES_OPEN =
            !System.getProperty("os.name").startsWith("Windows"); // there, directory entries are durable by themselves
    private final Durability durability;
    private final Map<Path, Object> forcedEntries = new ConcurrentHashMap<>();

    DurableFiles(Durability durability) {
        this.durability = durability;
    }

    Durability durability() {
        return durability;
    }

    /** Forces files, then the directories that hold their names, which may be new themselves. */
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
            forceEntry(directory);
        }
    }

    /** Forces the name of a directory, unless that was done to the same directory before. */
    private void forceEntry(Path directory) throws IOException {
        Object key = Files.readAttributes(directory, BasicFileAttributes.class).fileKey();
        Path parent = directory.getParent();
        if (parent != null && (key == null || !key.equals(forcedEntries.get(directory)))) {
            forceDirectory(parent);
            if (key != null) {
                forcedEntries.put(directory, key);
            }
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
