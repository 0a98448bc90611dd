package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Which file the manifest of a version is. Versions are immutable, so a manifest that is another file than before means
 * that the table was dropped and created again by somebody else: the same path and number, other data.
 */
record ManifestIdentity(@Nullable Object fileKey, FileTime modified, long size) {
    private static final String SUFFIX = ".manifest";
    private static final int NEWER_DIGITS = 20;
    private static final String LARGEST = Long.toUnsignedString(-1);

    /** The identity of a version's manifest, or null when that version does not exist. */
    static @Nullable ManifestIdentity of(Path dataset, long version) {
        ManifestIdentity found = of(manifest(dataset, version));
        return found == null ? of(oldManifest(dataset, version)) : found;
    }

    private static @Nullable ManifestIdentity of(Path manifest) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(manifest, BasicFileAttributes.class);
            return new ManifestIdentity(attributes.fileKey(), attributes.lastModifiedTime(), attributes.size());
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw FileErrors.translate("Manifest " + manifest + " cannot be read", e);
        }
    }

    /** Whether a version has a manifest; of one that is not there this is told at less cost than by {@link #of}. */
    static boolean exists(Path dataset, long version) {
        return manifest(dataset, version).toFile().exists()
                || oldManifest(dataset, version).toFile().exists();
    }

    /** The version that a file is the manifest of, told from its name; empty when it is none. */
    static OptionalLong version(String fileName) {
        int digits = fileName.length() - SUFFIX.length();
        if (digits < 1 || digits > NEWER_DIGITS || !fileName.endsWith(SUFFIX) || !isNumber(fileName, digits)) {
            return OptionalLong.empty();
        }
        boolean newer = digits == NEWER_DIGITS;
        if (newer && fileName.substring(0, digits).compareTo(LARGEST) > 0) {
            return OptionalLong.empty();
        }
        long number = Long.parseUnsignedLong(fileName, 0, digits, 10);
        long version = newer ? -1 - number : number;
        return version > 0 ? OptionalLong.of(version) : OptionalLong.empty();
    }

    private static boolean isNumber(String text, int length) {
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** Where the manifest of a version is. */
    static Path file(Path dataset, long version) {
        Path file = manifest(dataset, version);
        return Files.exists(file) ? file : oldManifest(dataset, version);
    }

    /** Newer tables name manifests so that the newest sorts first (Lance table format, "Manifest naming schemes"). */
    private static Path manifest(Path dataset, long version) {
        String number = Long.toUnsignedString(-1 - version);
        String name = "0".repeat(NEWER_DIGITS - number.length()) + number + SUFFIX;
        return dataset.resolve("_versions").resolve(name);
    }

    private static Path oldManifest(Path dataset, long version) {
        return dataset.resolve("_versions").resolve(version + SUFFIX);
    }
}
