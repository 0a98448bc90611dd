package org.lancesql.sqltests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.c.ArrowArrayStream;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateDayVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.Float8Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.SmallIntVector;
import org.apache.arrow.vector.TimeMicroVector;
import org.apache.arrow.vector.TimeMilliVector;
import org.apache.arrow.vector.TimeNanoVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.TinyIntVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.Ref;
import org.lance.WriteParams.WriteMode;
import org.lance.cleanup.CleanupPolicy;
import org.lance.compaction.CompactionOptions;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.BTreeIndexParams;
import org.lance.merge.MergeInsertParams;
import org.lance.schema.SqlExpressions;

/** Writes Lance tables with the plain Lance SDK, as a program does that knows nothing of LanceSQL. */
final class ForeignWriter implements AutoCloseable {
    private static final int BATCH_ROWS = 8_192;
    private static final int MANY_ROWS = 1_000_000;
    private static final String FORMAT = "2.1";
    private static final String FORMAT_WITH_MAPS = "2.2";

    private final Path directory;
    private final BufferAllocator allocator = new RootAllocator();

    ForeignWriter(Path directory) {
        this.directory = directory;
    }

    /** Creates a table, which is then at version 1. */
    void create(String table, Schema schema, Iterator<Object[]> rows) {
        create(table, schema, rows, MANY_ROWS);
    }

    /** Creates a table of several fragments. */
    void create(String table, Schema schema, Iterator<Object[]> rows, int rowsPerFragment) {
        create(table, schema, rows, rowsPerFragment, false);
    }

    /** Creates a table of several fragments, with stable row ids or without. */
    void create(String table, Schema schema, Iterator<Object[]> rows, int rowsPerFragment, boolean hasStableRowIds) {
        write(table, schema, rows, new Mode(WriteMode.CREATE, rowsPerFragment, hasStableRowIds));
    }

    void createEmpty(String table, Schema schema) {
        Dataset.write()
                .allocator(allocator)
                .uri(uri(table))
                .schema(schema)
                .mode(WriteMode.CREATE)
                .execute()
                .close();
    }

    /** Adds rows, which makes one version. */
    void append(String table, Schema schema, Iterator<Object[]> rows) {
        write(table, schema, rows, new Mode(WriteMode.APPEND, MANY_ROWS, false));
    }

    /** Puts other rows, and maybe other columns, in the place of all, which makes one version. */
    void overwrite(String table, Schema schema, Iterator<Object[]> rows) {
        write(table, schema, rows, new Mode(WriteMode.OVERWRITE, MANY_ROWS, false));
    }

    /** Changes the rows that have the same key and adds the others, which makes one version. */
    void merge(String table, String key, Schema schema, Iterator<Object[]> rows) {
        MergeInsertParams parameters = new MergeInsertParams(List.of(key))
                .withMatchedUpdateAll()
                .withNotMatched(MergeInsertParams.WhenNotMatched.InsertAll);
        try (Dataset dataset = open(table);
                ArrowReader reader = new RowReader(allocator, schema, rows);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            dataset.mergeInsert(parameters, stream).dataset().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names a version. */
    void tag(String table, String tag, long version) {
        try (Dataset dataset = open(table)) {
            dataset.tags().create(tag, version);
        }
    }

    /** Begins a branch, whose first version is the one that it leaves the main branch at. */
    void branch(String table, String branch, long version) {
        try (Dataset dataset = open(table)) {
            dataset.createBranch(branch, Ref.ofMain(version)).close();
        }
    }

    /** Adds rows to a branch, which makes one version of it. */
    void appendToBranch(String table, String branch, Schema schema, Iterator<Object[]> rows) {
        writeTo(uri(table) + "/tree/" + branch, schema, rows, new Mode(WriteMode.APPEND, MANY_ROWS, false));
    }

    /** Removes rows, which makes one version. */
    void delete(String table, String predicate) {
        try (Dataset dataset = open(table)) {
            dataset.delete(predicate);
        }
    }

    /** Adds a computed column, which makes one version. */
    void addColumn(String table, String column, String expression) {
        try (Dataset dataset = open(table)) {
            dataset.addColumns(
                    new SqlExpressions.Builder()
                            .withExpression(column, expression)
                            .build(),
                    Optional.empty());
        }
    }

    /** Removes a column, which makes one version. */
    void dropColumn(String table, String column) {
        try (Dataset dataset = open(table)) {
            dataset.dropColumns(List.of(column));
        }
    }

    /** Builds a BTREE, which makes one version. */
    void index(String table, String column) {
        IndexParams parameters = IndexParams.builder()
                .setScalarIndexParams(BTreeIndexParams.builder().build())
                .build();
        try (Dataset dataset = open(table)) {
            dataset.createIndex(IndexOptions.builder(List.of(column), IndexType.BTREE, parameters)
                    .withIndexName("foreign_by_" + column)
                    .replace(true)
                    .build());
        }
    }

    /** Puts small fragments together and drops deleted rows; makes no version where there is nothing to do. */
    void compact(String table) {
        try (Dataset dataset = open(table)) {
            dataset.compact(CompactionOptions.builder().build());
        }
    }

    /** Removes the versions before one, and the files that only they have. */
    void cleanUpBefore(String table, long version) {
        try (Dataset dataset = open(table)) {
            dataset.cleanupWithPolicy(CleanupPolicy.builder()
                    .withBeforeVersion(version)
                    .withDeleteUnverified(true)
                    .withErrorIfTaggedOldVersions(false)
                    .build());
        }
    }

    /** Number of rows that fulfil a condition, as Lance's own filter and its use of indexes see it. */
    long count(String table, String predicate) {
        try (Dataset dataset = open(table)) {
            return dataset.countRows(predicate);
        }
    }

    long version(String table) {
        try (Dataset dataset = open(table)) {
            return dataset.version();
        }
    }

    @Override
    public void close() {
        allocator.close();
    }

    private Dataset open(String table) {
        return Dataset.open().allocator(allocator).uri(uri(table)).build();
    }

    private String uri(String table) {
        return directory.resolve(table + ".lance").toString();
    }

    private record Mode(WriteMode mode, int rowsPerFragment, boolean hasStableRowIds) {}

    private void write(String table, Schema schema, Iterator<Object[]> rows, Mode mode) {
        writeTo(uri(table), schema, rows, mode);
    }

    private void writeTo(String uri, Schema schema, Iterator<Object[]> rows, Mode mode) {
        try (ArrowReader reader = new RowReader(allocator, schema, rows);
                ArrowArrayStream stream = ArrowArrayStream.allocateNew(allocator)) {
            Data.exportArrayStream(allocator, reader, stream);
            Dataset.write().allocator(allocator).stream(stream)
                    .uri(uri)
                    .mode(mode.mode())
                    .maxRowsPerFile(mode.rowsPerFragment())
                    .enableStableRowIds(mode.hasStableRowIds())
                    .dataStorageVersion(hasMap(schema) ? FORMAT_WITH_MAPS : FORMAT)
                    .execute()
                    .close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean hasMap(Schema schema) {
        return schema.getFields().stream().anyMatch(field -> field.getType() instanceof ArrowType.Map);
    }

    private static final class RowReader extends ArrowReader {
        private final Schema schema;
        private final Iterator<Object[]> rows;

        RowReader(BufferAllocator allocator, Schema schema, Iterator<Object[]> rows) {
            super(allocator);
            this.schema = schema;
            this.rows = rows;
        }

        @Override
        public boolean loadNextBatch() throws IOException {
            VectorSchemaRoot root = getVectorSchemaRoot();
            root.clear();
            if (!rows.hasNext()) {
                return false;
            }
            root.allocateNew();
            int count = 0;
            while (count < BATCH_ROWS && rows.hasNext()) {
                Object[] row = rows.next();
                for (int column = 0; column < row.length; column++) {
                    if (row[column] != null) {
                        setOrEncode(root.getVector(column), count, row[column]);
                    }
                }
                count++;
            }
            root.setRowCount(count);
            return true;
        }

        private void setOrEncode(FieldVector vector, int index, Object value) {
            DictionaryEncoding encoding = vector.getField().getDictionary();
            Object stored = encoding == null
                    ? value
                    : indexOf(value, lookup(encoding.getId()).getVector());
            ForeignValues.set(vector, index, stored, ForeignWriter::set);
        }

        /** Place of a value in a dictionary, to which it is added when it is not there. */
        private static int indexOf(Object value, FieldVector dictionary) {
            int size = dictionary.getValueCount();
            for (int i = 0; i < size; i++) {
                if (dictionary.getObject(i).toString().equals(value.toString())) {
                    return i;
                }
            }
            ForeignValues.set(dictionary, size, value, ForeignWriter::set);
            dictionary.setValueCount(size + 1);
            return size;
        }

        @Override
        public long bytesRead() {
            return 0;
        }

        @Override
        protected void closeReadSource() {}

        @Override
        protected Schema readSchema() {
            return schema;
        }
    }

    /** Numbers go in as Number, dates, times and timestamps as their count of units since the epoch or midnight. */
    private static void set(FieldVector vector, int index, Object value) {
        if (value instanceof Number number) {
            setNumber(vector, index, number);
        } else if (value instanceof Boolean flag) {
            ((BitVector) vector).setSafe(index, flag ? 1 : 0);
        } else if (value instanceof byte[] bytes) {
            ((VarBinaryVector) vector).setSafe(index, bytes);
        } else if (vector instanceof LargeVarCharVector strings) {
            strings.setSafe(index, value.toString().getBytes(StandardCharsets.UTF_8));
        } else {
            ((VarCharVector) vector).setSafe(index, value.toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    private static void setNumber(FieldVector vector, int index, Number value) {
        if (vector instanceof TinyIntVector v) {
            v.setSafe(index, value.byteValue());
        } else if (vector instanceof SmallIntVector v) {
            v.setSafe(index, value.shortValue());
        } else if (vector instanceof IntVector v) {
            v.setSafe(index, value.intValue());
        } else if (vector instanceof BigIntVector v) {
            v.setSafe(index, value.longValue());
        } else if (vector instanceof UInt1Vector v) {
            v.setSafe(index, value.byteValue());
        } else if (vector instanceof UInt2Vector v) {
            v.setSafe(index, (char) value.intValue());
        } else if (vector instanceof UInt4Vector v) {
            v.setSafe(index, value.intValue());
        } else if (vector instanceof UInt8Vector v) {
            v.setSafe(index, value.longValue());
        } else if (vector instanceof Float4Vector v) {
            v.setSafe(index, value.floatValue());
        } else if (vector instanceof Float8Vector v) {
            v.setSafe(index, value.doubleValue());
        } else if (vector instanceof DecimalVector v) {
            v.setSafe(index, ((BigDecimal) value).setScale(v.getScale()));
        } else {
            setTime(vector, index, value);
        }
    }

    private static void setTime(FieldVector vector, int index, Number value) {
        if (vector instanceof DateDayVector v) {
            v.setSafe(index, value.intValue());
        } else if (vector instanceof TimeSecVector v) {
            v.setSafe(index, value.intValue());
        } else if (vector instanceof TimeMilliVector v) {
            v.setSafe(index, value.intValue());
        } else if (vector instanceof TimeMicroVector v) {
            v.setSafe(index, value.longValue());
        } else if (vector instanceof TimeNanoVector v) {
            v.setSafe(index, value.longValue());
        } else {
            ((TimeStampVector) vector).setSafe(index, value.longValue());
        }
    }
}
