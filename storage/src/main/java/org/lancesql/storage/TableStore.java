package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.StorageException.Reason;

/** One database: its tables, opened at their versions and added to, and the ways to all else in it. Thread-safe. */
public final class TableStore implements AutoCloseable {
    private final DatabaseRoot root;
    private final boolean readOnly;
    private final BufferAllocator allocator;
    private final DurableFiles durable;
    private final SystemDirectory system;
    private final HandleCache cache;
    private final ColumnCache columns;
    private final FactsCache facts = new FactsCache();
    private final ScanThreads threads;
    private final TableHandles handles;
    private final TablePlaces places;
    private final SystemStores stores;
    private final FragmentWriter writer;
    private final DatasetBuilder builder;
    private final Map<Path, CommitTurns> commitTurns = new ConcurrentHashMap<>();
    private final CommitTimes commitTimes = new CommitTimes();

    private TableStore(
            DatabaseRoot root, boolean readOnly, ArrowMemory memory, Durability durability, long columnCacheBytes) {
        this.root = requireNonNull(root, "root is null");
        this.readOnly = readOnly;
        this.durable = new DurableFiles(durability);
        this.system = new SystemDirectory(root, durable);
        system.requireKnownFormat();
        this.allocator = memory.newChild("tables of " + root.directory().getFileName());
        this.cache = new HandleCache(allocator);
        this.columns = new ColumnCache(
                columnCacheBytes, memory, "columns of " + root.directory().getFileName());
        this.threads = new ScanThreads(String.valueOf(root.directory().getFileName()));
        this.handles = new TableHandles(root, cache, columns, threads, allocator);
        this.writer = new FragmentWriter(allocator, durable);
        this.builder = new DatasetBuilder(system, writer, durable, allocator);
        this.places = new TablePlaces(this, handles, system, durable);
        this.stores = new SystemStores(this, system, durable);
    }

    /** Opens a database whose commits survive power loss. */
    public static TableStore open(DatabaseRoot root, boolean readOnly, ArrowMemory memory) {
        return open(root, readOnly, memory, Durability.FULL);
    }

    /**
     * Opens a database that keeps no columns in memory.
     *
     * @param readOnly whether every change is refused; such a store never writes a byte
     * @throws StorageException UNKNOWN_FORMAT when a later program left its own files in it
     */
    public static TableStore open(DatabaseRoot root, boolean readOnly, ArrowMemory memory, Durability durability) {
        return open(root, readOnly, memory, durability, 0);
    }

    /**
     * Opens a database.
     *
     * @param readOnly whether every change is refused; such a store never writes a byte
     * @param columnCacheBytes most memory that columns which were read may stay in; 0 to keep none
     * @throws StorageException UNKNOWN_FORMAT when a later program left its own files in it
     */
    public static TableStore open(
            DatabaseRoot root, boolean readOnly, ArrowMemory memory, Durability durability, long columnCacheBytes) {
        return new TableStore(root, readOnly, memory, durability, columnCacheBytes);
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
        return latestVersion(handles.require(table), table);
    }

    /**
     * When the versions of a branch were committed.
     *
     * @param branch {@link TableVersion#MAIN} or the name of one that exists
     */
    public VersionTimeline timeline(String table, String branch) {
        Path directory = ReferenceFiles.versions(handles.require(table), branch);
        return new VersionTimeline(directory, table, () -> latestVersion(directory, table), commitTimes);
    }

    long latestVersion(Path directory, String name) {
        return handles.latestVersion(directory, name);
    }

    /**
     * The versions of a table, read when they are asked for.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    public TableVersions versions(String table) {
        return new TableVersions(handles.require(table), table, allocator, facts);
    }

    /**
     * The tags and branches of a table.
     *
     * @throws StorageException TABLE_NOT_FOUND
     */
    public TableTags tags(String table) {
        return new TableTags(handles.require(table), table, readOnly, durable);
    }

    /**
     * A lease on a table at one version.
     *
     * @throws StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND, DAMAGED
     */
    public TableHandle open(TableVersion version) {
        return handles.open(version);
    }

    /** A lease on a table at one version, or null when that version does not exist. */
    @Nullable LeasedTable lease(Path directory, TableVersion version) {
        return handles.lease(directory, version);
    }

    /** Which tables there are: made, dropped and taken back. */
    public TablePlaces places() {
        return places;
    }

    /** What is kept beside the tables. */
    public SystemStores system() {
        return stores;
    }

    /** {@link TablePlaces#create} of a table whose name is free if no table has it. */
    public long create(
            String table, Schema schema, Map<String, String> tableMetadata, BatchSource rows, CommitMark mark) {
        return places.create(table, schema, tableMetadata, rows, mark, () -> {});
    }

    /** {@link TablePlaces#drop} of a table that nothing keeps from being dropped. */
    public void drop(String table) {
        places.drop(table, () -> true);
    }

    /**
     * The version in (after, upTo] that has the id of a {@link CommitMark}.
     *
     * @throws StorageException TABLE_NOT_FOUND; VERSION_NOT_FOUND when it could be one that is gone
     */
    public OptionalLong findMark(String table, String mark, long after, long upTo) {
        return new CommitHistory(cache, handles.require(table), table, mark).find(after, upTo);
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

    /** The same, for rows that will hardly be dropped: they are forced to disk, so that their commit need not wait for it. */
    public StagedFiles stageAhead(TableHandle base, BatchSource rows) {
        StagedFiles staged = stage(base, rows);
        try {
            durable.force(FragmentWriter.files(
                    fragments(staged).directory(), fragments(staged).fragments()));
            return staged;
        } catch (IOException e) {
            discard(staged); // a disk that has failed once may say later that all is well
            throw FileErrors.translate(
                    "Rows cannot be written for table " + base.tableVersion().table(), e);
        }
    }

    /**
     * Writes the rows of a table that is to be replaced, columns and all, to files that nobody sees.
     *
     * @param base version that gives way; it must still be HEAD at the commit
     * @throws StorageException TABLE_NOT_FOUND, VERSION_NOT_FOUND, UNSUPPORTED_TYPE, READ_ONLY, DISK_FULL
     */
    public StagedReplacement stageReplacement(TableVersion base, Schema schema, BatchSource rows) {
        String table = base.table();
        requireWritable("Table " + table);
        ColumnNames.requireCreatable(table, schema);
        StorableTypes.require(table, schema);
        Path directory = handles.require(table);
        ManifestIdentity identity = ManifestIdentity.of(directory, base.version());
        if (identity == null) {
            throw handles.missing(base, directory);
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
    public CommitOutcome replace(StagedReplacement files, CommitMark mark) {
        requireWritable("Table " + files.base().table());
        return new ReplacingCommit(files, mark, this, allocator).run(system.newStaging());
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
        return commit(change, mark, durability, CommitGuard.OPEN);
    }

    /** @param guard asked before each attempt; where it refuses, the outcome is {@link CommitOutcome.Withheld} */
    public CommitOutcome commit(TableChange change, CommitMark mark, Durability durability, CommitGuard guard) {
        return commit(change, mark, new DurableFiles(durability), guard);
    }

    /** @param together forces the version to disk, later */
    public CommitOutcome commit(TableChange change, CommitMark mark, JointForce together, CommitGuard guard) {
        return commit(change, mark, together.files(), guard);
    }

    private CommitOutcome commit(TableChange change, CommitMark mark, DurableFiles durable, CommitGuard guard) {
        LeasedTable base = requireOwn(change);
        if (change.isEmpty()) {
            return new Committed(base.tableVersion().version());
        }
        HeadChange rebased = new RebasedChange(change, allocator);
        return new FencedCommit(this, base, rebased, mark, guard, durable).run();
    }

    /** Whether the files of a change's added rows are still there: nobody cleans up before a week has passed. */
    public boolean isStaged(TableChange change) {
        Path directory = root.tableDirectory(change.base().tableVersion().table());
        return change.added().stream()
                .flatMap(files -> FragmentWriter.files(directory, ((StagedFragments) files).fragments()).stream())
                .allMatch(Files::exists);
    }

    /**
     * Forces the staged rows of a change to disk, so that another program can publish them after a power loss.
     *
     * @throws StorageException DISK_FULL and the like
     */
    public void forceStaged(TableChange change, Durability durability) {
        TableVersion base = requireOwn(change).tableVersion();
        Path directory = root.tableDirectory(base.table());
        List<Path> files = change.added().stream()
                .flatMap(added ->
                        FragmentWriter.files(directory, fragments(added).fragments()).stream())
                .toList();
        try {
            new DurableFiles(durability).force(files);
        } catch (IOException e) {
            throw FileErrors.translate("Rows of table " + base.table() + " cannot be changed", e);
        }
    }

    /** What would keep a change from being published now; writes nothing. */
    public Optional<Conflict> obstacle(TableChange change) {
        LeasedTable base = requireOwn(change);
        HeadChange rebased = new RebasedChange(change, allocator);
        CommitMark none = CommitMark.create(Map.of());
        return new FencedCommit(this, base, rebased, none, CommitGuard.OPEN, new DurableFiles(Durability.OS))
                .obstacle();
    }

    /**
     * Takes back what a change has published, as one new version: rows that it added and that are as it left them go, and
     * those that it removed come back, but for such as others have changed in their new form. A change that was never
     * published, or not since the table was replaced, is taken back by a version that changes nothing, after which it
     * cannot be published any more.
     *
     * @param applied mark of the change
     * @param mark of the same transaction
     * @return Committed; Withheld; or Conflict, with what keeps it from being taken back
     */
    public CommitOutcome undo(
            TableChange change, CommitMark applied, CommitMark mark, Durability durability, CommitGuard guard) {
        LeasedTable base = requireOwn(change);
        HeadChange undo = new RowUndo(this, change, applied);
        return new FencedCommit(this, base, undo, mark, guard, new DurableFiles(durability)).run();
    }

    private LeasedTable requireOwn(TableChange change) {
        LeasedTable base = (LeasedTable) change.base();
        String table = base.tableVersion().table();
        requireWritable("Table " + table);
        Path directory = root.tableDirectory(table);
        boolean own = base.dataset().key().directory().equals(directory);
        for (StagedFiles files : change.added()) {
            own &= fragments(files).directory().equals(directory);
        }
        if (!own) {
            throw new IllegalArgumentException("The change of table " + table + " has rows of another one");
        }
        return base;
    }

    /** Only this package makes staged files. */
    private static StagedFragments fragments(StagedFiles files) {
        return (StagedFragments) files;
    }

    /**
     * Reads staged rows, in the order in which they were staged.
     *
     * @param columns names of columns of the table
     * @throws StorageException VERSION_NOT_FOUND when the version that they were staged against is gone
     */
    public BatchReader readStaged(StagedFiles files, List<String> columns, BufferAllocator into) {
        StagedFragments staged = fragments(files);
        if (staged.fragments().isEmpty()) {
            try (TableHandle base = open(staged.base())) {
                return NoRows.of(base.schema(), columns);
            }
        }
        return new StagedScan(staged, allocator).open(columns, system.newStaging(), into);
    }

    /** Deletes staged files that no commit has been tried with. What cannot be deleted is left for VACUUM. */
    public void discard(StagedFiles files) {
        fragments(files).delete();
    }

    /** Memory of this store; a child of it, or a scan, is closed before the store. */
    public BufferAllocator memory() {
        return allocator;
    }

    /** Memory that columns are kept in, in bytes. */
    public long columnCacheBytes() {
        return columns.bytes();
    }

    /** The door for what changes a table and none of its rows. */
    public Maintenance maintenance() {
        return new Maintenance(this);
    }

    /**
     * Begins a copy of the database, which is forced to disk.
     *
     * @param target a directory that is not there, or empty
     * @throws StorageException INVALID_TARGET, PERMISSION_DENIED and the like
     */
    public DatabaseCopy copyTo(Path target) {
        return DatabaseCopy.into(target, this, new DurableFiles(Durability.FULL));
    }

    /** Where a configuration store is, whether it exists or not. */
    Path configDirectory(String name) {
        return system.configStore(name);
    }

    /** A new name for a folder aside. */
    Path newStaging() {
        return system.newStaging();
    }

    FragmentWriter writer() {
        return writer;
    }

    HandleCache cache() {
        return cache;
    }

    DatasetBuilder builder() {
        return builder;
    }

    /** Who commits to a table asks here first, and takes the lock of its place then. */
    CommitTurns commitTurns(Path directory) {
        return commitTurns.computeIfAbsent(directory, key -> new CommitTurns());
    }

    /** The lock of a table's place, shared by those who publish to it. */
    PlaceLock place(Path directory) {
        return places.lock(directory);
    }

    /** Forces what a commit wrote, once it is published. */
    void forceCommit(Path directory, long pinnedVersion, String uuid, long version) throws IOException {
        if (durable.durability() == Durability.FULL) {
            durable.force(DurableFiles.ofCommit(directory, pinnedVersion, uuid, version));
        }
    }

    /** A handle of the caller's own on the newest version. */
    Dataset openHead(String table) {
        return KnownFormat.require(handles.openHead(handles.require(table)));
    }

    /** A handle of the caller's own on a version. */
    Dataset openOwn(OpenDataset.Key version) {
        return KnownFormat.require(handles.openOwn(version));
    }

    DurableFiles durable() {
        return durable;
    }

    void requireWritable(String what) {
        if (readOnly) {
            throw new StorageException(
                    Reason.READ_ONLY, what + " cannot be changed: the database is open for reading only.");
        }
    }

    /** Closes what is idle; handles that are still lent are closed when they come back. */
    @Override
    public void close() {
        threads.close();
        columns.close();
        cache.close();
        places.close();
        allocator.close();
    }
}
