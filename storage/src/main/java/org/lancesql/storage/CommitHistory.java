package org.lancesql.storage;

import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/** What others, or an earlier try of one's own, have published since a version. */
final class CommitHistory {
    private static final Set<String> REPLACING = Set.of("Overwrite", "Restore");

    private final HandleCache cache;
    private final Path directory;
    private final String table;
    private final String mark;

    CommitHistory(HandleCache cache, Path directory, String table, String mark) {
        this.cache = cache;
        this.directory = directory;
        this.table = table;
        this.mark = mark;
    }

    /**
     * What was found in a run of versions.
     *
     * @param own the version that has the mark already
     * @param obstacle why nothing can follow, as a predicate on the table
     */
    record Passage(OptionalLong own, @Nullable String obstacle) {
        private static final Passage FREE = new Passage(OptionalLong.empty(), null);

        private static Passage blocked(String obstacle) {
            return new Passage(OptionalLong.empty(), obstacle);
        }
    }

    /** Looks at the versions in (after, head], all of which must be there: of one that is gone nothing can be known. */
    Passage check(long after, long head) {
        for (long version = after + 1; version <= head; version++) {
            CommitRecord found = read(version);
            if (found == null) {
                return Passage.blocked("lost version " + version);
            }
            if (found.marks().contains(mark)) {
                return new Passage(OptionalLong.of(version), null);
            }
            if (REPLACING.contains(found.operation())) {
                return Passage.blocked("was replaced in version " + version);
            }
        }
        return Passage.FREE;
    }

    /**
     * The version in (after, head] that has the mark. Newest first, for what is looked for was mostly made just now.
     *
     * @throws StorageException VERSION_NOT_FOUND when it could be one that is gone
     */
    OptionalLong find(long after, long head) {
        long gone = 0;
        for (long version = head; version > after; version--) {
            CommitRecord found = read(version);
            if (found == null) {
                gone = version;
            } else if (found.marks().contains(mark)) {
                return OptionalLong.of(version);
            }
        }
        if (gone > 0) {
            throw new StorageException(
                    Reason.VERSION_NOT_FOUND, "Version " + gone + " of table " + table + " is gone.");
        }
        return OptionalLong.empty();
    }

    private @Nullable CommitRecord read(long version) {
        return CommitRecord.read(cache, directory, new TableVersion(table, version));
    }
}
