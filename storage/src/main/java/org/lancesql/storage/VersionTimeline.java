package org.lancesql.storage;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** When the versions of one branch of a table were committed, without opening them. */
public final class VersionTimeline {
    private final Path directory;
    private final String table;
    private final LongSupplier newest;
    private final CommitTimes times;

    VersionTimeline(Path directory, String table, LongSupplier newest, CommitTimes times) {
        this.directory = directory;
        this.table = table;
        this.newest = newest;
        this.times = times;
        times.check(directory);
    }

    /** The newest version. */
    public long newest() {
        return newest.getAsLong();
    }

    /** When a version was committed, by the clock of the program that did; empty when it does not exist. */
    public Optional<Instant> committedAt(long version) {
        return times.of(directory, version, table);
    }

    /**
     * The highest version that was committed at a moment or before it; empty when all that exist are later. Clocks of
     * programs differ, so times need not rise with versions.
     */
    public OptionalLong asOf(Instant moment) {
        long version = newest();
        for (; version > 0; version--) {
            Optional<Instant> time = committedAt(version);
            if (time.isEmpty()) {
                break;
            }
            if (!time.get().isAfter(moment)) {
                return OptionalLong.of(version);
            }
        }
        long gone = version;
        return all().stream()
                .mapToLong(Long::longValue)
                .filter(older -> older < gone)
                .filter(older ->
                        committedAt(older).filter(time -> !time.isAfter(moment)).isPresent())
                .findFirst();
    }

    /** Numbers of all versions, the newest first. */
    public List<Long> all() {
        return VersionFolder.numbers(directory, table)
                .boxed()
                .sorted(Collections.reverseOrder())
                .toList();
    }
}
