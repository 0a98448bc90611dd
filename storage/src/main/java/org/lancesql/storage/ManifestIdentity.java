package org.lancesql.storage;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * Which file the manifest of a version is. Versions are immutable, so a manifest that is another file than before means
 * that the table was dropped and created again by somebody else: the same path and number, other data.
 */
record ManifestIdentity(@Nullable Object fileKey, FileTime modified, long size) {
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

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

    /** Where the manifest of a version is. */
    static Path file(Path dataset, long version) {
        Path file = manifest(dataset, version);
        return Files.exists(file) ? file : oldManifest(dataset, version);
    }

    /** Newer tables name manifests so that the newest sorts first (Lance table format, "Manifest naming schemes"). */
    private static Path manifest(Path dataset, long version) {
        String name = String.format("%020d.manifest", LARGEST.subtract(BigInteger.valueOf(version)));
        return dataset.resolve("_versions").resolve(name);
    }

    private static Path oldManifest(Path dataset, long version) {
        return dataset.resolve("_versions").resolve(version + ".manifest");
    }
}
