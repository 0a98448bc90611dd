package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every type that a table can have, written by this module and by the plain SDK. */
class StoredTypesTest extends StoreTest {
    private static final Field ID = Field.notNullable("id", new ArrowType.Int(64, true));
    private static final ArrowType INT = new ArrowType.Int(32, true);
    private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    private static final ArrowType TEXT = ArrowType.Utf8.INSTANCE;
    private static final int ROWS = 50;

    /** Columns of all types but maps, which need a later file format, and those that have a form of their own in Lance. */
    static List<Field> plain() {
        List<ArrowType> types = new ArrayList<>(List.of(
                ArrowType.Bool.INSTANCE,
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                FLOAT,
                new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                new ArrowType.Decimal(38, 5, 128),
                TEXT,
                ArrowType.LargeUtf8.INSTANCE,
                ArrowType.Binary.INSTANCE,
                ArrowType.LargeBinary.INSTANCE,
                new ArrowType.FixedSizeBinary(3),
                new ArrowType.Date(DateUnit.DAY),
                new ArrowType.Date(DateUnit.MILLISECOND)));
        for (int bits : new int[] {8, 16, 32, 64}) {
            types.add(new ArrowType.Int(bits, true));
            types.add(new ArrowType.Int(bits, false));
        }
        for (TimeUnit unit : TimeUnit.values()) {
            boolean isShort = unit == TimeUnit.SECOND || unit == TimeUnit.MILLISECOND;
            types.add(new ArrowType.Time(unit, isShort ? 32 : 64));
            types.add(new ArrowType.Timestamp(unit, null));
            types.add(new ArrowType.Timestamp(unit, "Europe/Berlin"));
            types.add(new ArrowType.Duration(unit));
        }
        List<Field> columns = new ArrayList<>(List.of(ID));
        for (int i = 0; i < types.size(); i++) {
            columns.add(Field.nullable("flat" + i, types.get(i)));
        }
        columns.addAll(nested());
        return columns;
    }

    private static List<Field> nested() {
        Field vector = field("item", new ArrowType.FixedSizeList(2), field("item", FLOAT));
        Field struct = field("item", ArrowType.Struct.INSTANCE, field("a", INT), field("b", TEXT), vector);
        return List.of(
                uuid("uuid"),
                new Field(
                        "months",
                        new FieldType(true, INT, null, Map.of("lancesql:type", "INTERVAL YEAR TO MONTH")),
                        null),
                field("list", ArrowType.List.INSTANCE, field("element", TEXT)),
                field("ids", ArrowType.List.INSTANCE, uuid("item")),
                field("large", ArrowType.LargeList.INSTANCE, Field.notNullable("item", INT)),
                field("lists", ArrowType.List.INSTANCE, field("item", ArrowType.List.INSTANCE, field("item", INT))),
                field("structs", ArrowType.List.INSTANCE, struct),
                field("vectors", ArrowType.List.INSTANCE, vector),
                field("vector", new ArrowType.FixedSizeList(3), field("item", FLOAT)),
                field("bits", new ArrowType.FixedSizeList(3), field("item", ArrowType.Bool.INSTANCE)),
                field("matrix", new ArrowType.FixedSizeList(2), vector),
                field("struct", ArrowType.Struct.INSTANCE, struct, field("l", ArrowType.List.INSTANCE, struct)));
    }

    static List<Field> withOwnForms() {
        return List.of(
                marked("json", TEXT, FieldMetadata.EXTENSION, FieldMetadata.JSON),
                marked("blob", ArrowType.LargeBinary.INSTANCE, FieldMetadata.BLOB, "true"));
    }

    static List<Field> maps() {
        Field values = field("value", ArrowType.LargeList.INSTANCE, field("item", TEXT));
        return List.of(
                map("map", field("value", INT)),
                map("lists", values),
                field("maps", ArrowType.List.INSTANCE, map("item", field("value", TEXT))));
    }

    private static Field field(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    private static Field marked(String name, ArrowType type, String key, String value) {
        return new Field(name, new FieldType(true, type, null, Map.of(key, value)), null);
    }

    private static Field uuid(String name) {
        return marked(name, new ArrowType.FixedSizeBinary(16), FieldMetadata.EXTENSION, "arrow.uuid");
    }

    private static Field map(String name, Field value) {
        FieldType entries = FieldType.notNullable(ArrowType.Struct.INSTANCE);
        List<Field> entry = List.of(Field.notNullable("key", TEXT), value);
        return field(name, new ArrowType.Map(false), new Field("entries", entries, entry));
    }

    static Schema schema(List<Field> first, List<Field> second) {
        List<Field> all = new ArrayList<>(first);
        all.addAll(second);
        return new Schema(all);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, ROWS})
    void everyTypeComesBackAsItWasWritten(int batchRows) {
        Schema plain = schema(plain(), withOwnForms());
        Schema mapped = schema(List.of(ID), maps());
        store.create("t", plain, Map.of(), new SampleRows(plain, 0, ROWS, batchRows), mark());
        store.create("m", mapped, Map.of(), new SampleRows(mapped, 0, ROWS, batchRows), mark());
        for (Map.Entry<String, Schema> table : Map.of("t", plain, "m", mapped).entrySet()) {
            append(table.getKey(), table.getValue(), ROWS, batchRows);
            assertRows(table.getKey(), table.getValue(), 2 * ROWS);
        }
    }

    @Test
    void tableThatBeginsEmptyTakesRowsOfEveryType() {
        Schema schema = schema(plain(), maps().subList(0, 1));
        store.create("t", schema, Map.of(), new SampleRows(schema, 0, 0, 1), mark());
        assertRows("t", schema, 0);
        append("t", schema, 0, 7);
        assertRows("t", schema, ROWS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2.0", "2.1", "2.2"})
    void everyTypeOfThePlainSdkIsReadAndWritten(String format) {
        List<Field> columns = new ArrayList<>(plain());
        columns.addAll(withOwnForms());
        // Format 2.0 does not keep nulls of structs, and 2.2 has other blobs.
        columns.removeIf(field -> format.equals("2.0") && hasStruct(field));
        columns.removeIf(field -> format.equals("2.2") && FieldMetadata.isBlob(field));
        Schema schema = new Schema(columns);
        foreign.createSample("t", schema, ROWS, format);
        assertRows("t", schema, ROWS);
        append("t", schema, ROWS, 7);
        assertRows("t", schema, 2 * ROWS);
        foreign.with("t", d -> assertThat(d.getLanceFileFormatVersion()).isEqualTo(format));
    }

    private static boolean hasStruct(Field field) {
        return field.getType() instanceof ArrowType.Struct
                || field.getChildren().stream().anyMatch(StoredTypesTest::hasStruct);
    }

    private void append(String table, Schema schema, int from, int batchRows) {
        try (TableHandle head = head(table)) {
            StagedFiles files = store.stage(head, new SampleRows(schema, from, from + ROWS, batchRows));
            assertThat(commit(head, files, mark())).isInstanceOf(CommitOutcome.Committed.class);
        }
    }

    private void assertRows(String table, Schema schema, int rows) {
        List<String> names = schema.getFields().stream().map(Field::getName).toList();
        try (TableHandle head = head(table)) {
            assertThat(head.schema().getFields()).isEqualTo(schema.getFields());
            assertThat(read(head, ScanRequest.of(names))).isEqualTo(expected(schema, 0, rows));
            for (Field field : schema.getFields()) {
                Schema alone = new Schema(List.of(field));
                assertThat(read(head, ScanRequest.of(List.of(field.getName()))))
                        .as("%s", field)
                        .isEqualTo(expected(alone, 0, rows));
            }
        }
    }

    private List<List<String>> expected(Schema schema, int from, int end) {
        return from == end ? List.of() : SampleRows.texts(schema, from, end, memory.root());
    }

    private List<List<String>> read(TableHandle table, ScanRequest request) {
        List<List<String>> rows = new ArrayList<>();
        try (BatchReader reader = table.scan(request, memory.root())) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                rows.addAll(SampleRows.texts(batch));
            }
        }
        return rows;
    }

    @Test
    void blobsOfTheRowsThatAreLeftAreFetched() {
        Schema schema = schema(List.of(ID), withOwnForms());
        store.create("t", schema, Map.of(), new SampleRows(schema, 0, ROWS, ROWS), mark());
        foreign.delete("t", "id < 10");
        Predicate late = new Predicate.Comparison(
                Predicate.Column.of("id"),
                Predicate.Operator.GREATER_OR_EQUAL,
                new Predicate.Literal(ID.getType(), 20L));
        ScanRequest request = new ScanRequest(List.of("blob", "id"), late, OptionalLong.of(5), 2, List.of(), List.of());
        Schema swapped = new Schema(List.of(schema.findField("blob"), ID));
        try (TableHandle head = head("t")) {
            assertThat(read(head, request)).isEqualTo(expected(swapped, 22, 27));
            assertThat(read(head, ScanRequest.of(List.of("blob", "id")))).isEqualTo(expected(swapped, 10, ROWS));
        }
    }

    @Test
    void textThatIsNotJsonIsRefusedAndLeavesNoTable() {
        Schema schema = new Schema(withOwnForms().subList(0, 1));
        BatchSource rows = new BatchSource() {
            private boolean done;

            @Override
            public Schema schema() {
                return schema;
            }

            @Override
            public boolean load(VectorSchemaRoot root) {
                if (done) {
                    return false;
                }
                done = true;
                root.allocateNew();
                ((VarCharVector) root.getVector(0)).setSafe(0, "{\"a\": nothing}".getBytes(StandardCharsets.UTF_8));
                root.setRowCount(1);
                return true;
            }
        };
        assertThatThrownBy(() -> store.create("t", schema, Map.of(), rows, mark()))
                .hasMessageStartingWith("Table t cannot be created: ")
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.INVALID_JSON));
        assertThat(store.tables()).isEmpty();
    }

    @Test
    void rowsOfOtherNestedTypesAreRefused() {
        Schema ints = new Schema(List.of(field("l", ArrowType.List.INSTANCE, field("item", INT))));
        Schema longs = new Schema(List.of(field("l", ArrowType.List.INSTANCE, field("item", ID.getType()))));
        store.create("t", ints, Map.of(), new SampleRows(ints, 0, 1, 1), mark());
        try (TableHandle head = head("t")) {
            assertThatThrownBy(() -> store.stage(head, new SampleRows(longs, 0, 1, 1)))
                    .hasMessageContaining("rows have columns");
        }
    }

    @Test
    void typesThatLanceDoesNotStoreAreRefusedBeforeItSeesThem() {
        Field colon = field("item", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "+01:00"));
        Field json = marked("item", TEXT, FieldMetadata.EXTENSION, FieldMetadata.JSON);
        Field blob = marked("item", ArrowType.LargeBinary.INSTANCE, FieldMetadata.BLOB, "true");
        DictionaryEncoding encoding = new DictionaryEncoding(1, false, null);
        ArrowType three = new ArrowType.FixedSizeList(3);
        assertRefused(field("c", ArrowType.List.INSTANCE, colon), "does not store Timestamp");
        assertRefused(field("c", ArrowType.Struct.INSTANCE, colon), "does not store Timestamp");
        assertRefused(map("c", colon), "does not store Timestamp");
        assertRefused(field("c", ArrowType.List.INSTANCE, json), "not inside of other values");
        assertRefused(field("c", ArrowType.Struct.INSTANCE, blob), "not inside of other values");
        assertRefused(marked("c", ArrowType.Binary.INSTANCE, FieldMetadata.BLOB, "true"), "large binaries");
        assertRefused(field("c", three, field("item", TEXT)), "values of fixed size");
        assertRefused(field("c", three, field("item", ArrowType.Struct.INSTANCE, field("a", INT))), "fixed size");
        assertRefused(field("c", new ArrowType.FixedSizeList(0), field("item", FLOAT)), "one item at least");
        assertRefused(field("c", ArrowType.Struct.INSTANCE), "one member at least");
        assertRefused(field("c", ArrowType.Struct.INSTANCE, field("a", INT), field("a", TEXT)), "two members named a");
        assertRefused(field("c", ArrowType.Struct.INSTANCE, field("a", ArrowType.Null.INSTANCE)), "store Null");
        assertRefused(new Field("c", new FieldType(true, INT, encoding), null), "dictionary");
        assertRefused(field("c", new ArrowType.Interval(IntervalUnit.YEAR_MONTH)), "store Interval");
        assertRefused(field("c", new ArrowType.FixedSizeBinary(0)), "FixedSizeBinary(0)");
        assertRefused(field("c", ArrowType.Utf8View.INSTANCE), "Utf8View");
        Schema both = schema(maps(), withOwnForms());
        assertThatThrownBy(() -> store.create("t", both, Map.of(), new SampleRows(both, 0, 0, 1), mark()))
                .hasMessage("Table t cannot have both maps and blobs: Lance stores them in different formats.");
    }

    private void assertRefused(Field field, String message) {
        Schema schema = new Schema(List.of(field));
        assertThatThrownBy(() -> store.create("t", schema, Map.of(), new SampleRows(schema, 0, 0, 1), mark()))
                .hasMessageStartingWith("Table t cannot have column c: ")
                .hasMessageContaining(message)
                .isInstanceOfSatisfying(
                        StorageException.class,
                        e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.UNSUPPORTED_TYPE));
    }

    @Test
    void columnsThatLanceCannotReadLeaveTheOthersUsable() {
        Field json = marked("j", TEXT, FieldMetadata.EXTENSION, FieldMetadata.JSON);
        Field blob = marked("b", ArrowType.LargeBinary.INSTANCE, FieldMetadata.BLOB, "true");
        Field blobs = new Field(
                "v2",
                new FieldType(true, ArrowType.Struct.INSTANCE, null, Map.of(FieldMetadata.EXTENSION, "lance.blob.v2")),
                List.of(field("data", ArrowType.LargeBinary.INSTANCE), field("uri", TEXT)));
        Schema schema = new Schema(List.of(
                field("jsons", ArrowType.List.INSTANCE, json),
                field("blobs", ArrowType.Struct.INSTANCE, blob),
                blobs,
                ID));
        foreign.createSample("t", schema, 0, "2.2");
        try (TableHandle head = head("t")) {
            append("t", head.schema(), 0, ROWS);
        }
        try (TableHandle head = head("t")) {
            for (String name : List.of("jsons", "blobs", "v2")) {
                String reason = head.schema().findField(name).getMetadata().get(FieldMetadata.UNREADABLE);
                assertThat(reason).startsWith("Lance");
                assertThatThrownBy(() -> head.scan(ScanRequest.of(List.of(name)), memory.root()))
                        .hasMessage("Column " + name + " of table t cannot be read: " + reason + ".");
            }
            assertThat(read(head, ScanRequest.of(List.of("id")))).hasSize(ROWS);
        }
    }
}
