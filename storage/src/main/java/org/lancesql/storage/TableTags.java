package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/**
 * The tags and branches of one table, each answer as of now. Tags are made by a link and replaced by a move, so that of
 * several who make one tag at once one does: Lance's own call looks first and then writes.
 */
public final class TableTags {
    private final Path directory;
    private final String table;
    private final boolean readOnly;
    private final DurableFiles durable;

    TableTags(Path directory, String table, boolean readOnly, DurableFiles durable) {
        this.directory = directory;
        this.table = table;
        this.readOnly = readOnly;
        this.durable = durable;
    }

    /** All tags, by name. */
    public List<TableTag> list() {
        List<TableTag> tags = new ArrayList<>();
        for (Path file : ReferenceFiles.list(ReferenceFiles.tags(directory), table)) {
            JsonNode content = ReferenceFiles.read(file, table);
            if (content != null) {
                tags.add(ReferenceFiles.tag(ReferenceFiles.name(file), content));
            }
        }
        tags.sort(Comparator.comparing(TableTag::name));
        return tags;
    }

    /** The tag of exactly this name. */
    public Optional<TableTag> find(String name) {
        return list().stream().filter(tag -> tag.name().equals(name)).findFirst();
    }

    /** All branches but main, by name. */
    public List<TableBranch> branches() {
        List<TableBranch> branches = new ArrayList<>();
        for (Path file : ReferenceFiles.list(ReferenceFiles.branches(directory), table)) {
            JsonNode content = ReferenceFiles.read(file, table);
            if (content != null) {
                String name = ReferenceFiles.name(file);
                branches.add(ReferenceFiles.branch(name, content, newestVersion(name)));
            }
        }
        branches.sort(Comparator.comparing(TableBranch::name));
        return branches;
    }

    private OptionalLong newestVersion(String branch) {
        Path versions = ReferenceFiles.branch(directory, branch).normalize();
        if (!versions.startsWith(directory) || !Files.isDirectory(VersionFolder.of(versions))) {
            return OptionalLong.empty();
        }
        return VersionFolder.numbers(versions, table).max();
    }

    /**
     * Names a version of the main branch; false when there is such a tag already.
     *
     * @throws StorageException INVALID_NAME, VERSION_NOT_FOUND, READ_ONLY, DISK_FULL
     */
    public boolean create(String name, long version) {
        Path file = writable(name);
        Instant now = Instant.now();
        return publish(version, content -> {
            try {
                Files.createLink(file, content);
                return true;
            } catch (FileAlreadyExistsException e) {
                return false;
            }
        }, now, now, file);
    }

    /**
     * Makes a tag name another version of the main branch; there need not be one of the name.
     *
     * @throws StorageException INVALID_NAME, VERSION_NOT_FOUND, READ_ONLY, DISK_FULL
     */
    public void replace(String name, long version) {
        Path file = writable(name);
        Instant now = Instant.now();
        Instant created = find(name).map(TableTag::createdAt).orElse(now);
        publish(version, content -> {
            Files.move(content, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            return true;
        }, created, now, file);
    }

    private Path writable(String name) {
        TagNames.require(name);
        requireWritable(name);
        return ReferenceFiles.tag(directory, name);
    }

    private void requireWritable(String name) {
        if (readOnly) {
            throw new StorageException(
                    Reason.READ_ONLY,
                    "Tag " + name + " of table " + table + " cannot be changed: the database is open for reading only.");
        }
    }

    private interface Publication {
        boolean of(Path content) throws IOException;
    }

    private boolean publish(
            long version, Publication publication, @Nullable Instant created, Instant updated, Path file) {
        long manifestSize = manifestSize(version);
        Path aside = directory.resolve("_refs").resolve(Ulid.next() + ".tmp");
        try {
            Files.createDirectories(requireNonNull(file.getParent()));
            Files.write(
                    aside,
                    ReferenceFiles.content(version, created == null ? updated : created, updated, manifestSize));
            if (!publication.of(aside)) {
                return false;
            }
            durable.force(List.of(file));
            if (ManifestIdentity.of(directory, version) == null) {
                Files.deleteIfExists(file); // somebody cleaned the version up before the tag could keep it
                throw gone(version);
            }
            return true;
        } catch (IOException e) {
            throw FileErrors.translate("Tag " + ReferenceFiles.name(file) + " of table " + table + " cannot be made", e);
        } finally {
            deleteQuietly(aside);
        }
    }

    private long manifestSize(long version) {
        ManifestIdentity manifest = version < 1 ? null : ManifestIdentity.of(directory, version);
        if (manifest == null) {
            throw gone(version);
        }
        return manifest.size();
    }

    private StorageException gone(long version) {
        return new StorageException(
                Reason.VERSION_NOT_FOUND,
                "Table " + table + " has no version " + version + "; "
                        + VersionRanges.describe(
                                VersionFolder.numbers(directory, table).boxed().toList())
                        + ".");
    }

    private static void deleteQuietly(Path aside) {
        try {
            Files.deleteIfExists(aside);
        } catch (IOException e) {
            // Nobody reads what lies there under such a name.
        }
    }

    /**
     * Takes a name away; false when there is no such tag.
     *
     * @throws StorageException INVALID_NAME, READ_ONLY
     */
    public boolean drop(String name) {
        Path file = writable(name);
        try {
            boolean dropped = Files.deleteIfExists(file);
            if (dropped) {
                durable.forceDirectory(requireNonNull(file.getParent()));
            }
            return dropped;
        } catch (IOException e) {
            throw FileErrors.translate("Tag " + name + " of table " + table + " cannot be dropped", e);
        }
    }
}
