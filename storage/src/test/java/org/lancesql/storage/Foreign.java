package org.lancesql.storage;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteParams;
import org.lance.WriteParams.WriteMode;
import org.lance.cleanup.CleanupPolicy;
import org.lance.compaction.CompactionOptions;
import org.lance.fragment.FragmentUpdateResult;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.merge.MergeInsertParams;
import org.lance.operation.Append;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/** Another program that writes the same tables with the plain Lance SDK. */
final class Foreign {
    private final Path root;
    private final BufferAllocator allocator;

    Foreign(Path root, BufferAllocator allocator) {
        this.root = root;
        this.allocator = allocator;
    }

    Path path(String table) {
        return root.resolve(table + ".lance");
    }

    Dataset open(String table) {
        return Dataset.open().allocator(allocator).uri(path(table).toString()).build();
    }

    void with(String table, Consumer<Dataset> action) {
        try (Dataset dataset = open(table)) {
            action.accept(dataset);
        }
    }

    void create(String table, long from, int rows, boolean stableRowIds) {
        List<FragmentMetadata> fragments = write(table, from, rows, WriteMode.CREATE);
        Overwrite first =
                Overwrite.builder().fragments(fragments).schema(Rows.SCHEMA).build();
        try (Transaction transaction =
                new Transaction.Builder().operation(first).build()) {
            new CommitBuilder(path(table).toString(), allocator)
                    .useStableRowIds(stableRowIds)
                    .execute(transaction)
                    .close();
        }
    }

    /** Creates a table of {@link SampleRows} in a version of the file format. */
    void createSample(String table, Schema schema, int rows, String format) {
        List<FragmentMetadata> fragments = List.of();
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            if (new SampleRows(schema, 0, rows, rows).load(root)) {
                fragments = Fragment.write()
                        .datasetUri(path(table).toString())
                        .allocator(allocator)
                        .data(root)
                        .dataStorageVersion(format)
                        .mode(WriteMode.CREATE)
                        .execute();
            }
        }
        Overwrite first =
                Overwrite.builder().fragments(fragments).schema(schema).build();
        try (Transaction transaction =
                new Transaction.Builder().operation(first).build()) {
            new CommitBuilder(path(table).toString(), allocator)
                    .storageFormat("v" + format)
                    .execute(transaction)
                    .close();
        }
    }

    /** Creates a table of a stream, which may have dictionaries. */
    void createOf(String table, ArrowReader rows, String format) {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, rows, stream);
            WriteParams params = new WriteParams.Builder()
                    .withDataStorageVersion(format)
                    .withMode(WriteMode.CREATE)
                    .withEnableStableRowIds(true)
                    .build();
            Dataset.create(allocator, stream, path(table).toString(), params).close();
        }
    }

    void createWithOldManifestNames(String table, long from, int rows) {
        List<FragmentMetadata> fragments = write(table, from, rows, WriteMode.CREATE);
        Overwrite first =
                Overwrite.builder().fragments(fragments).schema(Rows.SCHEMA).build();
        try (Transaction transaction =
                new Transaction.Builder().operation(first).build()) {
            new CommitBuilder(path(table).toString(), allocator)
                    .enableV2ManifestPaths(false)
                    .execute(transaction)
                    .close();
        }
    }

    void append(String table, long from, int rows) {
        List<FragmentMetadata> fragments = write(table, from, rows, WriteMode.APPEND);
        with(table, d -> commit(d, Append.builder().fragments(fragments).build()));
    }

    void overwrite(String table, long from, int rows) {
        List<FragmentMetadata> fragments = write(table, from, rows, WriteMode.OVERWRITE);
        with(
                table,
                d -> commit(
                        d,
                        Overwrite.builder()
                                .fragments(fragments)
                                .schema(Rows.SCHEMA)
                                .build()));
    }

    void delete(String table, String filter) {
        with(table, d -> d.delete(filter));
    }

    /** Gives the rows of these ids a name, and adds those that there are not, as Lance's own upsert does. */
    void merge(String table, String name, long... ids) {
        stream(
                rows(name, ids),
                stream -> with(
                        table,
                        d -> d.mergeInsert(
                                        new MergeInsertParams(List.of("id"))
                                                .withMatchedUpdateAll()
                                                .withNotMatched(MergeInsertParams.WhenNotMatched.InsertAll),
                                        stream)
                                .dataset()
                                .close()));
    }

    /** Writes the names of fragment 0 anew, those of some rows with other values, into another data file. */
    void rewriteNames(String table, String name, long... ids) {
        stream(
                rows(name, ids),
                stream -> with(table, d -> {
                    FragmentUpdateResult updated = d.getFragment(0).updateColumns(stream, "id", "id");
                    commit(
                            d,
                            Update.builder()
                                    .updatedFragments(List.of(updated.getUpdatedFragment()))
                                    .fieldsModified(updated.getFieldsModified())
                                    .updateMode(Optional.of(Update.UpdateMode.RewriteColumns))
                                    .build());
                }));
    }

    private static BatchSource rows(String name, long... ids) {
        return new BatchSource() {
            private boolean loaded;

            @Override
            public Schema schema() {
                return Rows.SCHEMA;
            }

            @Override
            public boolean load(VectorSchemaRoot root) {
                if (loaded) {
                    return false;
                }
                loaded = true;
                root.allocateNew();
                for (int i = 0; i < ids.length; i++) {
                    ((BigIntVector) root.getVector("id")).setSafe(i, ids[i]);
                    ((VarCharVector) root.getVector("name")).setSafe(i, name.getBytes(StandardCharsets.UTF_8));
                }
                root.setRowCount(ids.length);
                return true;
            }
        };
    }

    private void stream(BatchSource rows, Consumer<ArrowArrayStream> action) {
        try (SourceBatches batches = new SourceBatches(rows, StoredSchema.ofNew(rows.schema()), allocator);
                SourceReader reader = new SourceReader(batches, allocator);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            action.accept(stream);
        }
    }

    void compact(String table) {
        with(table, d -> d.compact(CompactionOptions.builder().build()));
    }

    void addColumn(String table, String column) {
        with(table, d -> d.addColumns(List.of(Field.nullable(column, new ArrowType.Int(32, true)))));
    }

    void index(String table, String column) {
        index(table, column, IndexKind.BTREE);
    }

    void index(String table, String column, IndexKind kind) {
        with(table, d -> d.createIndex(options(column, kind).replace(true).build()));
    }

    static IndexOptions.Builder options(String column, IndexKind kind) {
        return IndexOptions.builder(
                        List.of(column),
                        kind.lanceType(),
                        IndexParams.builder()
                                .setScalarIndexParams(kind.parameters())
                                .build())
                .withIndexName("by_" + column);
    }

    void setSchemaMetadata(String table, String key, String value) {
        UpdateMap change =
                UpdateMap.builder().updates(Map.of(key, value)).replace(false).build();
        with(
                table,
                d -> commit(
                        d, UpdateConfig.builder().schemaMetadataUpdates(change).build()));
    }

    /** Removes all versions but the newest and those that have tags. */
    void cleanUp(String table) {
        with(
                table,
                d -> d.cleanupWithPolicy(CleanupPolicy.builder()
                        .withBeforeVersion(d.version())
                        .withErrorIfTaggedOldVersions(false)
                        .build()));
    }

    void commit(Dataset base, Operation operation) {
        commit(base, operation, base.version(), Map.of());
    }

    long commit(Dataset base, Operation operation, long readVersion, Map<String, String> properties) {
        try (Transaction transaction = new Transaction.Builder()
                        .readVersion(readVersion)
                        .operation(operation)
                        .transactionProperties(properties)
                        .build();
                Dataset result = new CommitBuilder(base).execute(transaction)) {
            return result.version();
        }
    }

    List<FragmentMetadata> write(String table, long from, int rows, WriteMode mode) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(Rows.SCHEMA, allocator)) {
            Rows.range(from, rows).load(root);
            return Fragment.write()
                    .datasetUri(path(table).toString())
                    .allocator(allocator)
                    .data(root)
                    .mode(mode)
                    .execute();
        }
    }
}
