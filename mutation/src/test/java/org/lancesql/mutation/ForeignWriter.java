package org.lancesql.mutation;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteParams.WriteMode;
import org.lance.compaction.CompactionOptions;
import org.lance.operation.Append;
import org.lance.operation.Operation;
import org.lance.operation.Overwrite;

/** Another program that writes the same tables with the plain Lance SDK. */
final class ForeignWriter {
    private final Path root;
    private final BufferAllocator allocator;

    ForeignWriter(Path root, BufferAllocator allocator) {
        this.root = root;
        this.allocator = allocator;
    }

    void create(String table, TestRows rows, boolean stableRowIds) {
        Overwrite first = Overwrite.builder()
                .fragments(write(table, rows, WriteMode.CREATE))
                .schema(MutationTest.SCHEMA)
                .build();
        try (Transaction transaction =
                new Transaction.Builder().operation(first).build()) {
            new CommitBuilder(uri(table), allocator)
                    .useStableRowIds(stableRowIds)
                    .execute(transaction)
                    .close();
        }
    }

    void append(String table, TestRows rows) {
        List<FragmentMetadata> fragments = write(table, rows, WriteMode.APPEND);
        with(
                table,
                dataset -> commit(dataset, Append.builder().fragments(fragments).build()));
    }

    void overwrite(String table, TestRows rows) {
        List<FragmentMetadata> fragments = write(table, rows, WriteMode.OVERWRITE);
        Overwrite overwrite = Overwrite.builder()
                .fragments(fragments)
                .schema(MutationTest.SCHEMA)
                .build();
        with(table, dataset -> commit(dataset, overwrite));
    }

    void delete(String table, Collection<Long> ids) {
        String list = ids.stream().map(String::valueOf).collect(Collectors.joining(", "));
        with(table, dataset -> dataset.delete("id in (" + list + ")"));
    }

    void addColumn(String table, String column) {
        with(table, dataset -> dataset.addColumns(List.of(Field.nullable(column, new ArrowType.Int(32, true)))));
    }

    void compact(String table) {
        with(table, dataset -> dataset.compact(CompactionOptions.builder().build()));
    }

    /** What a version says of the transaction that made it. */
    Map<String, String> properties(String table, long version) {
        try (Dataset newest =
                        Dataset.open().allocator(allocator).uri(uri(table)).build();
                Dataset dataset = newest.checkoutVersion(version);
                Transaction transaction = dataset.readTransaction().orElseThrow()) {
            return transaction.transactionProperties().orElseThrow();
        }
    }

    private void with(String table, Consumer<Dataset> action) {
        try (Dataset dataset =
                Dataset.open().allocator(allocator).uri(uri(table)).build()) {
            action.accept(dataset);
        }
    }

    private static void commit(Dataset base, Operation operation) {
        try (Transaction transaction = new Transaction.Builder()
                .readVersion(base.version())
                .operation(operation)
                .build()) {
            new CommitBuilder(base).execute(transaction).close();
        }
    }

    private List<FragmentMetadata> write(String table, TestRows rows, WriteMode mode) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(MutationTest.SCHEMA, allocator)) {
            rows.load(root);
            return Fragment.write()
                    .datasetUri(uri(table))
                    .allocator(allocator)
                    .data(root)
                    .mode(mode)
                    .execute();
        }
    }

    private String uri(String table) {
        return root.resolve(table + ".lance").toString();
    }
}
