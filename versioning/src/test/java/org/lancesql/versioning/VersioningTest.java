package org.lancesql.versioning;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.Durability;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.storage.Ulid;

/** A store over an empty directory; fails a test that leaves memory behind. */
abstract class VersioningTest {
    private static final Schema SCHEMA = new Schema(List.of(Field.nullable("id", new ArrowType.Int(64, true))));

    @TempDir
    Path directory;

    ArrowMemory memory;
    TableStore store;

    @BeforeEach
    void openStore() {
        memory = ArrowMemory.withLimit(1L << 30);
        store = open(false);
    }

    @AfterEach
    void closeStore() {
        store.close();
        memory.close();
    }

    TableStore open(boolean readOnly) {
        return TableStore.open(DatabaseRoot.existing(directory), readOnly, memory, Durability.OS);
    }

    void create(String table) {
        store.create(table, SCHEMA, Map.of(), new OneRow(), CommitMark.create(Map.of()));
    }

    void insert(String table) {
        insert(table, CommitMark.create(Map.of()));
    }

    void insert(String table, CommitMark mark) {
        try (TableHandle base = store.open(new TableVersion(table, store.latestVersion(table)))) {
            TableChange change = new TableChange(base, RowSet.EMPTY, List.of(store.stage(base, new OneRow())), null);
            store.commit(change, mark, Durability.OS);
        }
    }

    StoredTable table(String name) {
        return new StoredTable(store, name);
    }

    /** A record of a transaction that begins to commit now. */
    static TransactionRecord record(Map<String, Long> bases) {
        return TransactionRecord.prepared(Ulid.next(), bases, new TransactionOrigin("ann", "tests", "INSERT x 2"));
    }

    private static final class OneRow implements BatchSource {
        private boolean done;

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            if (done) {
                return false;
            }
            done = true;
            root.allocateNew();
            ((BigIntVector) root.getVector(0)).setSafe(0, 1);
            root.setRowCount(1);
            return true;
        }
    }
}
