package org.lancesql.storage;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The directory that a table is in. One that is moved away while it is written to comes back to life: Lance makes the
 * folders that it misses. What it then wrote is in the way of a new table, or on top of one, and has to go.
 *
 * @param key what tells the directory from one that came later to the same path
 */
record TablePlace(Path directory, @Nullable Object key) {
    private static final List<String> FOLDERS = List.of("_versions", "_transactions", "_deletions", "data");
    /** Where Lance notes the newest version; it lists the versions when the note is missing. */
    private static final String HINT = "latest_version_hint.json";

    /** The directory as it is now. */
    static TablePlace of(Path directory) {
        return new TablePlace(directory, keyOf(directory));
    }

    private static @Nullable Object keyOf(Path directory) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? attributes.creationTime() : key;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw FileErrors.translate("Directory " + directory + " cannot be read", e);
        }
    }

    /** Whether it is still there, and no other in its place. */
    boolean isThere() {
        return key != null && Objects.equals(key, keyOf(directory));
    }

    /**
     * Takes a version back that was published in the place of a table that had gone.
     *
     * @param uuid of the transaction, which its manifest names
     * @return whether it was there
     */
    boolean takeBack(long version, String uuid) {
        Path manifest = ManifestIdentity.file(directory, version);
        try {
            if (!new String(Files.readAllBytes(manifest), US_ASCII).contains(uuid)) {
                return false;
            }
            Files.delete(manifest);
            Files.deleteIfExists(directory.resolve("_versions").resolve(HINT));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw FileErrors.translate("Version " + version + " of a table that was dropped cannot be taken back", e);
        }
    }

    /** Deletes files that were written in the place of a table that had gone, and what folders they leave empty. */
    void tidy(Collection<Path> files) {
        files.forEach(TablePlace::delete);
        if (hasVersions(directory)) {
            return;
        }
        delete(directory.resolve("_versions").resolve(HINT));
        deleteIndexes();
        FOLDERS.forEach(folder -> delete(directory.resolve(folder)));
        delete(directory);
    }

    /** An index is built of a version, so that where there is none, nobody else is building one. */
    private void deleteIndexes() {
        try {
            FileTrees.delete(directory.resolve("_indices"));
        } catch (StorageException e) {
            return; // what is left is garbage, not a version
        }
    }

    /** Whether a directory is there that has no version of a table. */
    static boolean hasNoVersions(Path directory) {
        return Files.isDirectory(directory) && !hasVersions(directory);
    }

    private static boolean hasVersions(Path directory) {
        try (DirectoryStream<Path> manifests = Files.newDirectoryStream(directory.resolve("_versions"), "*.manifest")) {
            return manifests.iterator().hasNext();
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Directories with files of others stay. */
    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            return; // what is left is garbage, not a version
        }
    }
}
