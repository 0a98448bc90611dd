package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.StorageException.Reason;

/** The tables of one database: listed, opened, created, dropped, and added to. Thread-safe. */
public final class TableStore implements AutoCloseable {
    private final DatabaseRoot root;
    private final boolean readOnly;
    private final BufferAllocator allocator;
    private final DurableFiles durable;
    private final SystemDirectory system;
    private final HandleCache cache;
    private final NewestVersions newest = new NewestVersions();
    private final FactsCache facts = new FactsCache();
    private final ScanThreads threads;
    private final FragmentWriter writer;
    private final DatasetBuilder builder;
    private final Map<String, ConfigStore> configStores = new ConcurrentHashMap<>();
    private final Map<String, Sequence> sequences = new ConcurrentHashMap<>();
    private final Map<Path, Lock> checkedCommits = new ConcurrentHashMap<>();
    private final Map<Path, ReadWriteLock> dropping = new ConcurrentHashMap<>();
    private final CommitTimes commitTimes = new CommitTimes();

    private TableStore(DatabaseRoot root, boolean readOnly, ArrowMemory memory, Durability durability) {
        this.root = requireNonNull(root, "root is null");
        this.readOnly = readOnly;
        this.durable = new DurableFiles(durability);
        this.system = new SystemDirectory(root, durable);
        system.requireKnownFormat();
        this.allocator = memory.newChild("tables of " + root.directory().getFileName());
        this.cache = new HandleCache(allocator);
        this.threads = new ScanThreads(String.valueOf(root.directory().getFileName()));
        this.writer = new FragmentWriter(allocator, durable);
        this.builder = new DatasetBuilder(system, writer, durable, allocator);
    }

    /** Opens a database whose commits survive power loss. */
    public static TableStore open(DatabaseRoot root, boolean readOnly, ArrowMemory memory) {
        return open(root, readOnly, memory, Durability.FULL);
    }

    /**
     * Opens a database.
     *
     * @param readOnly whether every change is refused; such a store never writes a byte
     * @throws StorageException UNKNOWN_FORMAT when a later program left its own files in it
     */
    public static TableStore open(DatabaseRoot root, boolean readOnly, ArrowMemory memory, Durability durability) {
        return new TableStore(root, readOnly, memory, durability);
    }

    public DatabaseRoot root() {
        return root;
    }

    public boolean readOnly() {
        return readOnly;
    }

    /** What the creation of tables and the changes of whole tables survive. */
    public Durability durability() {
        return durable.durability();
    }

    /** Names of the tables, sorted. Opens none of them. */
    public List<String> tables() {
        return root.tableNames();
    }

    /**
     * Newest version of a table, as of now.
     *
     * @throws StorageException TABLE_NOT_FOUND, DAMAGED
     */
    public long latestVersion(String table) {
        return latestVersion(requireTable(table), table);
    }

    /**
     * When the versions of a branch were committed.
     *
     * @param branch {@link TableVersion#MAIN} or the name of one that exists
     */
    public VersionTimeline timeline(String table, String branch) {
        Path directory = ReferenceFiles.versions(requireTable(table), branch);
        return new VersionTimeline(directory, table, () -> latestVersion(directory, table), commitTimes);
    }

    long latestVersion(Path directory, String name) {
        NewestVersions.Folder folder = NewestVersions.Folder.of(directory);
        OptionalLong known = folder == null ? OptionalLong.empty() : newest.find(directory, folder);
        if (folder == null || known.isPresent()) {
            return known.orElseGet(() -> askedVersion(directory, name));
        }
        long version = askedVersion(directory, name);
        newest.remember(directory, version, folder);
        return version;
    }

    private long askedVersion(Path directory, String name) {
        OpenDataset any = cache.acquireAny(directory);
        if (any != null) {
            try {
                return any.dataset().latestVersion();
            } catch (Exception e) {
                throw unreadable(directory, name, e);
            } finally {
                cache.release(any);
            }
        }
        try (Dataset dataset =
                Dataset.open().allocator(allocator).uri(directory.toString()).build()) {
            return dataset.version();
        } catch (Exception e) {
            throw unreadable(directory, name, e);
        }
    }

    /**
     * The versions of a table, read when they are asked for.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    public TableVersions versions(String table) {
        return new TableVersions(requireTable(table), table, allocator, facts);
    }

    /**
     * The tags and branches of a table.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    public TableTags tags(String table) {
        return new TableTags(requireTable(table), table, readOnly, durable);
    }

    private static StorageException unreadable(Path directory, String name, Exception e) {
        if (!Files.exists(directory)) {
            return notFound(name);
        }
        return LanceErrors.translate("Table " + name + " cannot be read", e);
    }

    /**
     * A lease on a table at one version.
     *
     * @throws StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND, DAMAGED
     */
    public TableHandle open(TableVersion version) {
        Path directory = ReferenceFiles.versions(root.tableDirectory(version.table()), version.branch());
        LeasedTable lease = lease(directory, version);
        if (lease == null) {
            throw versionNotFound(version, directory);
        }
        return lease;
    }

    /** A lease on a table at one version, or null when that version does not exist. */
    @Nullable LeasedTable lease(Path directory, TableVersion version) {
        OpenDataset dataset = cache.acquire(new OpenDataset.Key(directory, version.version()), version.table());
        return dataset == null ? null : new LeasedTable(version, dataset, cache, threads);
    }

    private StorageException versionNotFound(TableVersion missing, Path directory) {
        try (Dataset dataset =
                Dataset.open().allocator(allocator).uri(directory.toString()).build()) {
            String existing = VersionRanges.describe(dataset.listVersions().stream()
                    .map(version -> version.getId())
                    .toList());
            return new StorageException(
                    Reason.VERSION_NOT_FOUND,
                    "Table " + missing.tableAndBranch() + " has no version " + missing.version() + "; " + existing
                            + ".");
        } catch (Exception e) {
            return unreadable(directory, missing.table(), e);
        }
    }

    /**
     * Creates a table with its rows as version 1; it appears whole or not at all.
     *
     * @param schema columns, with nullability and field metadata
     * @param tableMetadata what {@link TableHandle#metadata} gives back
     * @return number of rows
     * @throws StorageException TABLE_EXISTS, INVALID_NAME, UNSUPPORTED_TYPE, READ_ONLY, DISK_FULL
     */
    public long create(
            String table, Schema schema, Map<String, String> tableMetadata, BatchSource rows, CommitMark mark) {
        requireWritable("Table " + table);
        Path target = root.tableDirectory(table);
        ColumnNames.requireCreatable(table, schema);
        StorableTypes.require(table, schema);
        if (root.exists(table)) {
            throw exists(table);
        }
        Schema stored = DatasetBuilder.withMetadata(schema, tableMetadata);
        return builder.create(target, stored, rows, mark, "Table " + table + " cannot be created")
                .orElseThrow(() -> exists(table));
    }

    private static StorageException exists(String table) {
        return new StorageException(Reason.TABLE_EXISTS, "Table " + table + " exists already.");
    }

    /**
     * Moves a table to the trash under {@code _lancesql}.
     *
     * @throws StorageException TABLE_NOT_FOUND, READ_ONLY
     */
    public void drop(String table) {
        requireWritable("Table " + table);
        Path directory = requireTable(table);
        Path trash = system.newTrash(table);
        Lock lock = dropping(directory).writeLock();
        lock.lock();
        try {
            Files.move(directory, trash, StandardCopyOption.ATOMIC_MOVE);
            durable.forceDirectory(requireNonNull(trash.getParent()));
            durable.forceDirectory(root.directory());
        } catch (NoSuchFileException e) {
            throw notFound(table);
        } catch (IOException e) {
            throw FileErrors.translate("Table " + table + " cannot be dropped", e);
        } finally {
            lock.unlock();
        }
        cache.forget(directory);
    }

    /**
     * The version in (after, upTo] that has the id of a {@link CommitMark}.
     *
     * @throws StorageException TABLE_NOT_FOUND; VERSION_NOT_FOUND when it could be one that is gone
     */
    public OptionalLong findMark(String table, String mark, long after, long upTo) {
        return new CommitHistory(cache, requireTable(table), table, mark).find(after, upTo);
    }

    /** Whether the version that a handle is open at is still one of the table of its name. */
    public boolean holds(TableHandle handle) {
        OpenDataset dataset = ((LeasedTable) handle).dataset();
        return dataset.identity()
                .equals(ManifestIdentity.of(
                        dataset.key().directory(), handle.tableVersion().version()));
    }

    /**
     * Writes rows to files that nobody sees.
     *
     * @param base version that the rows were made against
     * @throws StorageException CONFLICT when the table has other columns by now
     */
    public StagedFiles stage(TableHandle base, BatchSource rows) {
        requireWritable("Table " + base.tableVersion().table());
        return writer.stage((LeasedTable) base, rows);
    }

    /**
     * Writes the rows of a table that is to be replaced, columns and all, to files that nobody sees.
     *
     * @param base version that gives way; it must still be HEAD at the commit
     * @throws StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND, UNSUPPORTED_TYPE, READ_ONLY, DISK_FULL
     */
    public StagedFiles stageReplacement(TableVersion base, Schema schema, BatchSource rows) {
        String table = base.table();
        requireWritable("Table " + table);
        ColumnNames.requireCreatable(table, schema);
        StorableTypes.require(table, schema);
        Path directory = requireTable(table);
        ManifestIdentity identity = ManifestIdentity.of(directory, base.version());
        if (identity == null) {
            throw versionNotFound(base, directory);
        }
        WriterFeatures.requireKnown(directory, base.version(), table);
        return writer.stageReplacement(directory, base, identity, schema, rows);
    }

    /**
     * Publishes the columns and rows of {@link #stageReplacement} as one new version.
     *
     * @throws StorageException when it certainly did not happen for a reason other than a conflict: READ_ONLY,
     *     DISK_FULL, PERMISSION_DENIED and the like
     */
    public CommitOutcome commit(StagedFiles files, CommitMark mark) {
        requireWritable("Table " + files.base().table());
        if (!(files instanceof StagedReplacement replacement)) {
            throw new IllegalArgumentException("Rows of table " + files.base().table() + " replace nothing");
        }
        Path replaced = root.tableDirectory(files.base().table());
        return new ReplacingCommit(replaced, replacement, mark, this, allocator).run(system.newStaging());
    }

    /**
     * Publishes the changes of one transaction as one new version. An empty change publishes nothing: it is Committed at
     * its base.
     *
     * @param durability what has to survive a power loss before this returns
     * @throws StorageException when it certainly did not happen for a reason other than a conflict: READ_ONLY,
     *     DISK_FULL, PERMISSION_DENIED and the like
     */
    public CommitOutcome commit(TableChange change, CommitMark mark, Durability durability) {
        TableVersion base = change.base().tableVersion();
        requireWritable("Table " + base.table());
        requireOwn(change);
        if (change.isEmpty()) {
            return new Committed(base.version());
        }
        return new FencedCommit(this, change, mark, new DurableFiles(durability)).run();
    }

    private void requireOwn(TableChange change) {
        String table = change.base().tableVersion().table();
        Path directory = root.tableDirectory(table);
        boolean own = ((LeasedTable) change.base()).dataset().key().directory().equals(directory);
        for (StagedFiles files : change.added()) {
            own &= files instanceof StagedFragments staged && staged.directory().equals(directory);
        }
        if (!own) {
            throw new IllegalArgumentException("The change of table " + table + " has rows of another one");
        }
    }

    /**
     * Reads staged rows, in the order in which they were staged.
     *
     * @param columns names of columns of the table
     * @throws StorageException VERSION_NOT_FOUND when the version that they were staged against is gone
     */
    public BatchReader readStaged(StagedFiles files, List<String> columns, BufferAllocator into) {
        if (!(files instanceof StagedFragments staged)) {
            throw new IllegalArgumentException(
                    "Rows that replace table " + files.base().table() + " are not read back");
        }
        if (staged.fragments().isEmpty()) {
            try (TableHandle base = open(staged.base())) {
                return NoRows.of(base.schema(), columns);
            }
        }
        return new StagedScan(staged, allocator).open(columns, system.newStaging(), into);
    }

    /** Deletes staged files that no commit has been tried with. What cannot be deleted is left for VACUUM. */
    public void discard(StagedFiles files) {
        if (files instanceof StagedFragments staged) {
            staged.delete();
        }
    }

    /**
     * A configuration store under {@code _lancesql/<name>.lance}.
     *
     * @param name lower-case letters
     */
    public ConfigStore configStore(String name) {
        requireLetters(name);
        return configStores.computeIfAbsent(name, key -> new LanceConfigStore(key, this, system.configStore(key)));
    }

    /**
     * Small files under {@code _lancesql/<folder>}.
     *
     * @param folder lower-case letters
     */
    public SystemFiles systemFiles(String folder) {
        requireLetters(folder);
        return new SystemFiles(this, system, durable, folder);
    }

    private static void requireLetters(String name) {
        if (!name.chars().allMatch(c -> c >= 'a' && c <= 'z') || name.isEmpty()) {
            throw new IllegalArgumentException("\"" + name + "\" is not a name in lower-case letters");
        }
    }

    /**
     * A sequence of numbers, kept under {@code _lancesql/catalog.lance}; it begins with its first use.
     *
     * @param id of letters and digits
     */
    public Sequence sequence(String id) {
        return sequences.computeIfAbsent(id, key -> new Sequence(key, configStore("catalog")));
    }

    /** The door for what changes a table and none of its rows. */
    public Maintenance maintenance() {
        return new Maintenance(this);
    }

    /** A new name for a folder aside. */
    Path newStaging() {
        return system.newStaging();
    }

    HandleCache cache() {
        return cache;
    }

    DatasetBuilder builder() {
        return builder;
    }

    /** Taken by those who check their changes against HEAD, for of these only one can be next. */
    Lock checkedCommits(Path directory) {
        return checkedCommits.computeIfAbsent(directory, key -> new ReentrantLock(true));
    }

    /** Taken by those who drop a table, and shared by those who publish to it. Other processes do not know of it. */
    ReadWriteLock dropping(Path directory) {
        return dropping.computeIfAbsent(directory, key -> new ReentrantReadWriteLock(true));
    }

    /** Forces what a commit wrote, once it is published. */
    void forceCommit(Path directory, long pinnedVersion, String uuid, long version) throws IOException {
        if (durable.durability() == Durability.FULL) {
            durable.force(DurableFiles.ofCommit(directory, pinnedVersion, uuid, version));
        }
    }

    /** A handle of the caller's own on the newest version. */
    Dataset openHead(String table) {
        return KnownFormat.require(Dataset.open()
                .allocator(allocator)
                .uri(requireTable(table).toString())
                .build());
    }

    /** Forces what Lance published by itself. */
    void forceManifest(Path directory, long version) throws IOException {
        durable.force(List.of(ManifestIdentity.file(directory, version)));
    }

    /** Forces the files of an index. */
    void forceIndex(Path directory, String uuid) throws IOException {
        Path indexes = directory.resolve("_indices");
        if (Files.exists(indexes.resolve(uuid))) {
            durable.forceTree(indexes.resolve(uuid));
            durable.forceDirectory(indexes);
            durable.forceDirectory(directory);
        }
    }

    void requireWritable(String what) {
        if (readOnly) {
            throw new StorageException(
                    Reason.READ_ONLY, what + " cannot be changed: the database is open for reading only.");
        }
    }

    private Path requireTable(String table) {
        Path directory = root.tableDirectory(table);
        if (!Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
            throw notFound(table);
        }
        return directory;
    }

    static StorageException notFound(String table) {
        return new StorageException(Reason.TABLE_NOT_FOUND, "There is no table " + table + ".");
    }

    /** Closes what is idle; handles that are still lent are closed when they come back. */
    @Override
    public void close() {
        threads.close();
        cache.close();
        allocator.close();
    }
}
