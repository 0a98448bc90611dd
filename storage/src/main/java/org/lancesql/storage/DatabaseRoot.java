package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;

/**
 * The directory that is a database: each {@code <name>.lance} in it is a table.
 *
 * @param directory absolute, normalised
 */
public record DatabaseRoot(Path directory) {
    public DatabaseRoot {
        requireNonNull(directory, "directory is null");
        directory = directory.toAbsolutePath().normalize();
    }

    /** An existing directory. */
    public static DatabaseRoot existing(Path directory) {
        throw new UnsupportedOperationException();
    }

    /** A directory that is made, with its parents, if it is missing. */
    public static DatabaseRoot createIfMissing(Path directory) {
        throw new UnsupportedOperationException();
    }

    /** A new temporary directory; whoever asked for it deletes it with {@link #deleteRecursively}. */
    public static DatabaseRoot temporary() {
        throw new UnsupportedOperationException();
    }

    /** Deletes the directory and what is in it. */
    public void deleteRecursively() {
        throw new UnsupportedOperationException();
    }
}
