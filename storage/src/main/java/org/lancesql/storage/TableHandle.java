package org.lancesql.storage;

import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Schema;

/** An open table at one version: a lease on a shared native handle, given back by {@link #close}. Usable by several threads. */
public interface TableHandle extends AutoCloseable {
    TableVersion tableVersion();

    /**
     * Columns of this version with the Arrow types in which scans return them and rows are written, and with field
     * metadata: see {@link FieldMetadata}. Dictionary-encoded columns have the type of their values, JSON is text, and
     * blobs are large binaries.
     */
    Schema schema();

    /** Table metadata: the key-value pairs that the writer of the table attached to it. */
    Map<String, String> metadata();

    /** Whether rows keep their {@link RowColumns#ID} for as long as they exist. */
    boolean hasStableRowIds();

    /** Live rows, from the manifest. */
    long rowCount();

    /** Fragments in order. */
    List<FragmentInfo> fragments();

    /** Indexes of this version. */
    List<TableIndex> indexes();

    /** Number of rows that satisfy the predicate, counted by Lance. */
    long count(Predicate predicate);

    /**
     * Opens a scan.
     *
     * @param allocator owner of the batches
     */
    BatchReader scan(ScanRequest request, BufferAllocator allocator);

    /**
     * Whether it is faster to read columns by {@link #scanWhole} and to apply a request's predicate, order, offset and
     * limit to what they give than to {@link #scan}. What is asked for again is more likely to be.
     *
     * @param columns all that the request needs, those of its predicate and order too
     */
    boolean isBetterWhole(ScanRequest request, List<String> columns);

    /**
     * Opens a scan of all rows of some columns, in the order of {@link #scan}. What the database has in memory is not read
     * again, and what is read is kept in memory where there is room.
     *
     * @param allocator owner of what is read
     */
    BatchReader scanWhole(List<String> columns, BufferAllocator allocator);

    /**
     * Reads some columns of some rows of this version.
     *
     * @param addresses as {@link RowColumns#ADDRESS} gives them, at least one, in any order, some maybe several times
     * @param columns that are {@linkplain FieldMetadata#isPlain plain}
     * @param allocator owner of what has to be made of what is read
     * @return the rows in the order of their addresses in the list
     * @throws IllegalArgumentException when there is no row at an address
     */
    BatchReader take(long[] addresses, List<String> columns, BufferAllocator allocator);

    /** Bytes that a value of a column takes in memory: by the size of the files where they have no fixed width. */
    double valueBytes(String column);

    /** Counts in a report where the rows of scans come from that are opened through this lease from now on. */
    void reportTo(ReadReport report);

    @Override
    void close();

    /**
     * A horizontal part of a table.
     *
     * @param rowCount live rows
     * @param files names of its data files, which never change and never come again in the same table
     * @param deletions tells apart which rows of the files are gone; empty when none are
     */
    record FragmentInfo(int id, long rowCount, List<String> files, String deletions) {
        public FragmentInfo {
            files = List.copyOf(files);
        }
    }
}
