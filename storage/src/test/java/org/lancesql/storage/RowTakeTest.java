package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Lance takes by places are the rows that a scan says have these addresses. */
class RowTakeTest extends StoreTest {
    private static final long SEED = 20_261_122;

    private List<List<Object>> take(TableHandle handle, long[] addresses, List<String> columns) {
        return rows(handle.take(addresses, columns, memory.root()));
    }

    private static List<List<Object>> rows(BatchReader opened) {
        List<List<Object>> rows = new ArrayList<>();
        try (BatchReader reader = opened) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.getRowCount(); row++) {
                    List<Object> values = new ArrayList<>();
                    for (FieldVector vector : batch.getFieldVectors()) {
                        values.add(vector.getObject(row));
                    }
                    rows.add(values);
                }
            }
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void rowsComeInTheOrderOfTheirAddressesAndAsOftenAsTheyAreWanted(boolean stableRowIds) {
        foreign.create("t", 0, 300, stableRowIds);
        foreign.append("t", 300, 200);
        foreign.append("t", 500, 100);
        foreign.delete("t", "id % 7 = 3 or (id >= 300 and id < 350)");
        foreign.append("t", 600, 50);
        Random random = new Random(SEED);
        try (TableHandle handle = head("t")) {
            List<List<Object>> all =
                    rows(handle.scan(ScanRequest.of(List.of("id", RowColumns.ADDRESS)), memory.root()));
            for (int count : new int[] {1, 2, 40, 2_000}) {
                long[] addresses = new long[count];
                List<List<Object>> expected = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    List<Object> row = all.get(random.nextInt(all.size()));
                    addresses[i] = (Long) row.get(1);
                    expected.add(List.of(row.get(0)));
                }
                assertThat(take(handle, addresses, List.of("id"))).isEqualTo(expected);
            }
        }
    }

    @Test
    void addressesWithoutARowAreRefusedBeforeLanceSeesThem() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 3);
        foreign.delete("t", "id = 4");
        try (TableHandle handle = head("t")) {
            for (long address : new long[] {-1, 3, RowSet.address(1, 1), RowSet.address(1, 3), RowSet.address(2, 0)}) {
                assertThatThrownBy(() -> handle.take(new long[] {0, address}, List.of("id"), memory.root()))
                        .as("address %s", address)
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(String.valueOf(address));
            }
        }
    }
}
