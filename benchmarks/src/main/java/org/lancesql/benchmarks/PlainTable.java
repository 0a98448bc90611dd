package org.lancesql.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteParams.WriteMode;
import org.lance.fragment.DataFile;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Append;
import org.lance.operation.Operation;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/** Changes a table with the plain Lance SDK: staged files, then one commit, forced to disk as LanceSQL forces its own. */
final class PlainTable implements AutoCloseable {
    private static final int ROWS_PER_FRAGMENT = 1 << 20;
    private static final int BATCH_ROWS = 1 << 16;
    private static final int RETRIES = 100;
    private static final List<String> COLUMNS =
            MadeRows.SCHEMA.getFields().stream().map(Field::getName).toList();

    private final Path directory;
    private final BufferAllocator allocator;
    private final boolean isForced;
    private Dataset head;

    /** @param isForced whether commits are forced to disk */
    PlainTable(Path directory, BufferAllocator allocator, boolean isForced) {
        this.directory = directory;
        this.allocator = allocator;
        this.isForced = isForced;
        this.head =
                Dataset.open().allocator(allocator).uri(directory.toString()).build();
    }

    static void create(Path directory, BufferAllocator allocator, long rows) {
        try (ArrowReader reader = new MadeRows(allocator, 0, rows, BATCH_ROWS);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            Dataset.write().allocator(allocator).stream(stream)
                    .uri(directory.toString())
                    .mode(WriteMode.CREATE)
                    .maxRowsPerFile(ROWS_PER_FRAGMENT)
                    .enableStableRowIds(true)
                    .execute()
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds rows in one commit. */
    void append(ArrowReader rows) {
        commit(Append.builder().fragments(stage(rows)).build(), Set.of());
    }

    /** Adds the rows of another table in one commit. */
    void appendAll(Path source) {
        ScanOptions all = new ScanOptions.Builder().batchSize(BATCH_ROWS).build();
        try (Dataset dataset = Dataset.open()
                        .allocator(allocator)
                        .uri(source.toString())
                        .build();
                LanceScanner scanner = dataset.newScan(all);
                ArrowReader scan = scanner.scanBatches();
                ScannedRows rows = new ScannedRows(scan, allocator)) {
            append(rows);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /** Sets n to n + 1 where a condition is true, in one commit. */
    void update(String condition) {
        try (LanceScanner scanner = head.newScan(where(condition, COLUMNS));
                ArrowReader scan = scanner.scanBatches();
                ChangedRows rows = new ChangedRows(scan, allocator)) {
            List<FragmentMetadata> added = stage(rows);
            replace(rows.offsets(), added);
        } catch (Exception e) {
            throw failed(e);
        }
    }

    /** Removes rows for which a condition is true, in one commit. */
    void delete(String condition) {
        Map<Integer, List<Integer>> offsets = new TreeMap<>();
        try (LanceScanner scanner = head.newScan(where(condition, List.of()));
                ArrowReader scan = scanner.scanBatches()) {
            while (scan.loadNextBatch()) {
                ChangedRows.collect(scan.getVectorSchemaRoot(), offsets);
            }
        } catch (Exception e) {
            throw failed(e);
        }
        replace(offsets, List.of());
    }

    private static IllegalStateException failed(Exception e) {
        return new IllegalStateException("the plain SDK failed", e);
    }

    private static ScanOptions where(String condition, List<String> columns) {
        return new ScanOptions.Builder()
                .columns(columns)
                .filter(condition)
                .withRowAddress(true)
                .batchSize(BATCH_ROWS)
                .build();
    }

    private List<FragmentMetadata> stage(ArrowReader rows) {
        try (ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, rows, stream);
            List<FragmentMetadata> fragments = Fragment.write()
                    .datasetUri(directory.toString())
                    .allocator(allocator)
                    .data(stream)
                    .maxRowsPerFile(ROWS_PER_FRAGMENT)
                    .enableStableRowIds(true)
                    .mode(WriteMode.APPEND)
                    .execute();
            force(fragments.stream()
                    .flatMap(fragment -> fragment.getFiles().stream())
                    .map(DataFile::getPath)
                    .map(directory.resolve("data")::resolve)
                    .toList());
            return fragments;
        }
    }

    private void replace(Map<Integer, List<Integer>> offsets, List<FragmentMetadata> added) {
        Set<Path> before = deletionFiles();
        List<Long> removed = new ArrayList<>();
        List<FragmentMetadata> updated = new ArrayList<>();
        offsets.forEach((id, rows) -> {
            FragmentMetadata fragment = head.getFragment(id).deleteRows(rows);
            if (fragment == null) {
                removed.add((long) id);
            } else {
                updated.add(fragment);
            }
        });
        long[] fields = head.getLanceSchema().fields().stream()
                .mapToLong(field -> field.getId())
                .toArray();
        Set<Path> written = deletionFiles();
        written.removeAll(before);
        commit(
                Update.builder()
                        .removedFragmentIds(removed)
                        .updatedFragments(updated)
                        .newFragments(added)
                        .fieldsForPreservingFragBitmap(fields)
                        .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                        .build(),
                written);
    }

    private Set<Path> deletionFiles() {
        return files(directory.resolve("_deletions"));
    }

    private static Set<Path> files(Path folder) {
        if (!Files.exists(folder)) {
            return new LinkedHashSet<>();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return new LinkedHashSet<>(files.toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void commit(Operation operation, Set<Path> written) {
        long base = head.version();
        Dataset result;
        String uuid;
        try (Transaction transaction =
                new Transaction.Builder().readVersion(base).operation(operation).build()) {
            uuid = transaction.uuid();
            result = new CommitBuilder(head)
                    .maxRetries(RETRIES)
                    .skipAutoCleanup(true)
                    .execute(transaction);
        }
        head.close();
        head = result;
        List<Path> published = new ArrayList<>(written);
        published.add(directory.resolve("_versions").resolve(manifest(result.version())));
        Path record = directory.resolve("_transactions").resolve(base + "-" + uuid + ".txn");
        if (Files.exists(record)) {
            published.add(record);
        }
        force(published);
    }

    /** Lance names manifests so that the newest sorts first. */
    private static String manifest(long version) {
        return Long.toUnsignedString(-1L - version) + ".manifest";
    }

    private void force(List<Path> files) {
        if (!isForced) {
            return;
        }
        Set<Path> folders = new LinkedHashSet<>();
        for (Path file : files) {
            force(file, StandardOpenOption.WRITE);
            folders.add(file.getParent());
        }
        folders.forEach(folder -> force(folder, StandardOpenOption.READ));
    }

    private static void force(Path path, StandardOpenOption option) {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        head.close();
    }

    /** Publishes a version that changes an entry of a dataset's configuration. */
    static Dataset setConfig(Dataset dataset, String key, String value) {
        UpdateMap entry =
                UpdateMap.builder().updates(Map.of(key, value)).replace(false).build();
        try (Transaction transaction = new Transaction.Builder()
                .readVersion(dataset.version())
                .operation(UpdateConfig.builder().configUpdates(entry).build())
                .build()) {
            return new CommitBuilder(dataset).execute(transaction);
        }
    }
}
