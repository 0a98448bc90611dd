package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableBranch;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableTag;
import org.lancesql.storage.TableTags;
import org.lancesql.storage.TableVersion;
import org.lancesql.storage.VersionTimeline;

/** Turns what a statement says about a version into that version. */
public final class VersionResolver {
    /** What references call the branch that every table has. */
    public static final String MAIN_BRANCH = "main";

    private final TableStore store;

    public VersionResolver(TableStore store) {
        this.store = requireNonNull(store, "store is null");
    }

    /**
     * The version meant, which exists.
     *
     * @throws StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND, AMBIGUOUS_REFERENCE
     * @throws UnknownReferenceException for a name that is neither a tag nor a branch
     */
    public TableVersion resolve(String table, VersionSelector selector) {
        if (selector instanceof VersionSelector.Number number) {
            return existing(table, number.version());
        }
        return selector instanceof VersionSelector.Name name
                ? named(table, name.name())
                : asOf(table, ((VersionSelector.AsOf) selector).moment());
    }

    private TableVersion existing(String table, long number) {
        if (number < 1) {
            store.latestVersion(table); // a table that is not there is the bigger problem
            throw new StorageException(
                    Reason.VERSION_NOT_FOUND,
                    "Table " + table + " has no version " + number + "; versions start at 1.");
        }
        return existing(new TableVersion(table, number));
    }

    private TableVersion existing(TableVersion version) {
        try (TableHandle found = store.open(version)) {
            return found.tableVersion();
        }
    }

    private TableVersion named(String table, String name) {
        TableTags references = store.tags(table);
        Optional<TableTag> tag = references.find(name);
        List<TableBranch> branches = references.branches();
        boolean isMain = name.equals(MAIN_BRANCH);
        boolean isBranch =
                isMain || branches.stream().anyMatch(branch -> branch.name().equals(name));
        if (tag.isPresent() && isBranch) {
            throw new StorageException(
                    Reason.AMBIGUOUS_REFERENCE,
                    "Table " + table + " has both a tag and a branch " + name
                            + "; name the version by its number, or rename one of them.");
        }
        if (tag.isPresent()) {
            return existing(tagged(table, tag.get()));
        }
        if (isBranch) {
            String branch = isMain ? TableVersion.MAIN : name;
            return new TableVersion(table, branch, store.timeline(table, branch).newest());
        }
        throw new UnknownReferenceException(
                table,
                name,
                references.list().stream().map(TableTag::name).toList(),
                branches.stream().map(TableBranch::name).toList());
    }

    static TableVersion tagged(String table, TableTag tag) {
        String branch = tag.branch();
        if (tag.version() < 1) {
            throw new StorageException(
                    Reason.DAMAGED, "Tag " + tag.name() + " of table " + table + " names no version.");
        }
        return new TableVersion(table, branch == null ? TableVersion.MAIN : branch, tag.version());
    }

    private TableVersion asOf(String table, Instant moment) {
        VersionTimeline versions = store.timeline(table, TableVersion.MAIN);
        OptionalLong found = versions.asOf(moment);
        if (found.isPresent()) {
            return new TableVersion(table, found.getAsLong());
        }
        List<Long> all = versions.all();
        long oldest = all.get(all.size() - 1);
        String since = versions.committedAt(oldest).map(Instant::toString).orElse("a later time");
        throw new StorageException(
                Reason.VERSION_NOT_FOUND,
                "Table " + table + " has no version as of " + moment + "; "
                        + (oldest == 1
                                ? "its first version was committed at " + since + "."
                                : "the oldest that is left, version " + oldest + ", was committed at " + since + "."));
    }
}
