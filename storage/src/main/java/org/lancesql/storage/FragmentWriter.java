package org.lancesql.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteFragmentBuilder;
import org.lance.WriteParams.WriteMode;
import org.lance.fragment.DataFile;
import org.lancesql.storage.StorageException.Reason;

/** Writes rows to data files of a dataset; no version names them yet. */
final class FragmentWriter {
    /** A scan of a table is spread over its fragments, so a big table has several. */
    static final int ROWS_PER_FRAGMENT = 1 << 20;

    private final BufferAllocator allocator;
    private final DurableFiles durable;

    FragmentWriter(BufferAllocator allocator, DurableFiles durable) {
        this.allocator = allocator;
        this.durable = durable;
    }

    /** Writes rows for a table as it is, to be forced when they are committed. */
    StagedFragments stage(LeasedTable base, BatchSource rows) {
        TableVersion version = base.tableVersion();
        OpenDataset dataset = base.dataset();
        Path directory = dataset.key().directory();
        dataset.requireKnownFeatures(version.table());
        TablePlace place = TablePlace.of(directory);
        if (!dataset.identity().equals(ManifestIdentity.of(directory, version.version()))) {
            throw gone(version);
        }
        String problem = problem(version);
        TableShape shape = OpenDataset.calling(problem, dataset::shape);
        StoredSchema schema = OpenDataset.calling(problem, dataset::storedSchema);
        String format = OpenDataset.calling(problem, dataset.dataset()::getLanceFileFormatVersion);
        List<FragmentMetadata> fragments;
        try {
            fragments = write(directory, schema, format, rows, WriteMode.APPEND, problem);
        } catch (StorageException e) {
            if (!place.isThere()) {
                place.tidy(List.of());
            }
            throw e;
        }
        if (!place.isThere()) {
            place.tidy(files(directory, fragments));
            throw gone(version);
        }
        return new StagedFragments(
                version, directory, dataset.identity(), shape, base.hasStableRowIds(), fragments, RowIds.NONE);
    }

    private static StorageException gone(TableVersion version) {
        return new StorageException(
                Reason.TABLE_NOT_FOUND,
                problem(version) + ": it was dropped, or version " + version.version() + " of it was removed.");
    }

    /** Writes the rows of a table that is to be replaced, and forces them. */
    StagedReplacement stageReplacement(
            Path directory, TableVersion base, ManifestIdentity identity, Schema schema, BatchSource rows) {
        String problem = problem(base);
        StoredSchema stored = StoredSchema.ofNew(schema);
        String format = StorableTypes.format(schema);
        TablePlace place = TablePlace.of(directory);
        List<FragmentMetadata> fragments = List.of();
        try {
            fragments = write(directory, stored, format, rows, WriteMode.OVERWRITE, problem);
            durable.force(files(directory, fragments));
        } catch (IOException e) {
            throw FileErrors.translate(problem, e);
        } catch (StorageException e) {
            throw place.isThere() ? e : gone(base);
        } finally {
            if (!place.isThere()) {
                place.tidy(files(directory, fragments));
            }
        }
        return new StagedReplacement(base, directory, identity, schema, fragments);
    }

    private static String problem(TableVersion base) {
        return "Rows cannot be written for table " + base.table();
    }

    /**
     * Pulls the source dry. When that fails, no file is left.
     *
     * @param format version of Lance's file format, the same for all files of a dataset
     * @param mode CREATE in an empty directory, APPEND otherwise
     */
    List<FragmentMetadata> write(
            Path dataset, StoredSchema schema, String format, BatchSource rows, WriteMode mode, String problem) {
        List<FragmentMetadata> fragments = new ArrayList<>();
        boolean complete = false;
        try (BufferAllocator writing = allocator.newChildAllocator("write", 0, allocator.getLimit());
                SourceBatches batches = new SourceBatches(rows, schema, writing)) {
            do {
                fragments.addAll(write(dataset, batches, format, mode, writing, problem));
            } while (batches.hasNextFile());
            complete = true;
        } catch (StorageException e) {
            throw e.reason() == Reason.INVALID_JSON ? invalidJson(rows.schema(), problem, e) : e;
        } finally {
            if (!complete) {
                delete(dataset, fragments);
            }
        }
        return fragments;
    }

    /** Lance does not say in which column. */
    private static StorageException invalidJson(Schema schema, String problem, StorageException e) {
        String columns = schema.getFields().stream()
                .filter(FieldMetadata::isJson)
                .map(Field::getName)
                .collect(Collectors.joining(" or "));
        return new StorageException(
                Reason.INVALID_JSON, problem + ": a text for the JSON column " + columns + " is no JSON.", e);
    }

    private static List<FragmentMetadata> write(
            Path dataset,
            SourceBatches batches,
            String format,
            WriteMode mode,
            BufferAllocator writing,
            String problem) {
        WriteFragmentBuilder write = Fragment.write()
                .datasetUri(dataset.toString())
                .allocator(writing)
                .dataStorageVersion(format)
                .maxRowsPerFile(ROWS_PER_FRAGMENT)
                .enableStableRowIds(true)
                .mode(mode);
        try {
            VectorSchemaRoot only = batches.onlyBatch();
            // Lance takes a third longer for a stream of one row than for a batch of one row.
            return only == null
                    ? writeStream(write, batches, writing)
                    : write.data(only).execute();
        } catch (Exception e) {
            batches.rethrowFailure();
            throw LanceErrors.translate(problem, e);
        }
    }

    private static List<FragmentMetadata> writeStream(
            WriteFragmentBuilder write, SourceBatches batches, BufferAllocator writing) {
        try (SourceReader reader = new SourceReader(batches, writing);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(writing)) {
            Data.exportArrayStream(writing, reader, stream);
            return write.data(stream).execute();
        }
    }

    /** The files of fragments. */
    static List<Path> files(Path dataset, List<FragmentMetadata> fragments) {
        List<Path> files = new ArrayList<>();
        for (FragmentMetadata fragment : fragments) {
            for (DataFile file : fragment.getFiles()) {
                files.add(dataset.resolve("data").resolve(file.getPath()));
            }
        }
        return files;
    }

    /** Deletes the files of fragments that no version names, as far as that can be done. */
    static void delete(Path dataset, List<FragmentMetadata> fragments) {
        for (Path file : files(dataset, fragments)) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                continue; // nobody sees the file, so nothing is wrong but the space that it takes
            }
        }
    }

    static long rowCount(List<FragmentMetadata> fragments) {
        return fragments.stream().mapToLong(FragmentMetadata::getPhysicalRows).sum();
    }
}
