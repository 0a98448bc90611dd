package org.lancesql.storage;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** The versions of one branch of a table that exist, without opening them. */
public final class StoredVersions {
    private static final String SUFFIX = ".manifest";
    private static final int SORTED_DIGITS = 20;
    private static final BigInteger LARGEST =
            BigInteger.ONE.shiftLeft(Long.SIZE).subtract(BigInteger.ONE);

    private final Path directory;
    private final String table;
    private final LongSupplier newest;
    private final CommitTimes times;

    StoredVersions(Path directory, String table, LongSupplier newest, CommitTimes times) {
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
        try (Stream<Path> files = Files.list(directory.resolve("_versions"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(StoredVersions::isManifest)
                    .map(StoredVersions::number)
                    .sorted((a, b) -> Long.compare(b, a))
                    .toList();
        } catch (IOException e) {
            throw FileErrors.translate("Table " + table + " cannot be read", e);
        }
    }

    /** "versions 3 to 9 exist". */
    public String describe() {
        return VersionRanges.describe(all());
    }

    private static boolean isManifest(String name) {
        return name.endsWith(SUFFIX)
                && name.length() > SUFFIX.length()
                && name.chars().limit((long) name.length() - SUFFIX.length()).allMatch(c -> c >= '0' && c <= '9');
    }

    private static long number(String manifest) {
        String digits = manifest.substring(0, manifest.length() - SUFFIX.length());
        return digits.length() == SORTED_DIGITS
                ? LARGEST.subtract(new BigInteger(digits)).longValueExact()
                : Long.parseLong(digits);
    }
}
