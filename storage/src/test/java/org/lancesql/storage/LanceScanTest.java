package org.lancesql.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.junit.jupiter.api.Test;
import org.lance.schema.ColumnAlteration;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.ScanRequest.SortKey;

class LanceScanTest extends StoreTest {
    private static final Predicate FROM_FIVE =
            new Comparison(Column.of("id"), Operator.GREATER_OR_EQUAL, new Literal(new ArrowType.Int(64, true), 5L));

    private static ScanRequest request(
            List<String> columns, Predicate predicate, long limit, long offset, List<SortKey> order) {
        return new ScanRequest(columns, predicate, OptionalLong.of(limit), offset, order, List.of());
    }

    @Test
    void columnsComeInTheOrderAsked() {
        createTable("t", 3);
        try (TableHandle handle = head("t");
                BatchReader reader = handle.scan(ScanRequest.of(List.of("name", "id")), memory.root())) {
            assertThat(reader.schema().getFields()).extracting(Field::getName).containsExactly("name", "id");
            VectorSchemaRoot batch = requireNonNull(reader.next());
            assertThat(batch.getRowCount()).isEqualTo(3);
            assertThat(batch.getVector(0).getObject(2)).hasToString("row 2");
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void nearlyAllOfManyColumnsComeInTheOrderAsked() {
        List<Field> fields = IntStream.range(0, 120)
                .mapToObj(i -> Field.nullable("c" + i, new ArrowType.Int(32, true)))
                .toList();
        store.create("wide", new Schema(fields), Map.of(), new OneRow(new Schema(fields)), CommitMark.create(Map.of()));
        List<String> asked =
                new ArrayList<>(fields.stream().map(Field::getName).limit(115).toList());
        Collections.reverse(asked);
        try (TableHandle handle = head("wide");
                BatchReader reader = handle.scan(ScanRequest.of(asked), memory.root())) {
            VectorSchemaRoot batch = requireNonNull(reader.next());
            assertThat(batch.getFieldVectors())
                    .extracting(vector -> "c" + vector.getObject(0))
                    .isEqualTo(asked);
        }
    }

    /** One row in which the value of each column is its number. */
    private static final class OneRow implements BatchSource {
        private final Schema schema;
        private boolean loaded;

        OneRow(Schema schema) {
            this.schema = schema;
        }

        @Override
        public Schema schema() {
            return schema;
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            if (loaded) {
                return false;
            }
            loaded = true;
            for (int i = 0; i < root.getFieldVectors().size(); i++) {
                ((IntVector) root.getVector(i)).setSafe(0, i);
            }
            root.setRowCount(1);
            return true;
        }
    }

    @Test
    void limitAndOffsetApplyAfterThePredicate() {
        createTable("t", 20);
        try (TableHandle handle = head("t")) {
            assertThat(ids(handle, request(List.of("id"), FROM_FIVE, 3, 2, List.of())))
                    .containsExactly(7L, 8L, 9L);
            assertThat(ids(handle, request(List.of("id"), FROM_FIVE, 0, 0, List.of())))
                    .isEmpty();
            assertThat(ids(handle, request(List.of("id"), FROM_FIVE, 100, 14, List.of())))
                    .containsExactly(19L);
            assertThat(ids(handle, request(List.of("id"), FROM_FIVE, 100, 15, List.of())))
                    .isEmpty();
        }
    }

    @Test
    void topRowsByAColumnThatIsNotAsked() {
        createTable("t", 20);
        List<SortKey> byName = List.of(new SortKey("name", false, false));
        try (TableHandle handle = head("t")) {
            assertThat(ids(handle, request(List.of("id"), FROM_FIVE, 3, 1, byName)))
                    .containsExactly(8L, 7L, 6L);
            try (BatchReader reader = handle.scan(request(List.of("id"), FROM_FIVE, 3, 1, byName), memory.root())) {
                assertThat(reader.schema().getFields())
                        .extracting(Field::getName)
                        .containsExactly("id");
            }
        }
    }

    @Test
    void noColumnsStillCountRows() {
        createTable("t", 100_000);
        try (TableHandle handle = head("t")) {
            assertThat(countWithoutColumns(handle, ScanRequest.of(List.of()))).isEqualTo(100_000);
            assertThat(countWithoutColumns(handle, request(List.of(), FROM_FIVE, 50_000, 10, List.of())))
                    .isEqualTo(50_000);
            assertThat(handle.count(FROM_FIVE)).isEqualTo(99_995);
        }
    }

    private long countWithoutColumns(TableHandle handle, ScanRequest request) {
        long rows = 0;
        try (BatchReader reader = handle.scan(request, memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                assertThat(batch.getFieldVectors()).isEmpty();
                rows += batch.getRowCount();
            }
        }
        return rows;
    }

    @Test
    void fragmentsPartitionTheTable() {
        createTable("t", 10);
        for (int i = 1; i < 4; i++) {
            try (TableHandle base = head("t")) {
                insert(base, i * 10L, 10);
            }
        }
        foreign.delete("t", "id = 15");
        try (TableHandle handle = head("t")) {
            assertThat(handle.fragments())
                    .extracting(TableHandle.FragmentInfo::rowCount)
                    .containsExactly(10L, 9L, 10L, 10L);
            assertThat(handle.rowCount()).isEqualTo(39);
            List<Integer> some = List.of(
                    handle.fragments().get(1).id(), handle.fragments().get(3).id());
            assertThat(ids(handle, new ScanRequest(List.of("id"), null, OptionalLong.empty(), 0, List.of(), some)))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.concat(LongStream.range(10, 20).filter(id -> id != 15), LongStream.range(30, 40))
                                    .boxed()
                                    .toList());
        }
    }

    @Test
    void batchesHaveAtMost65536Rows() {
        createTable("t", 200_000);
        try (TableHandle handle = head("t");
                BatchReader reader = handle.scan(ScanRequest.of(List.of("id")), memory.root())) {
            long rows = 0;
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                assertThat(batch.getRowCount()).isLessThanOrEqualTo(ScanRequest.BATCH_ROWS);
                rows += batch.getRowCount();
            }
            assertThat(rows).isEqualTo(200_000);
        }
    }

    @Test
    void scanClosedEarlyLeavesNothing() {
        createTable("t", 500_000);
        try (BufferAllocator own = memory.newChild("scan");
                TableHandle handle = head("t")) {
            BatchReader unread = handle.scan(ScanRequest.of(List.of("id", "name")), own);
            unread.close();
            BatchReader reader = handle.scan(ScanRequest.of(List.of("id", "name")), own);
            assertThat(reader.next()).isNotNull();
            reader.close();
            reader.close();
            assertThat(own.getAllocatedMemory()).isZero();
        }
    }

    @Test
    void scanOutlivesItsHandle() {
        createTable("t", 200_000);
        BatchReader reader;
        try (TableHandle handle = head("t")) {
            reader = handle.scan(ScanRequest.of(List.of("id")), memory.root());
        }
        try (reader) {
            assertThat(rows(reader)).isEqualTo(200_000);
        }
    }

    @Test
    void tableDroppedUnderAScanIsSaidToBe() {
        createTable("t", 200_000);
        try (TableHandle handle = head("t");
                BatchReader reader = handle.scan(ScanRequest.of(List.of("id")), memory.root())) {
            store.drop("t");
            assertThatThrownBy(() -> rows(reader))
                    .isInstanceOf(StorageException.class)
                    .hasMessageStartingWith("Version 1 of table t was removed while it was read");
        }
    }

    private static long rows(BatchReader reader) {
        long rows = 0;
        for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
            rows += batch.getRowCount();
        }
        return rows;
    }

    @Test
    void vectorsMayBeTransferredAway() {
        createTable("t", 150_000);
        try (BufferAllocator own = memory.newChild("mine");
                TableHandle handle = head("t");
                BatchReader reader = handle.scan(ScanRequest.of(List.of("name")), own)) {
            VectorSchemaRoot batch = requireNonNull(reader.next());
            TransferPair transfer = batch.getVector(0).getTransferPair(own);
            transfer.transfer();
            assertThat(reader.next()).isNotNull();
            assertThat(transfer.getTo().getObject(1)).hasToString("row 1");
            transfer.getTo().close();
        }
    }

    @Test
    void unknownColumnIsTheCallersMistake() {
        createTable("t", 1);
        try (TableHandle handle = head("t")) {
            assertThatThrownBy(() -> handle.scan(ScanRequest.of(List.of("nope")), memory.root()))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ScanRequest.of(List.of("id", "id"))).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void columnThatLanceCannotNameIsRefusedAndTheOthersRead() {
        foreign.create("t", 0, 5, true);
        foreign.with(
                "t",
                d -> d.alterColumns(List.of(
                        new ColumnAlteration.Builder("name").rename("back`tick").build())));
        assertThat(ids("t")).hasSize(5);
        try (TableHandle handle = head("t")) {
            assertThatThrownBy(() -> handle.scan(ScanRequest.of(List.of("back`tick")), memory.root()))
                    .isInstanceOf(StorageException.class)
                    .hasMessage("Column \"back`tick\" of table t cannot be read: Lance has no way to name it.");
        }
    }
}
