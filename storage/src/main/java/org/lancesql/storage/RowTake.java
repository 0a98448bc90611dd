package org.lancesql.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;

/**
 * Some columns of some rows, which Lance finds by their places among the live rows of the version. The addresses of what it
 * returns are compared with those that were asked for.
 */
final class RowTake implements BatchReader {
    private final OpenDataset dataset;
    private final TableVersion version;
    private final long[] addresses;
    private final ArrowReader reader;
    private final ScanColumns columns;
    private final Schema schema;
    private int taken;
    private boolean closed;

    private RowTake(
            OpenDataset dataset, TableVersion version, long[] addresses, ArrowReader reader, ScanColumns columns) {
        this.dataset = dataset;
        this.version = version;
        this.addresses = addresses;
        this.reader = reader;
        this.columns = columns;
        List<Field> fields = columns.schema().getFields();
        this.schema = new Schema(fields.subList(0, fields.size() - 1));
    }

    /**
     * @param addresses at least one
     * @param live gives the addresses of the live rows of a fragment, in order
     */
    static RowTake open(
            TableVersion version,
            OpenDataset dataset,
            long[] addresses,
            List<String> names,
            IntFunction<long[]> live,
            BufferAllocator allocator) {
        List<Long> places = places(dataset, addresses, live);
        List<String> read = new ArrayList<>(names);
        read.add(RowColumns.ADDRESS);
        ArrowReader reader = null;
        try {
            List<Field> fields = LanceScan.columns(version, dataset, read);
            reader = dataset.dataset().take(places, read);
            return new RowTake(
                    dataset,
                    version,
                    addresses.clone(),
                    reader,
                    new ScanColumns(dataset.dataset(), reader, fields, allocator));
        } catch (Exception e) {
            LanceScan.closeQuietly(reader, e);
            throw LanceScan.failure(version, dataset, null, e);
        }
    }

    /** How many live rows come before each of the rows. */
    private static List<Long> places(OpenDataset dataset, long[] addresses, IntFunction<long[]> live) {
        Map<Integer, FragmentMetadata> fragments = new HashMap<>();
        Map<Integer, Long> before = new HashMap<>();
        Map<Integer, long[]> liveRows = new HashMap<>();
        long rows = 0;
        for (FragmentMetadata fragment : dataset.fragments()) {
            fragments.put(fragment.getId(), fragment);
            before.put(fragment.getId(), rows);
            rows += fragment.getNumRows();
        }
        List<Long> places = new ArrayList<>(addresses.length);
        for (long address : addresses) {
            int id = RowSet.fragment(address);
            FragmentMetadata fragment = fragments.get(id);
            long place = (int) address;
            if (fragment != null && fragment.getDeletionFile() != null) {
                place = Arrays.binarySearch(liveRows.computeIfAbsent(id, live::apply), address);
            }
            if (fragment == null || place < 0 || place >= fragment.getNumRows()) {
                throw new IllegalArgumentException("There is no row at the address " + address);
            }
            places.add(before.getOrDefault(id, 0L) + place);
        }
        return places;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public @Nullable VectorSchemaRoot next() {
        try {
            if (!reader.loadNextBatch()) {
                require(taken == addresses.length);
                return null;
            }
            VectorSchemaRoot batch = columns.decode(reader.getVectorSchemaRoot());
            check((BigIntVector) batch.getVector(RowColumns.ADDRESS), batch.getRowCount());
            return new VectorSchemaRoot(
                    schema,
                    batch.getFieldVectors().subList(0, schema.getFields().size()),
                    batch.getRowCount());
        } catch (StorageException e) {
            throw e;
        } catch (Exception e) {
            throw LanceScan.failure(version, dataset, null, e);
        }
    }

    private void check(BigIntVector found, int rows) {
        require(taken + rows <= addresses.length);
        for (int row = 0; row < rows; row++) {
            require(found.get(row) == addresses[taken + row]);
        }
        taken += rows;
    }

    private void require(boolean asWanted) {
        if (!asWanted) {
            throw new StorageException(
                    StorageException.Reason.DAMAGED,
                    "Table " + version.table() + " cannot be read at version " + version.version()
                            + ": other rows came than those that were asked for by their addresses.");
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        columns.release();
        try {
            reader.close();
        } catch (Exception e) {
            throw LanceScan.failure(version, dataset, null, e);
        }
    }
}
