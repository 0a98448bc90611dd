package org.lancesql.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;
import org.lance.index.Index;
import org.lancesql.storage.StorageException.Reason;

/**
 * The files that one version of a dataset needs to be read, searched and written to.
 *
 * @param table name, for messages
 * @param directory of the dataset
 * @param content files of rows, deletions and indexes
 * @param manifest the file that makes the others a version
 */
record VersionFiles(String table, Path directory, List<Path> content, Path manifest) {
    VersionFiles {
        content = List.copyOf(content);
    }

    /** @throws StorageException UNSUPPORTED_TYPE when some are in another dataset */
    static VersionFiles of(String table, OpenDataset dataset) {
        Path directory = dataset.key().directory();
        String problem = "The files of table " + table + " cannot be listed";
        List<Path> files = new ArrayList<>();
        for (FragmentMetadata fragment : OpenDataset.calling(problem, dataset::fragments)) {
            for (DataFile file : fragment.getFiles()) {
                requireOwn(table, file.getBaseId());
            }
            DeletionFile deletions = fragment.getDeletionFile();
            if (deletions != null) {
                requireOwn(table, deletions.getBaseId());
                files.add(DeletionFiles.file(directory, fragment));
            }
        }
        files.addAll(FragmentWriter.files(directory, dataset.fragments()));
        for (Index index : OpenDataset.calling(problem, () -> dataset.dataset().getIndexes())) {
            requireOwn(table, index.baseId());
            files.addAll(indexFiles(directory, index, problem));
        }
        Path manifest = ManifestIdentity.file(directory, dataset.key().version());
        return new VersionFiles(table, directory, files, manifest);
    }

    private static void requireOwn(String table, Optional<Integer> base) {
        if (base.isPresent()) {
            throw new StorageException(
                    Reason.UNSUPPORTED_TYPE,
                    "Table " + table + " cannot be copied: it is a shallow clone, whose files are in another dataset.");
        }
    }

    private static List<Path> indexFiles(Path directory, Index index, String problem) {
        Path folder = directory.resolve("_indices").resolve(index.uuid().toString());
        if (!Files.isDirectory(folder)) {
            return List.of(); // some kinds are in the manifest alone
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException | UncheckedIOException e) {
            throw FileErrors.translate(problem, e);
        }
    }

    /** Size of all of them. */
    long bytes() {
        long bytes = 0;
        for (Path file : content) {
            bytes += file.toFile().length();
        }
        return bytes + manifest.toFile().length();
    }
}
