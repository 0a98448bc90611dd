package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.lancesql.storage.StorageException.Reason;

/**
 * The features of a table that whoever changes it must know, by the flags in its manifest (Lance table format, "Feature
 * flags"). Lance refuses to append to a table with flags unknown to it, but commits changes made of staged files and
 * indexes all the same, and has no call that returns the flags.
 */
final class WriterFeatures {
    /** Deletion files, stable row ids, files of format 2, table configuration, base paths, no transaction files. */
    private static final long KNOWN = 0x3f;

    private WriterFeatures() {}

    /**
     * Refuses to change a table of unknown features.
     *
     * @throws StorageException NEWER_FORMAT; CONFLICT when the version has gone since it was opened
     */
    static void requireKnown(Path directory, long version, String table) {
        long flags;
        try {
            flags = ManifestFile.read(
                            ManifestIdentity.file(directory, version), "Table " + table + " cannot be changed")
                    .writerFeatures();
        } catch (NoSuchFileException e) {
            throw new StorageException(
                    Reason.CONFLICT,
                    "Table " + table + " was dropped, or version " + version + " of it was removed, after that version"
                            + " was read; nothing was changed; run the transaction again",
                    e);
        } catch (IOException e) {
            throw FileErrors.translate("Table " + table + " cannot be changed", e);
        }
        if ((flags & ~KNOWN) != 0) {
            throw new StorageException(
                    Reason.NEWER_FORMAT,
                    "Table " + table + " cannot be changed: a newer program wrote it, with features that only such a"
                            + " program can keep up (writer feature flags " + flags + ").");
        }
    }
}
