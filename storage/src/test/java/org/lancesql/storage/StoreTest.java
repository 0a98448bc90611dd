package org.lancesql.storage;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A store over an empty directory; fails a test that leaves memory behind. */
abstract class StoreTest {
    private static final long LIMIT = 1L << 30;

    @TempDir
    Path directory;

    ArrowMemory memory;
    TableStore store;
    Foreign foreign;

    @BeforeEach
    void openStore() {
        memory = ArrowMemory.withLimit(LIMIT);
        store = open(false);
        foreign = new Foreign(directory, memory.root());
    }

    @AfterEach
    void closeStore() {
        store.close();
        memory.close();
    }

    TableStore open(boolean readOnly) {
        return TableStore.open(DatabaseRoot.existing(directory), readOnly, memory, Durability.OS);
    }

    static CommitMark mark() {
        return CommitMark.create(Map.of());
    }

    /** Creates a table of ids from 0 and names. */
    void createTable(String table, int rows) {
        store.create(table, Rows.SCHEMA, Map.of(), Rows.range(0, rows), mark());
    }

    TableHandle head(String table) {
        return store.open(new TableVersion(table, store.latestVersion(table)));
    }

    CommitOutcome insert(TableHandle base, long from, int rows) {
        return commit(base, store.stage(base, Rows.range(from, rows)), mark());
    }

    CommitOutcome commit(TableHandle base, StagedFiles added, CommitMark mark) {
        return commit(base, RowSet.EMPTY, added, mark);
    }

    CommitOutcome commit(TableHandle base, RowSet removed, StagedFiles added, CommitMark mark) {
        return store.commit(new TableChange(base, removed, List.of(added), null), mark, Durability.OS);
    }

    List<Long> ids(String table) {
        try (TableHandle handle = head(table)) {
            return ids(handle, ScanRequest.of(List.of("id")));
        }
    }

    /** The column {@code id} of what a request reads, in order. */
    List<Long> ids(TableHandle handle, ScanRequest request) {
        List<Long> ids = new ArrayList<>();
        try (BatchReader reader = handle.scan(request, memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                BigIntVector vector = (BigIntVector) batch.getVector("id");
                for (int i = 0; i < batch.getRowCount(); i++) {
                    ids.add(vector.get(i));
                }
            }
        }
        return ids;
    }

    /** The row ids, in order. */
    List<Long> rowIds(TableHandle handle) {
        List<Long> found = new ArrayList<>();
        try (BatchReader reader = handle.scan(ScanRequest.of(List.of(RowColumns.ID)), memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < batch.getRowCount(); i++) {
                    found.add(((BigIntVector) batch.getVector(0)).get(i));
                }
            }
        }
        return found;
    }

    /** Creates a table of a column c with these values, and ids from 0. */
    void createTyped(String table, TypedColumn column, List<@Nullable Object> rows) {
        Schema schema = new Schema(
                List.of(Field.nullable("c", column.type()), Field.nullable("id", new ArrowType.Int(64, true))));
        store.create(
                table,
                schema,
                Map.of(),
                new BatchSource() {
                    private boolean done;

                    @Override
                    public Schema schema() {
                        return schema;
                    }

                    @Override
                    public boolean load(VectorSchemaRoot root) {
                        if (done) {
                            return false;
                        }
                        done = true;
                        root.allocateNew();
                        for (int i = 0; i < rows.size(); i++) {
                            ((BigIntVector) root.getVector("id")).setSafe(i, i);
                            if (rows.get(i) != null) {
                                column.set(root.getVector("c"), i, rows.get(i));
                            }
                        }
                        root.setRowCount(rows.size());
                        return true;
                    }
                },
                mark());
    }
}
