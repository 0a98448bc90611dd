package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/**
 * The directory that is a database: each {@code <name>.lance} in it is a table.
 *
 * @param directory absolute, without symbolic links; exists
 */
public record DatabaseRoot(Path directory) {
    static final String TABLE_SUFFIX = ".lance";
    private static final int LONGEST_NAME_BYTES = 200;

    public DatabaseRoot {
        requireNonNull(directory, "directory is null");
        if (!directory.isAbsolute()) {
            throw new IllegalArgumentException(directory + " is not absolute");
        }
    }

    /**
     * An existing directory.
     *
     * @throws StorageException IO when there is none
     */
    public static DatabaseRoot existing(Path directory) {
        if (!Files.isDirectory(directory)) {
            String problem = Files.exists(directory) ? "is not a directory" : "does not exist";
            throw new StorageException(Reason.IO, "Database directory " + directory + " " + problem + ".");
        }
        try {
            return new DatabaseRoot(directory.toRealPath());
        } catch (IOException e) {
            throw FileErrors.translate("Database directory " + directory + " cannot be opened", e);
        }
    }

    /** A directory that is made, with its parents, if it is missing. */
    public static DatabaseRoot createIfMissing(Path directory) {
        if (!Files.exists(directory)) {
            try {
                Files.createDirectories(directory);
            } catch (IOException e) {
                throw FileErrors.translate("Database directory " + directory + " cannot be made", e);
            }
        }
        return existing(directory);
    }

    /** A new temporary directory; whoever asked for it deletes it with {@link #deleteRecursively}. */
    public static DatabaseRoot temporary() {
        try {
            return existing(Files.createTempDirectory("lancesql"));
        } catch (IOException e) {
            throw FileErrors.translate("A temporary database cannot be made", e);
        }
    }

    /** Deletes the directory and what is in it; symbolic links are deleted, not followed. */
    public void deleteRecursively() {
        FileTrees.delete(directory);
    }

    /** Names of the directories that look like tables, sorted. Links that lead out of the database are none. */
    List<String> tableNames() {
        try (Stream<Path> children = Files.list(directory)) {
            return children.filter(child -> child.getFileName().toString().endsWith(TABLE_SUFFIX))
                    .filter(Files::isDirectory)
                    .filter(this::isInside)
                    .map(child -> child.getFileName().toString())
                    .map(name -> name.substring(0, name.length() - TABLE_SUFFIX.length()))
                    .filter(name -> problemOf(name) == null)
                    .sorted(Comparator.naturalOrder())
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw FileErrors.translate("Database directory " + directory + " cannot be listed", e);
        }
    }

    /**
     * Directory of a table, whether it exists or not.
     *
     * @throws StorageException INVALID_NAME for a name that cannot be a table's or leads out of the database
     */
    Path tableDirectory(String table) {
        String problem = problemOf(table);
        if (problem != null) {
            throw new StorageException(
                    Reason.INVALID_NAME, "\"" + table + "\" cannot be the name of a table: " + problem + ".");
        }
        Path path = directory.resolve(table + TABLE_SUFFIX);
        if (Files.isSymbolicLink(path)) {
            requireInside(table, path);
        }
        return path;
    }

    private boolean isInside(Path child) {
        try {
            return !Files.isSymbolicLink(child) || child.toRealPath().startsWith(directory);
        } catch (IOException e) {
            return false; // it went while it was listed
        }
    }

    private void requireInside(String table, Path link) {
        try {
            if (!link.toRealPath().startsWith(directory)) {
                throw new StorageException(
                        Reason.INVALID_NAME, "Table " + table + " is a symbolic link that leads out of the database.");
            }
        } catch (IOException e) {
            throw new StorageException(
                    Reason.TABLE_NOT_FOUND, "Table " + table + " is a symbolic link that leads nowhere.", e);
        }
    }

    private static @Nullable String problemOf(String name) {
        if (name.isEmpty()) {
            return "it is empty";
        }
        if (name.startsWith("_") || name.startsWith(".")) {
            return "names that start with \"" + name.charAt(0) + "\" are reserved";
        }
        if (name.chars().anyMatch(c -> c == '/' || c == '\\' || c < ' ' || c == 0x7f)) {
            return "it has a separator or a control character";
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME_BYTES) {
            return "it is longer than " + LONGEST_NAME_BYTES + " bytes";
        }
        return null;
    }

    /** Whether something is at the place of a table, be it whole or not. */
    boolean exists(String table) {
        return Files.exists(tableDirectory(table), LinkOption.NOFOLLOW_LINKS);
    }
}
