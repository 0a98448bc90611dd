package org.lancesql.storage;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which file the manifest of a version is. Versions are immutable, so a manifest that is another file than before means
 * that the table was dropped and created again by somebody else: the same path and number, other data.
 */
record ManifestIdentity(@Nullable Object fileKey, FileTime modified, long size) {
    private static final BigInteger LARGEST = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    private static final int NEWER_DIGITS = 20;
    private static final Pattern MANIFEST_NAME = Pattern.compile("(\\d{1,20})\\.manifest");

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
        Matcher name = MANIFEST_NAME.matcher(fileName);
        if (!name.matches()) {
            return OptionalLong.empty();
        }
        BigInteger number = new BigInteger(name.group(1));
        boolean newer = name.group(1).length() == NEWER_DIGITS;
        BigInteger version = newer ? LARGEST.subtract(number) : number;
        return version.signum() > 0 && version.bitLength() < Long.SIZE
                ? OptionalLong.of(version.longValue())
                : OptionalLong.empty();
    }

    /** Where the manifest of a version is. */
    static Path file(Path dataset, long version) {
        Path file = manifest(dataset, version);
        return Files.exists(file) ? file : oldManifest(dataset, version);
    }

    /** Newer tables name manifests so that the newest sorts first (Lance table format, "Manifest naming schemes"). */
    private static Path manifest(Path dataset, long version) {
        String number = Long.toUnsignedString(-1L - version);
        return dataset.resolve("_versions/" + "0".repeat(NEWER_DIGITS - number.length()) + number + ".manifest");
    }

    private static Path oldManifest(Path dataset, long version) {
        return dataset.resolve("_versions").resolve(version + ".manifest");
    }
}
