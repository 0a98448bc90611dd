package org.lancesql.mutation;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.constraints.TableConstraints;
import org.lancesql.mutation.constraints.TableConstraints.Key;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.Durability;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.LoggedHistory;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionLog;

/** Tables of ids and texts in a store of their own; fails a test that leaves memory behind. */
public abstract class MutationTest {
    protected static final Schema SCHEMA = new Schema(List.of(
            Field.nullable("id", new ArrowType.Int(64, true)),
            Field.nullable("text", new ArrowType.Utf8()),
            new Field(
                    "tags",
                    Field.nullable("", new ArrowType.List()).getFieldType(),
                    List.of(Field.nullable("item", new ArrowType.Int(64, true))))));
    protected static final CommitInfo INFO = new CommitInfo("ann", "tests", List.of("INSERT"));

    @TempDir
    Path directory;

    protected ArrowMemory memory;
    protected TableStore store;
    protected Committer committer;

    @BeforeEach
    void openStore() {
        memory = ArrowMemory.withLimit(1L << 30);
        store = TableStore.open(DatabaseRoot.existing(directory), false, memory, Durability.OS);
        committer = new Committer(store);
    }

    @AfterEach
    void closeStore() {
        store.close();
        memory.close();
    }

    /** A row as it was read, with where it was read. */
    protected record Row(long id, String text, long address, long rowId) {}

    protected StoredTable create(String name, TestRows rows) {
        committer.createTable(name, SCHEMA, Map.of(), rows, INFO);
        return new StoredTable(store, name);
    }

    /** A table whose ids are its primary key. */
    StoredTable createKeyed(String name, TestRows rows) {
        Key key = new Key("pk", true, List.of("id"), false);
        Map<String, String> metadata = new TableConstraints(List.of(key), List.of(), List.of()).toMetadata();
        committer.createTable(name, SCHEMA, metadata, rows, INFO);
        return new StoredTable(store, name);
    }

    protected Transaction begin() {
        return begin(Isolation.REPEATABLE_READ);
    }

    protected Transaction begin(Isolation isolation) {
        return begin(isolation, Transaction.BUDGET_BYTES);
    }

    Transaction begin(Isolation isolation, long budgetBytes) {
        TransactionLog log = new TransactionLog(store);
        return new Transaction(
                isolation,
                store,
                new SnapshotReader(log, new LoggedHistory(log)),
                changed -> changed == store ? committer : new Committer(changed),
                memory.root(),
                budgetBytes);
    }

    protected static void commit(Transaction transaction) {
        transaction.commit(INFO, Durability.OS, CancelToken.withoutTimeout());
    }

    protected static long apply(Transaction transaction, StoredTable table, ChangeSource change) {
        try (Cut cut = transaction.cut(List.of(table))) {
            return transaction.apply(table, cut, change);
        }
    }

    /** What a statement of the transaction would read now, by id. */
    protected Map<Long, Row> rows(Transaction transaction, StoredTable table) {
        try (Cut cut = transaction.cut(List.of(table))) {
            return rows(cut, table);
        }
    }

    protected Map<Long, Row> rows(Cut cut, StoredTable table) {
        List<String> columns = List.of("id", RowColumns.ADDRESS, "text", RowColumns.ID, "tags");
        Map<Long, Row> rows = new TreeMap<>();
        try (TableHandle base = table.open(cut.snapshot().version(table).orElseThrow());
                BatchReader reader = base.scan(ScanRequest.of(columns), memory.root())) {
            collect(reader).values().stream()
                    .filter(row -> cut.changes(table)
                            .map(changes -> !changes.removed().contains(row.address()))
                            .orElse(true))
                    .forEach(row -> rows.put(row.id(), row));
        }
        cut.changes(table).ifPresent(changes -> {
            try (BatchReader reader = changes.read(columns, memory.root())) {
                Map<Long, Row> added = collect(reader);
                if (added.size() != changes.addedRows()) {
                    throw new AssertionError(added.size() + " rows were read of " + changes.addedRows());
                }
                rows.putAll(added);
            }
        });
        return rows;
    }

    private static Map<Long, Row> collect(BatchReader reader) {
        Map<Long, Row> rows = new HashMap<>();
        for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
            for (int i = 0; i < batch.getRowCount(); i++) {
                long id = ((BigIntVector) batch.getVector("id")).get(i);
                Row row = new Row(
                        id,
                        new String(((VarCharVector) batch.getVector("text")).get(i), StandardCharsets.UTF_8),
                        ((BigIntVector) batch.getVector(RowColumns.ADDRESS)).get(i),
                        ((BigIntVector) batch.getVector(RowColumns.ID)).get(i));
                if (!TestRows.tags(id)
                        .equals(List.copyOf((List<?>) batch.getVector("tags").getObject(i)))) {
                    throw new AssertionError(
                            "row " + id + " has tags " + batch.getVector("tags").getObject(i));
                }
                if (rows.put(id, row) != null) {
                    throw new AssertionError("row " + id + " is there twice");
                }
            }
        }
        return rows;
    }

    /** What HEAD holds: texts by id. */
    protected Map<Long, String> head(StoredTable table) {
        try (Transaction reading = begin()) {
            return texts(rows(reading, table));
        }
    }

    protected static Map<Long, String> texts(Map<Long, Row> rows) {
        Map<Long, String> texts = new TreeMap<>();
        rows.forEach((id, row) -> texts.put(id, row.text()));
        return texts;
    }

    protected long latest(StoredTable table) {
        return store.latestVersion(table.name());
    }

    TableHandle open(StoredTable table, long version) {
        return store.open(new TableVersion(table.name(), version));
    }
}
