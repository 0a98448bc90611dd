package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Columns that another program wrote with dictionaries. */
class DictionaryColumnTest extends StoreTest {
    private static final Field ID = Field.notNullable("id", new ArrowType.Int(64, true));
    private static final int ROWS = 60;

    /** The columns as they are read and supplied. */
    private static final Schema VALUES = new Schema(List.of(
            Field.nullable("texts", ArrowType.Utf8.INSTANCE),
            Field.nullable("longs", new ArrowType.Int(64, true)),
            nested("list", ArrowType.List.INSTANCE, Field.nullable("item", ArrowType.Utf8.INSTANCE)),
            nested(
                    "struct",
                    ArrowType.Struct.INSTANCE,
                    Field.nullable("a", ArrowType.Utf8.INSTANCE),
                    Field.nullable("b", new ArrowType.Int(32, true))),
            ID));

    /** The columns as they are stored. */
    private static final Schema ENCODED = new Schema(List.of(
            encoded("texts", 1, 8, true),
            encoded("longs", 2, 16, false),
            nested("list", ArrowType.List.INSTANCE, encoded("item", 3, 32, true)),
            nested(
                    "struct",
                    ArrowType.Struct.INSTANCE,
                    encoded("a", 4, 32, false),
                    Field.nullable("b", new ArrowType.Int(32, true))),
            ID));

    private static Field nested(String name, ArrowType type, Field... children) {
        // Format 2.0 does not keep nulls of structs.
        boolean nullable = !(type instanceof ArrowType.Struct);
        return new Field(name, new FieldType(nullable, type, null), List.of(children));
    }

    private static Field encoded(String name, long id, int bits, boolean signed) {
        ArrowType.Int index = new ArrowType.Int(bits, signed);
        return new Field(name, new FieldType(true, index, new DictionaryEncoding(id, false, index)), null);
    }

    @Test
    void rowsAreFollowedAndReadBackAsTheirValues() throws Exception {
        create("t", 7, "2.1");
        try (TableHandle base = head("t")) {
            StagedFiles more = store.stage(base, new SampleRows(VALUES, ROWS, 2 * ROWS, 11));
            List<List<String>> read = new ArrayList<>();
            List<String> names = VALUES.getFields().stream().map(Field::getName).toList();
            try (BatchReader reader = store.readStaged(more, names, memory.root())) {
                for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                    read.addAll(SampleRows.texts(batch));
                }
            }
            assertThat(read).isEqualTo(SampleRows.texts(VALUES, ROWS, 2 * ROWS, memory.root()));
            // Others put the rows of fragment 0 elsewhere, one of them with other values.
            long[] ids = LongStream.range(0, ROWS).toArray();
            SampleRows moved = new SampleRows(VALUES, 0, ROWS - 1, 11);
            RowSet all = RowChangeTest.rows(ids);
            try (TableHandle head = head("t")) {
                StagedFiles same = store.stage(head, moved)
                        .withRowIds(LongStream.range(0, ROWS - 1).toArray());
                StagedFiles other =
                        store.stage(head, new SampleRows(VALUES, 100, 101, 1)).withRowIds(new long[] {ROWS - 1});
                TableChange move = new TableChange(head, all, List.of(same, other), null);
                assertThat(store.commit(move, mark(), Durability.OS)).isInstanceOf(CommitOutcome.Committed.class);
            }
            assertThat(commit(base, RowChangeTest.rows(ROWS - 1), more, mark()))
                    .isInstanceOf(CommitOutcome.Conflict.class);
            assertThat(commit(base, RowChangeTest.rows(0, 3, 8), more, mark()))
                    .isInstanceOf(CommitOutcome.Committed.class);
        }
        assertThat(ids("t")).hasSize(2 * ROWS - 3).doesNotContain(0L, 3L, 8L);
    }

    @Test
    void metadataOfTheTableCannotBeChanged() throws Exception {
        create("t", 7, "2.1");
        try (TableHandle base = head("t")) {
            assertThatThrownBy(() -> store.maintenance().changeMetadata(base, Map.of("a", "b"), mark()))
                    .hasMessage("The metadata of table t cannot be changed: column texts has a dictionary.");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.1", "2.2"})
    void valuesAreReadAndWrittenInPlaceOfIndexes(String format) throws Exception {
        create("t", 7, format);
        assertRows("t", ROWS);
        try (TableHandle head = head("t")) {
            assertThat(head.schema().findField("longs").getType())
                    .isEqualTo(VALUES.findField("longs").getType());
            assertThat(head.schema().findField("texts").getMetadata())
                    .isEqualTo(Map.of(FieldMetadata.ENCODING, FieldMetadata.DICTIONARY));
            assertThat(FieldMetadata.isPlain(head.schema().findField("list"))).isFalse();
            StagedFiles files = store.stage(head, new SampleRows(VALUES, ROWS, 2 * ROWS, 11));
            assertThat(commit(head, files, mark())).isInstanceOf(CommitOutcome.Committed.class);
        }
        assertRows("t", 2 * ROWS);
    }

    private void create(String table, int batchRows, String format) throws Exception {
        StoredSchema schema = new StoredSchema(VALUES, ENCODED);
        try (SourceBatches batches =
                        new SourceBatches(new SampleRows(VALUES, 0, ROWS, batchRows), schema, memory.root());
                SourceReader rows = new SourceReader(batches, memory.root())) {
            foreign.createOf(table, rows, format);
        }
    }

    private void assertRows(String table, int rows) {
        List<List<String>> read = new ArrayList<>();
        List<String> names = VALUES.getFields().stream().map(Field::getName).toList();
        try (TableHandle head = head(table);
                BatchReader reader = head.scan(ScanRequest.of(names), memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                read.addAll(SampleRows.texts(batch));
            }
        }
        assertThat(read).isEqualTo(SampleRows.texts(VALUES, 0, rows, memory.root()));
    }

    @Test
    void manyBatchesHaveMoreValuesThanIndexesOfOneReach() throws Exception {
        create("t", ROWS, "2.1");
        try (TableHandle head = head("t")) {
            commit(head, store.stage(head, new SampleRows(VALUES, ROWS, 4_000, 40)), mark());
        }
        assertRows("t", 4_000);
    }

    @Test
    void moreValuesThanIndexesReachAreRefused() throws Exception {
        create("t", ROWS, "2.1");
        try (TableHandle head = head("t")) {
            assertThatThrownBy(() -> store.stage(head, new SampleRows(VALUES, 0, 4_000, 400)))
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("dictionary");
        }
        assertRows("t", ROWS);
    }
}
