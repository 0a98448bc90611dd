package org.lancesql.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.operation.Restore;
import org.lance.schema.ColumnAlteration;

/** What is read through the cache is what Lance reads, whatever has happened to the table. */
class ColumnCacheTest extends StoreTest {
    private static final long CACHE_BYTES = 64 << 20;
    private static final int LARGEST_VALUE = 16;
    private static final List<String> ID = List.of("id");
    private static final List<String> BOTH = List.of("name", "id");

    @Override
    TableStore open(boolean readOnly) {
        return open(CACHE_BYTES);
    }

    private TableStore open(long cacheBytes) {
        return TableStore.open(DatabaseRoot.existing(directory), false, memory, Durability.OS, cacheBytes);
    }

    private List<List<String>> whole(TableHandle table, List<String> columns) {
        List<List<String>> rows = new ArrayList<>();
        try (BatchReader reader = table.scanWhole(columns, memory.root())) {
            assertThat(reader.schema().getFields()).extracting(Field::getName).isEqualTo(columns);
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                rows.addAll(SampleRows.texts(batch));
                batch.getFieldVectors().forEach(ColumnCacheTest::assertAligned);
            }
        }
        return rows;
    }

    /** As Lance needs it where the vector is written to a table. */
    private static void assertAligned(FieldVector vector) {
        for (ArrowBuf buffer : vector.getBuffers(false)) {
            assertThat(buffer.memoryAddress() % LARGEST_VALUE)
                    .as(vector.getField().toString())
                    .isZero();
        }
    }

    private List<List<String>> byLance(TableHandle table, List<String> columns) {
        List<List<String>> rows = new ArrayList<>();
        try (BatchReader reader = table.scan(ScanRequest.of(columns), memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                rows.addAll(SampleRows.texts(batch));
            }
        }
        return rows;
    }

    /** Reads twice, so that the second time it comes from memory. */
    private void assertSame(TableHandle table, List<String> columns) {
        List<List<String>> expected = byLance(table, columns);
        assertThat(whole(table, columns)).as("read").isEqualTo(expected);
        assertThat(whole(table, columns)).as("from memory").isEqualTo(expected);
        assertThat(isInMemory(table, columns)).isTrue();
    }

    private void assertSame(String table, List<String> columns) {
        try (TableHandle head = head(table)) {
            assertSame(head, columns);
        }
    }

    /** Whether a scan adds nothing to the cache, not even for a moment. */
    private boolean isInMemory(TableHandle table, List<String> columns) {
        long before = store.columnCacheBytes();
        try (BatchReader reader = table.scanWhole(columns, memory.root())) {
            VectorSchemaRoot batch = reader.next();
            return batch != null && store.columnCacheBytes() == before;
        }
    }

    private boolean isInMemory(String table, List<String> columns) {
        try (TableHandle head = head(table)) {
            return isInMemory(head, columns);
        }
    }

    private void deleteDataFiles(String table) throws IOException {
        try (Stream<Path> files = Files.list(foreign.path(table).resolve("data"))) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 50})
    void everyTypeIsTheSame(int deleted) {
        List<Field> fields = new ArrayList<>(StoredTypesTest.plain());
        fields.add(StoredTypesTest.withOwnForms().get(0));
        Schema plain = new Schema(fields);
        Schema maps = StoredTypesTest.schema(List.of(fields.get(0)), StoredTypesTest.maps());
        for (Map.Entry<String, Schema> table : Map.of("t", plain, "m", maps).entrySet()) {
            Schema schema = table.getValue();
            store.create(table.getKey(), schema, Map.of(), new SampleRows(schema, 0, 150, 40), mark());
            foreign.delete(table.getKey(), "id % 3 = 1 AND id < " + 3 * deleted);
            List<String> names = schema.getFields().stream().map(Field::getName).toList();
            assertSame(table.getKey(), names);
            for (String name : names) {
                assertSame(table.getKey(), List.of(name));
            }
        }
    }

    @Test
    void whatIsLentCanBeWritten() {
        Schema schema = new Schema(StoredTypesTest.plain());
        List<String> names = schema.getFields().stream().map(Field::getName).toList();
        store.create("t", schema, Map.of(), new SampleRows(schema, 0, 51, 51), mark());
        assertSame("t", names);
        try (TableHandle table = head("t");
                BatchReader reader = table.scanWhole(names, memory.root())) {
            BatchSource copied = new BatchSource() {
                @Override
                public Schema schema() {
                    return schema;
                }

                @Override
                public boolean load(VectorSchemaRoot root) {
                    VectorSchemaRoot batch = reader.next();
                    if (batch == null) {
                        return false;
                    }
                    for (int i = 0; i < names.size(); i++) {
                        batch.getVector(i).makeTransferPair(root.getVector(i)).transfer();
                    }
                    root.setRowCount(batch.getRowCount());
                    return true;
                }
            };
            store.create("u", schema, Map.of(), copied, mark());
            try (TableHandle copy = head("u")) {
                assertThat(byLance(copy, names)).isEqualTo(byLance(table, names));
            }
        }
    }

    @Test
    void largeFragmentsWithDeletionsAreCutAnew() {
        createTable("t", 200_000);
        foreign.delete("t", "id % 10 = 7");
        assertSame("t", BOTH);
        assertSame("t", List.of(RowColumns.ADDRESS, "id"));
        assertSame("t", List.of());
    }

    @Test
    void columnsOfAFragmentThatWereReadAtDifferentTimesGoTogether() {
        createTable("t", 150_000);
        foreign.delete("t", "id % 10 = 7");
        assertSame("t", ID);
        assertSame("t", List.of("id", "name", RowColumns.ADDRESS));
    }

    @Test
    void afterAnInsertOnlyTheNewFragmentIsRead() throws IOException {
        createTable("t", 1_000);
        assertSame("t", BOTH);
        deleteDataFiles("t");
        try (TableHandle base = head("t")) {
            insert(base, 1_000, 10);
        }
        try (TableHandle head = head("t")) {
            assertThat(whole(head, ID)).hasSize(1_010);
            assertThatThrownBy(() -> byLance(head, ID)).isInstanceOf(StorageException.class);
        }
        assertThat(isInMemory("t", ID)).isTrue();
    }

    @Test
    void versionsKeepTheirRows() {
        createTable("t", 100);
        assertSame("t", BOTH);
        foreign.delete("t", "id < 10");
        assertThat(isInMemory("t", ID)).isFalse();
        assertSame("t", BOTH);
        foreign.rewriteNames("t", "other", 20, 30);
        assertThat(isInMemory("t", ID)).as("names alone have changed").isTrue();
        assertSame("t", BOTH);
        foreign.merge("t", "merged", 40, 1_000);
        foreign.compact("t");
        assertSame("t", BOTH);
        foreign.overwrite("t", 500, 50);
        assertSame("t", BOTH);
        foreign.with(
                "t", d -> foreign.commit(d, new Restore.Builder().version(1).build()));
        assertThat(isInMemory("t", BOTH)).isTrue();
        long newest = store.latestVersion("t");
        for (long version = 1; version <= newest; version++) {
            try (TableHandle handle = store.open(new TableVersion("t", version))) {
                assertSame(handle, BOTH);
            }
        }
    }

    @Test
    void columnsThatAreRenamedAddedAndDroppedKeepTheirOwnValues() {
        createTable("t", 100);
        assertSame("t", BOTH);
        rename("id", "was");
        rename("name", "id");
        rename("was", "name");
        assertThat(isInMemory("t", BOTH)).as("under other names").isTrue();
        assertSame("t", BOTH);
        foreign.addColumn("t", "n");
        assertSame("t", List.of("n", "id"));
        foreign.with("t", d -> d.dropColumns(List.of("n")));
        foreign.with("t", d -> d.addColumns(List.of(Field.nullable("n", new ArrowType.Int(64, true)))));
        assertSame("t", List.of("n", "id"));
        foreign.with(
                "t",
                d -> d.alterColumns(List.of(new ColumnAlteration.Builder("name")
                        .castTo(new ArrowType.Int(32, true))
                        .build())));
        assertSame("t", List.of("name", "id"));
    }

    private void rename(String column, String to) {
        foreign.with(
                "t",
                d -> d.alterColumns(
                        List.of(new ColumnAlteration.Builder(column).rename(to).build())));
    }

    @Test
    void tableThatTakesAnothersPlaceHasItsOwnRows() {
        createTable("t", 100);
        assertSame("t", BOTH);
        store.drop("t");
        store.create("t", Rows.SCHEMA, Map.of(), Rows.range(1_000, 100), mark());
        assertSame("t", BOTH);
        assertThat(ids("t")).isEqualTo(LongStream.range(1_000, 1_100).boxed().toList());
    }

    @Test
    void writingIntoALentVectorIsFoundOut() {
        try (BigIntVector values = new BigIntVector("n", memory.root())) {
            for (int i = 0; i < 100; i++) {
                values.setSafe(i, i);
            }
            values.setValueCount(100);
            ColumnChunk read = ColumnChunk.copyOf(values, memory.root());
            read.lend(values.getField(), memory.root()).close();
            read.close();
            ColumnChunk written = ColumnChunk.copyOf(values, memory.root());
            try (BigIntVector lent = (BigIntVector) written.lend(values.getField(), memory.root())) {
                lent.set(7, 8);
            }
            assertThatThrownBy(written::close)
                    .isInstanceOf(AssertionError.class)
                    .hasMessage("a reader has written into a column that it was lent");
        }
    }

    @Test
    void lentBatchesOutliveEviction() {
        store.close();
        store = open(1 << 20);
        createTable("t", 20_000);
        createTable("u", 60_000);
        try (TableHandle table = head("t")) {
            assertSame(table, ID);
            try (BatchReader reader = table.scanWhole(ID, memory.root())) {
                VectorSchemaRoot batch = requireNonNull(reader.next());
                for (int i = 0; i < 10; i++) {
                    try (TableHandle other = head("u")) {
                        assertThat(whole(other, ID)).isEqualTo(byLance(other, ID));
                    }
                }
                BigIntVector lent = (BigIntVector) batch.getVector(0);
                for (int i = 0; i < 20_000; i++) {
                    assertThat(lent.get(i)).isEqualTo(i);
                }
            }
        }
        assertThat(store.columnCacheBytes()).isLessThanOrEqualTo(1 << 20);
    }

    @Test
    void columnsThatNobodyReadsAreGivenBackWhenAllMemoryIsInUse() {
        createTable("t", 60_000);
        createTable("u", 60_000);
        try (TableHandle table = head("t");
                TableHandle other = head("u")) {
            assertSame(table, ID);
            assertSame(other, ID);
            long both = store.columnCacheBytes();
            try (BatchReader reader = table.scanWhole(ID, memory.root());
                    BufferAllocator small = memory.newChild("small", 1_000);
                    BufferAllocator statement = memory.newChild("statement")) {
                BigIntVector lent = (BigIntVector) requireNonNull(reader.next()).getVector(0);
                assertThatThrownBy(() -> small.buffer(2_000)).isInstanceOf(OutOfMemoryException.class);
                assertThat(store.columnCacheBytes()).as("own limits are met").isEqualTo(both);
                long left = memory.root().getLimit() - memory.root().getAllocatedMemory();
                try (ArrowBuf needed = statement.buffer(left + 100_000)) {
                    assertThat(needed.capacity()).isGreaterThan(left);
                    assertThat(store.columnCacheBytes()).isEqualTo(both / 2);
                }
                assertThatThrownBy(() -> statement.buffer(memory.root().getLimit()))
                        .isInstanceOf(OutOfMemoryException.class);
                assertThat(store.columnCacheBytes()).as("what is read stays").isEqualTo(both / 2);
                for (int i = 0; i < lent.getValueCount(); i++) {
                    assertThat(lent.get(i)).isEqualTo(i);
                }
            }
            assertSame(other, ID);
        }
    }

    @Test
    void whatHasNoRoomIsReadAndNotKept() {
        store.close();
        store = open(100_000);
        createTable("t", 50_000);
        try (TableHandle table = head("t")) {
            assertThat(table.isBetterWhole(ScanRequest.of(ID), ID)).isFalse();
            assertThat(whole(table, BOTH)).isEqualTo(byLance(table, BOTH));
            assertThat(store.columnCacheBytes()).isZero();
        }
    }

    @Test
    void cacheOfNoBytesKeepsNothing() {
        store.close();
        store = open(0);
        createTable("t", 10);
        try (TableHandle table = head("t")) {
            assertThat(table.isBetterWhole(ScanRequest.of(ID), ID)).isFalse();
            assertThat(whole(table, ID)).hasSize(10);
            assertThat(store.columnCacheBytes()).isZero();
        }
    }

    @Test
    void readerOfOtherMemoryIsServedByLance() {
        createTable("t", 10);
        try (ArrowMemory other = ArrowMemory.withLimit(1 << 20);
                TableHandle table = head("t");
                BatchReader reader = table.scanWhole(ID, other.root())) {
            assertThat(requireNonNull(reader.next()).getRowCount()).isEqualTo(10);
            assertThat(store.columnCacheBytes()).isZero();
        }
    }

    @Test
    void scanThatIsGivenUpKeepsNothing() {
        createTable("t", 200_000);
        try (TableHandle table = head("t")) {
            try (BatchReader reader = table.scanWhole(BOTH, memory.root())) {
                requireNonNull(reader.next());
            }
            assertThat(store.columnCacheBytes()).isZero();
            assertSame(table, BOTH);
        }
    }

    @Test
    void failureInTheMiddleLeavesNothingBehind() throws IOException {
        createTable("t", 100_000);
        try (TableHandle base = head("t")) {
            insert(base, 100_000, 100_000);
        }
        try (TableHandle table = head("t")) {
            List<String> files = table.fragments().get(1).files();
            Files.delete(foreign.path("t").resolve("data").resolve(files.get(0)));
            assertThatThrownBy(() -> whole(table, BOTH)).isInstanceOf(StorageException.class);
            assertThat(store.columnCacheBytes()).isZero();
        }
    }

    @Test
    void vectorsThatAreMovedAwayStayChargedToTheCache() {
        createTable("t", 50_000);
        assertSame("t", ID);
        try (BufferAllocator statement = memory.newChild("statement", 1 << 10);
                TableHandle table = head("t");
                BatchReader reader = table.scanWhole(ID, statement)) {
            try (VectorSchemaRoot moved = Batches.transfer(requireNonNull(reader.next()), statement)) {
                assertThat(moved.getRowCount()).isEqualTo(50_000);
                assertThat(statement.getAllocatedMemory()).isZero();
            }
        }
    }

    @Test
    void manyReadAtTheSameTime() throws Exception {
        createTable("t", 100_000);
        for (int i = 1; i < 4; i++) {
            try (TableHandle base = head("t")) {
                insert(base, i * 100_000L, 100_000);
            }
        }
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<Long>> sums = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                List<String> columns = i % 2 == 0 ? ID : BOTH;
                sums.add(threads.submit(() -> sum(columns)));
            }
            for (Future<Long> sum : sums) {
                assertThat(sum.get()).isEqualTo(400_000L * 399_999 / 2);
            }
        } finally {
            threads.shutdown();
        }
    }

    private long sum(List<String> columns) {
        long sum = 0;
        try (TableHandle table = head("t");
                BatchReader reader = table.scanWhole(columns, memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                BigIntVector ids = (BigIntVector) batch.getVector("id");
                for (int i = 0; i < batch.getRowCount(); i++) {
                    sum += ids.get(i);
                }
            }
        }
        return sum;
    }

    @Test
    void largeTablesAreLoadedForWhoeverReadsThemWholeOrAgain() {
        createTable("t", 200_000);
        ScanRequest top = new ScanRequest(
                ID, null, OptionalLong.of(5), 0, List.of(new ScanRequest.SortKey("id", true, true)), List.of());
        ScanRequest first = new ScanRequest(ID, null, OptionalLong.of(5), 0, List.of(), List.of());
        try (TableHandle table = head("t")) {
            assertThat(table.isBetterWhole(first, ID)).as("a few rows").isFalse();
            assertThat(table.isBetterWhole(top, ID)).as("for the first time").isFalse();
            assertThat(table.isBetterWhole(top, ID)).as("again").isTrue();
            assertThat(table.isBetterWhole(ScanRequest.of(BOTH), BOTH)).isTrue();
            assertThat(table.isBetterWhole(first, ID)).as("a few rows").isFalse();
            assertSame(table, ID);
            assertThat(table.isBetterWhole(first, ID)).as("of what is there").isTrue();
        }
    }
}
