package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.RandomAccess;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DeletionFile;
import org.lance.fragment.DeletionFileType;
import org.roaringbitmap.RoaringBitmap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rows removed from a version, as Lance wants to know of it.
 *
 * @param updated fragments that keep some rows, with new deletion files
 * @param removed ids of fragments that keep none
 * @param files the deletion files
 */
record DeletionFiles(List<FragmentMetadata> updated, List<Long> removed, List<Path> files) {
    private static final Logger LOGGER = LoggerFactory.getLogger(DeletionFiles.class);
    static final DeletionFiles NONE = new DeletionFiles(List.of(), List.of(), List.of());

    DeletionFiles {
        updated = List.copyOf(updated);
        removed = List.copyOf(removed);
        files = List.copyOf(files);
    }

    /** Writes deletion files that no version names yet. */
    static DeletionFiles write(OpenDataset head, RowSet rows, String problem) {
        if (rows.isEmpty()) {
            return NONE;
        }
        Map<Integer, FragmentMetadata> fragments = OpenDataset.calling(problem, head::fragments).stream()
                .collect(Collectors.toMap(FragmentMetadata::getId, Function.identity()));
        List<FragmentMetadata> updated = new ArrayList<>();
        List<Long> removed = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        for (int id : rows.fragments()) {
            RoaringBitmap offsets = rows.offsets(id);
            FragmentMetadata fragment = requireRows(fragments.get(id), id, offsets);
            FragmentMetadata rest = isWhole(fragment, offsets)
                    ? null
                    : OpenDataset.calling(
                            problem, () -> head.dataset().getFragment(id).deleteRows(new Offsets(offsets.toArray())));
            if (rest == null) {
                removed.add((long) id);
            } else {
                updated.add(rest);
                files.add(file(head.key().directory(), rest));
            }
        }
        return new DeletionFiles(updated, removed, files);
    }

    /** Deletes the files, which no version names or will name. What cannot be deleted is left to cleaners. */
    void discard() {
        for (Path file : files) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOGGER.debug("{} is left behind", file, e);
            }
        }
    }

    /** Lance takes offsets of rows that a fragment does not have. */
    private static FragmentMetadata requireRows(@Nullable FragmentMetadata fragment, int id, RoaringBitmap offsets) {
        if (fragment == null || Integer.toUnsignedLong(offsets.last()) >= fragment.getPhysicalRows()) {
            throw new IllegalArgumentException("There is no row " + offsets.last() + " in fragment " + id);
        }
        return fragment;
    }

    private static boolean isWhole(FragmentMetadata fragment, RoaringBitmap offsets) {
        return fragment.getDeletionFile() == null && offsets.getLongCardinality() == fragment.getPhysicalRows();
    }

    /** Where Lance puts a deletion file (Lance table format, "Deletion files"). */
    static Path file(Path dataset, FragmentMetadata fragment) {
        DeletionFile file = fragment.getDeletionFile();
        String suffix = file.getFileType() == DeletionFileType.ARRAY ? "arrow" : "bin";
        String id = Long.toUnsignedString(file.getId());
        return dataset.resolve("_deletions")
                .resolve(fragment.getId() + "-" + file.getReadVersion() + "-" + id + "." + suffix);
    }

    /** Numbers as the list that Lance's binding asks for. */
    private static final class Offsets extends AbstractList<Integer> implements RandomAccess {
        private final int[] offsets;

        Offsets(int[] offsets) {
            this.offsets = offsets;
        }

        @Override
        public Integer get(int index) {
            return offsets[index];
        }

        @Override
        public int size() {
            return offsets.length;
        }
    }
}
