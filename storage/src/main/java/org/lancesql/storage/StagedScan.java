package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.operation.Append;
import org.lancesql.storage.StorageException.Reason;

/**
 * Reads rows that no version has. Lance reads rows of versions only, at least those of all types, so they are given one
 * aside that nobody else looks for.
 */
final class StagedScan {
    private final StagedFragments files;
    private final BufferAllocator own;

    /** @param own allocator of what lives as long as the scan */
    StagedScan(StagedFragments files, BufferAllocator own) {
        this.files = files;
        this.own = own;
    }

    /** @param folder one that does not exist yet, on the file system of the table */
    BatchReader open(List<String> columns, Path folder, BufferAllocator allocator) {
        AsideVersion aside = aside(folder);
        try {
            OpenDataset dataset = append(aside);
            Runnable release = () -> {
                dataset.close();
                aside.close();
            };
            try {
                ScanRequest request =
                        new ScanRequest(columns, null, OptionalLong.empty(), 0, List.of(), addedFragments(dataset));
                return LanceScan.open(files.base(), dataset, release, request, allocator);
            } catch (Throwable failure) {
                dataset.close();
                throw failure;
            }
        } catch (Throwable failure) {
            aside.close();
            throw failure;
        }
    }

    private AsideVersion aside(Path folder) {
        try {
            long base = files.base().version();
            AsideVersion aside = AsideVersion.of(folder, files.directory(), base, files.identity());
            if (aside == null) {
                throw new StorageException(
                        Reason.VERSION_NOT_FOUND,
                        "Version " + base + " of table " + files.base().table()
                                + " was removed while rows were added to it.");
            }
            aside.linkData();
            return aside;
        } catch (IOException e) {
            throw FileErrors.translate(problem(), e);
        }
    }

    private OpenDataset append(AsideVersion aside) {
        List<FragmentMetadata> unnamed =
                files.fragments().stream().map(StagedFragments::withoutRowIds).toList();
        Append append = Append.builder().fragments(unnamed).build();
        try (Transaction transaction = aside.transaction(append, CommitMark.create(Map.of()))) {
            return aside.lend(aside.make(transaction, null, own));
        } catch (Exception e) {
            throw LanceErrors.translate(problem(), e);
        }
    }

    private List<Integer> addedFragments(OpenDataset dataset) {
        Set<String> paths = new HashSet<>();
        files.fragments()
                .forEach(fragment -> paths.add(fragment.getFiles().get(0).getPath()));
        return OpenDataset.calling(problem(), dataset::fragments).stream()
                .filter(fragment -> paths.contains(fragment.getFiles().get(0).getPath()))
                .map(FragmentMetadata::getId)
                .toList();
    }

    private String problem() {
        return "Rows for table " + files.base().table() + " cannot be read back";
    }
}
