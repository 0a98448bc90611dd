package org.lancesql.storage;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;

/** The tables of one database: listed, opened, created, dropped, and the only place where a HEAD moves. Thread-safe. */
public final class TableStore implements AutoCloseable {
    public static TableStore open(DatabaseRoot root, boolean readOnly, ArrowMemory memory) {
        return open(root, readOnly, memory, Durability.FULL);
    }

    public static TableStore open(DatabaseRoot root, boolean readOnly, ArrowMemory memory, Durability durability) {
        throw new UnsupportedOperationException();
    }

    public DatabaseRoot root() {
        throw new UnsupportedOperationException();
    }

    public boolean readOnly() {
        throw new UnsupportedOperationException();
    }

    /** Names of the tables, sorted. Opens none of them. */
    public List<String> tables() {
        throw new UnsupportedOperationException();
    }

    /** Newest version of a table. */
    public long latestVersion(String table) {
        throw new UnsupportedOperationException();
    }

    /** A lease on a table at one version. */
    public TableHandle open(TableVersion version) {
        throw new UnsupportedOperationException();
    }

    /** Creates a table with its rows; it appears whole or not at all. Returns the number of rows. */
    public long create(
            String table, Schema schema, Map<String, String> tableMetadata, BatchSource rows, CommitMark mark) {
        throw new UnsupportedOperationException();
    }

    /** Moves a table to the trash. */
    public void drop(String table) {
        throw new UnsupportedOperationException();
    }

    /** Writes rows to files that nobody sees. */
    public StagedFiles stage(TableHandle base, BatchSource rows) {
        throw new UnsupportedOperationException();
    }

    /** Publishes staged rows as one new version. */
    public CommitOutcome commit(StagedFiles files, CommitMark mark) {
        throw new UnsupportedOperationException();
    }

    /** A configuration store under {@code _lancesql/<name>.lance}. */
    public ConfigStore configStore(String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
}
