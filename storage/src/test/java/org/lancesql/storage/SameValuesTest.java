package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.CommitOutcome.Committed;

class SameValuesTest extends StoreTest {
    private static final int ROWS = 30;
    private static final Schema PLAIN = StoredTypesTest.schema(StoredTypesTest.plain(), StoredTypesTest.withOwnForms());
    private static final Schema MAPS =
            StoredTypesTest.schema(StoredTypesTest.plain().subList(0, 1), StoredTypesTest.maps());

    @Test
    void valuesOfEveryTypeAreTheSameWhenTheirTextsAre() {
        for (Schema schema : List.of(PLAIN, MAPS)) {
            try (VectorSchemaRoot left = VectorSchemaRoot.create(schema, memory.root());
                    VectorSchemaRoot right = VectorSchemaRoot.create(schema, memory.root())) {
                new SampleRows(schema, 0, ROWS, ROWS).load(left);
                new SampleRows(schema, 5, 5 + ROWS, ROWS).load(right);
                List<List<String>> texts = SampleRows.texts(left);
                List<List<String>> others = SampleRows.texts(right);
                for (int column = 0; column < schema.getFields().size(); column++) {
                    FieldVector vector = left.getVector(column);
                    for (int i = 0; i < ROWS; i++) {
                        for (int j = 0; j < ROWS; j++) {
                            assertThat(SameValues.areSame(vector, i, right.getVector(column), j))
                                    .as("%s of rows %s and %s", vector.getField(), i, j + 5)
                                    .isEqualTo(texts.get(i)
                                            .get(column)
                                            .equals(others.get(j).get(column)));
                        }
                    }
                }
            }
        }
    }

    /** Others move the rows as a compaction would: Lance's own does not get along with some types. */
    @Test
    void rowsOfEveryTypeAreFollowedToWhereTheyWent() {
        for (Map.Entry<String, Schema> table : Map.of("t", PLAIN, "m", MAPS).entrySet()) {
            String name = table.getKey();
            Schema schema = table.getValue();
            store.create(name, schema, Map.of(), new SampleRows(schema, 0, ROWS, ROWS), mark());
            try (TableHandle head = head(name)) {
                StagedFiles more = store.stage(head, new SampleRows(schema, ROWS, 2 * ROWS, ROWS));
                assertThat(commit(head, more, mark())).isInstanceOf(Committed.class);
            }
            try (TableHandle base = head(name)) {
                try (TableHandle head = head(name)) {
                    long[] ids =
                            rowIds(head).stream().mapToLong(Long::longValue).toArray();
                    StagedFiles same = store.stage(head, new SampleRows(schema, 0, 2 * ROWS, 11))
                            .withRowIds(ids);
                    RowSet all = RowChangeTest.rows(LongStream.range(0, 2 * ROWS)
                            .map(row -> RowSet.address((int) (row / ROWS), (int) (row % ROWS)))
                            .toArray());
                    assertThat(commit(head, all, same, mark())).isInstanceOf(Committed.class);
                }
                RowSet.Builder removed = new RowSet.Builder();
                for (int row = 0; row < ROWS; row += 2) {
                    removed.add(row);
                    removed.add(RowSet.address(1, row));
                }
                TableChange change = new TableChange(base, removed.build(), List.of(), null);
                assertThat(store.commit(change, mark(), Durability.OS)).isInstanceOf(Committed.class);
            }
            assertThat(ids(name)).hasSize(ROWS).allMatch(id -> id % 2 == 1);
        }
    }
}
