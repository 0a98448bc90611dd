package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;

/** The folder with the manifests of a dataset. */
final class VersionFolder {
    private VersionFolder() {}

    static Path of(Path dataset) {
        return dataset.resolve("_versions");
    }

    /**
     * Numbers of the versions that exist, in no order, from the names of their manifests.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    static LongStream numbers(Path dataset, String table) {
        LongStream.Builder numbers = LongStream.builder();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(of(dataset))) {
            for (Path file : files) {
                number(file).ifPresent(numbers::add);
            }
        } catch (NoSuchFileException e) {
            throw TableHandles.notFound(table);
        } catch (IOException e) {
            throw FileErrors.translate("The versions of table " + table + " cannot be listed", e);
        } catch (DirectoryIteratorException e) {
            throw FileErrors.translate(
                    "The versions of table " + table + " cannot be listed", requireNonNull(e.getCause()));
        }
        return numbers.build();
    }

    /** The version that a file in the folder is the manifest of; empty when it is none. */
    static OptionalLong number(Path file) {
        return ManifestIdentity.version(String.valueOf(file.getFileName()));
    }
}
