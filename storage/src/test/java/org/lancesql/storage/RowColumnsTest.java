package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;

class RowColumnsTest extends StoreTest {
    private static final long FRAGMENT = 1L << 32;

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void addressIsFragmentAndOffset(boolean stableRowIds) {
        foreign.create("t", 0, 3, stableRowIds);
        foreign.append("t", 3, 3);
        foreign.delete("t", "id = 1 or id = 3");
        try (TableHandle handle = head("t")) {
            assertThat(read(handle, ScanRequest.of(List.of("id", RowColumns.ADDRESS))))
                    .containsExactly(
                            List.of(0L, 0L), List.of(2L, 2L), List.of(4L, FRAGMENT + 1), List.of(5L, FRAGMENT + 2));
            assertThat(read(handle, ScanRequest.of(List.of(RowColumns.ADDRESS))))
                    .containsExactly(List.of(0L), List.of(2L), List.of(FRAGMENT + 1), List.of(FRAGMENT + 2));
        }
    }

    @Test
    void idsOutliveCompaction() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 3);
        foreign.delete("t", "id = 1");
        foreign.compact("t");
        try (TableHandle handle = head("t")) {
            assertThat(handle.hasStableRowIds()).isTrue();
            assertThat(read(handle, ScanRequest.of(List.of(RowColumns.ID, RowColumns.ADDRESS, "id"))))
                    .containsExactly(
                            List.of(0L, 2 * FRAGMENT, 0L),
                            List.of(2L, 2 * FRAGMENT + 1, 2L),
                            List.of(3L, 2 * FRAGMENT + 2, 3L),
                            List.of(4L, 2 * FRAGMENT + 3, 4L),
                            List.of(5L, 2 * FRAGMENT + 4, 5L));
        }
    }

    /** Lance caches the ids of a fragment under its number. */
    @Test
    void idsAreNotThoseOfADroppedTable() {
        for (int rows : new int[] {3, 7, 5}) {
            createTable("t", rows);
            try (TableHandle handle = head("t")) {
                assertThat(read(handle, ScanRequest.of(List.of(RowColumns.ID, "id"))))
                        .hasSize(rows)
                        .allSatisfy(row -> assertThat(row.get(0)).isEqualTo(row.get(1)));
            }
            store.drop("t");
        }
    }

    @Test
    void withoutStableRowIdsTheIdIsTheAddress() {
        foreign.create("t", 0, 1, false);
        foreign.append("t", 3, 2);
        try (TableHandle handle = head("t")) {
            assertThat(read(handle, ScanRequest.of(List.of(RowColumns.ID, RowColumns.ADDRESS))))
                    .allSatisfy(row -> assertThat(row.get(0)).isEqualTo(row.get(1)))
                    .hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void comeWithPredicatesAndFragments(boolean indexed) {
        foreign.create("t", 0, 10, true);
        foreign.append("t", 10, 10);
        if (indexed) {
            foreign.index("t", "id");
        }
        Predicate fromFive = new Comparison(
                Column.of("id"), Operator.GREATER_OR_EQUAL, new Literal(new ArrowType.Int(64, true), 8L));
        try (TableHandle handle = head("t")) {
            ScanRequest request = ScanRequest.of(List.of(RowColumns.ADDRESS)).withPredicate(fromFive);
            assertThat(read(handle, request.withFragments(List.of(0)))).containsExactly(List.of(8L), List.of(9L));
            assertThat(read(handle, request)).hasSize(12);
            assertThat(read(
                            handle,
                            new ScanRequest(
                                    List.of(RowColumns.ID), fromFive, OptionalLong.of(2), 1, List.of(), List.of())))
                    .containsExactly(List.of(9L), List.of(10L));
        }
    }

    @Test
    void conditionsOnAddressesAreRefused() {
        createTable("t", 2);
        Literal one = new Literal(new ArrowType.Int(64, true), 1L);
        ScanRequest request = ScanRequest.of(List.of("id"))
                .withPredicate(new Comparison(Column.of(RowColumns.ADDRESS), Operator.EQUAL, one));
        try (TableHandle handle = head("t")) {
            assertThatThrownBy(() -> handle.scan(request, memory.root())).isInstanceOf(IllegalArgumentException.class);
            assertThat(ids(
                            handle,
                            ScanRequest.of(List.of("id"))
                                    .withPredicate(new Comparison(Column.of(RowColumns.ID), Operator.EQUAL, one))))
                    .containsExactly(1L);
        }
    }

    @Test
    void areLongsThatAreNeverNull() {
        createTable("t", 2);
        List<String> columns = List.of(RowColumns.ADDRESS, RowColumns.ID);
        try (TableHandle handle = head("t")) {
            for (long limit : new long[] {0, 1}) {
                ScanRequest request = new ScanRequest(columns, null, OptionalLong.of(limit), 0, List.of(), List.of());
                try (BatchReader reader = handle.scan(request, memory.root())) {
                    assertThat(reader.schema().getFields())
                            .extracting(Field::getName)
                            .isEqualTo(columns);
                    assertThat(reader.schema().getFields())
                            .allMatch(field ->
                                    !field.isNullable() && field.getType().equals(new ArrowType.Int(64, true)));
                }
            }
            assertThat(handle.schema().getFields()).extracting(Field::getName).containsExactly("id", "name");
        }
    }

    private List<List<Long>> read(TableHandle handle, ScanRequest request) {
        List<List<Long>> rows = new ArrayList<>();
        try (BatchReader reader = handle.scan(request, memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                for (int i = 0; i < batch.getRowCount(); i++) {
                    List<Long> row = new ArrayList<>();
                    for (var vector : batch.getFieldVectors()) {
                        row.add(((BigIntVector) vector).get(i));
                    }
                    rows.add(row);
                }
            }
        }
        return rows;
    }
}
