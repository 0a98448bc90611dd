package org.lancesql.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.StorageException.Reason;

/**
 * Which tables a database has: made, dropped and taken back, so that each is whole or not there, in all processes that use
 * the database. Thread-safe.
 */
public final class TablePlaces {
    private final TableStore store;
    private final TableHandles handles;
    private final PlaceLocks locks;
    private final Trash trash;

    TablePlaces(TableStore store, TableHandles handles, SystemDirectory system, DurableFiles durable) {
        this.store = store;
        this.handles = handles;
        this.locks = new PlaceLocks(system::locks);
        this.trash = new Trash(store.root(), system, durable, locks);
    }

    /**
     * Creates a table with its rows as version 1; it appears whole or not at all.
     *
     * @param schema columns, with nullability and field metadata
     * @param tableMetadata what {@link TableHandle#metadata} gives back
     * @param free looks whether the name is free, while nobody else can give it to a table or view
     * @return number of rows
     * @throws StorageException TABLE_EXISTS, INVALID_NAME, UNSUPPORTED_TYPE, READ_ONLY, DISK_FULL
     */
    public long create(
            String table,
            Schema schema,
            Map<String, String> tableMetadata,
            BatchSource rows,
            CommitMark mark,
            Runnable free) {
        store.requireWritable("Table " + table);
        Path target = store.root().tableDirectory(table);
        ColumnNames.requireCreatable(table, schema);
        StorableTypes.require(table, schema);
        if (store.root().exists(table)) {
            throw exists(table);
        }
        Schema stored = DatasetBuilder.withMetadata(schema, tableMetadata);
        String problem = "Table " + table + " cannot be created";
        DatasetBuilder.Placing placing = move -> naming(problem, () -> {
            free.run();
            move.run();
        });
        return store.builder()
                .create(target, stored, rows, mark, problem, placing)
                .orElseThrow(() -> exists(table));
    }

    private static StorageException exists(String table) {
        return new StorageException(Reason.TABLE_EXISTS, "Table " + table + " exists already.");
    }

    /**
     * Moves a table to the trash under {@code _lancesql}.
     *
     * @param allowed asked while nobody can publish to the table
     * @return whether it was allowed
     * @throws StorageException TABLE_NOT_FOUND, READ_ONLY
     */
    public boolean drop(String table, BooleanSupplier allowed) {
        store.requireWritable("Table " + table);
        Path directory = handles.require(table);
        boolean dropped = trash.take(table, directory, allowed);
        store.cache().forget(directory);
        return dropped;
    }

    /** The tables in the trash, those that were dropped first at the beginning. */
    public List<DroppedTable> dropped() {
        return trash.tables();
    }

    /**
     * Takes a table out of the trash, with all of its versions.
     *
     * @param name that it gets
     * @param free looks whether the name is free, while nobody else can give it to a table or view
     * @throws StorageException TABLE_EXISTS, INVALID_NAME, READ_ONLY, TABLE_NOT_FOUND when it is in the trash no more
     */
    public void undrop(DroppedTable table, String name, Runnable free) {
        store.requireWritable("Table " + table.name());
        Path place = store.root().tableDirectory(name);
        naming("Table " + name + " cannot get its name", () -> {
            free.run();
            trash.giveBack(table, place);
        });
        store.cache().forget(place);
    }

    /**
     * Does what gives a table or view its name, while nobody else does such a thing in any process.
     *
     * @param problem object and problem, to begin an error message with
     */
    public void naming(String problem, Runnable action) {
        store.requireWritable("The database");
        try (PlaceLock.Hold hold = locks.names().alone(problem)) {
            action.run();
        }
    }

    /** The lock of a table's place, shared by those who publish to it. */
    PlaceLock lock(Path directory) {
        return locks.of(directory);
    }

    void close() {
        locks.close();
    }
}
