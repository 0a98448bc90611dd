package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.WriteParams.WriteMode;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Append;

/**
 * Facts about types in Lance 7.0.0 that this module rests on. Not here, as they abort the JVM: a zone with a colon, a
 * struct with two members of one name, lists of fixed size of strings, such lists of structs inside of another value,
 * blobs inside of lists, naming a column of blobs of version 2, and maps in file format 2.0.
 */
class LanceTypesSurfaceTest extends StoreTest {
    private static final Field ID = Field.notNullable("id", new ArrowType.Int(64, true));
    private static final Field INT = Field.nullable("a", new ArrowType.Int(32, true));
    private static final Field TEXT = Field.nullable("b", ArrowType.Utf8.INSTANCE);

    private static Schema schema(Field field) {
        return new Schema(List.of(field, ID));
    }

    private static Field nested(ArrowType type, Field... children) {
        return new Field("c", FieldType.nullable(type), List.of(children));
    }

    private static Field marked(String name, ArrowType type, String key, String value) {
        return new Field(name, new FieldType(true, type, null, Map.of(key, value)), null);
    }

    private static Field json(String name) {
        return marked(name, ArrowType.Utf8.INSTANCE, FieldMetadata.EXTENSION, FieldMetadata.JSON);
    }

    private static Field blob() {
        return marked("c", ArrowType.LargeBinary.INSTANCE, FieldMetadata.BLOB, "true");
    }

    /** The texts of the first column that a scan returns. */
    private List<String> scan(ScanOptions.Builder options) {
        List<String> texts = new ArrayList<>();
        try (Dataset dataset = foreign.open("t");
                LanceScanner scanner = dataset.newScan(options.build());
                var reader = scanner.scanBatches()) {
            while (reader.loadNextBatch()) {
                FieldVector vector = reader.getVectorSchemaRoot().getVector(0);
                for (int i = 0; i < vector.getValueCount(); i++) {
                    texts.add(String.valueOf(vector.getObject(i)));
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return texts;
    }

    @Test
    void typesThatAreRefused() {
        for (IntervalUnit unit : IntervalUnit.values()) {
            Schema schema = schema(Field.nullable("c", new ArrowType.Interval(unit)));
            assertThatThrownBy(() -> foreign.createSample(unit.name(), schema, 0, "2.1"))
                    .hasMessageContaining("Unsupported data type: Interval");
        }
        Schema view = schema(Field.nullable("c", ArrowType.Utf8View.INSTANCE));
        assertThatThrownBy(() -> foreign.createSample("view", view, 0, "2.1"))
                .hasMessageContaining("Unsupported data type: Utf8View");
    }

    @Test
    void mapsNeedFormat22() {
        FieldType entries = FieldType.notNullable(ArrowType.Struct.INSTANCE);
        Field key = Field.notNullable("key", ArrowType.Utf8.INSTANCE);
        Schema schema = schema(nested(new ArrowType.Map(false), new Field("entries", entries, List.of(key, INT))));
        assertThatThrownBy(() -> foreign.createSample("t", schema, 3, "2.1")).hasMessageContaining("2.2+");
        foreign.createSample("t", schema, 3, "2.2");
        assertThat(scan(new ScanOptions.Builder())).isEqualTo(expected(schema, 3));
    }

    @Test
    void blobsNeedAFormatBefore22() {
        var rows = new SourceBatches(
                new SampleRows(schema(blob()), 0, 3, 3), StoredSchema.ofNew(schema(blob())), memory.root());
        try (rows;
                SourceReader reader = new SourceReader(rows, memory.root())) {
            assertThatThrownBy(() -> foreign.createOf("t", reader, "2.2")).hasMessageContaining("Legacy blob columns");
        }
    }

    @Test
    void filesOfOneTableHaveOneFormat() {
        foreign.createSample("t", schema(INT), 3, "2.0");
        try (Dataset dataset = foreign.open("t");
                VectorSchemaRoot root = VectorSchemaRoot.create(schema(INT), memory.root())) {
            new SampleRows(schema(INT), 3, 4, 1).load(root);
            List<FragmentMetadata> fragments = Fragment.write()
                    .datasetUri(foreign.path("t").toString())
                    .allocator(memory.root())
                    .data(root)
                    .mode(WriteMode.APPEND)
                    .execute();
            assertThatThrownBy(() -> foreign.commit(
                            dataset, Append.builder().fragments(fragments).build()))
                    .hasMessageContaining("must have the same version");
        }
    }

    @Test
    void dictionariesAreMissingInSchemas() throws Exception {
        ArrowType.Int index = new ArrowType.Int(8, true);
        Field encoded = new Field("c", new FieldType(true, index, new DictionaryEncoding(1, false, index)), null);
        Schema values = schema(Field.nullable("c", ArrowType.Utf8.INSTANCE));
        StoredSchema schema = new StoredSchema(values, schema(encoded));
        try (SourceBatches batches = new SourceBatches(new SampleRows(values, 0, 9, 3), schema, memory.root());
                SourceReader reader = new SourceReader(batches, memory.root())) {
            foreign.createOf("t", reader, "2.1");
        }
        foreign.with("t", d -> {
            assertThat(d.getSchema().findField("c")).isEqualTo(Field.nullable("c", index));
            assertThatThrownBy(d::getLanceSchema).hasMessageContaining("ArrowSchema conversion error");
        });
        assertThatThrownBy(() -> scan(new ScanOptions.Builder().filter("c = 'x'")))
                .hasMessageContaining("could not convert to literal");
    }

    @Test
    void jsonIsNormalisedAndBinaryInTheSchema() {
        foreign.createSample("t", schema(json("c")), 3, "2.1");
        foreign.with("t", d -> {
            assertThat(d.getSchema().findField("c").getType()).isEqualTo(ArrowType.LargeBinary.INSTANCE);
            assertThat(d.getSchema().findField("c").getMetadata())
                    .isEqualTo(Map.of(FieldMetadata.EXTENSION, "lance.json"));
        });
        assertThat(scan(new ScanOptions.Builder())).isEqualTo(expected(schema(json("c")), 3));
    }

    @Test
    void jsonInsideOfOtherValuesCannotBeRead() {
        foreign.createSample("t", schema(nested(ArrowType.Struct.INSTANCE, json("a"))), 3, "2.1");
        assertThatThrownBy(() -> scan(new ScanOptions.Builder())).hasMessageContaining("panicked");
    }

    @Test
    void scanTellsWhereBlobsAre() {
        foreign.createSample("t", schema(blob()), 10, "2.1");
        assertThat(scan(new ScanOptions.Builder()))
                .startsWith("{\"position\":0,\"size\":0}", "{\"position\":0,\"size\":3}")
                .contains("null");
        foreign.with(
                "t",
                d -> assertThatThrownBy(() -> {
                            d.delete("id < 2");
                            d.compact();
                        })
                        .hasMessageContaining("internal error"));
    }

    @Test
    void format20DoesNotKeepNullsOfStructs() {
        Schema schema = schema(nested(ArrowType.Struct.INSTANCE, INT));
        foreign.createSample("t", schema, 5, "2.0");
        assertThat(scan(new ScanOptions.Builder())).doesNotContain("null");
        assertThat(expected(schema, 5)).contains("null");
    }

    @Test
    void memberOfANullStructThatIsNotNullNeedsAValue() {
        Field struct = nested(ArrowType.Struct.INSTANCE, Field.notNullable("a", INT.getType()));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(new Schema(List.of(struct)), memory.root())) {
            root.allocateNew();
            StructVector vector = (StructVector) root.getVector(0);
            vector.setNull(0);
            root.setRowCount(1);
            assertThatThrownBy(() -> write(root)).hasMessageContaining("contained null values");
            ((IntVector) vector.getChild("a")).setSafe(0, 0);
            root.setRowCount(1);
            assertThat(write(root)).hasSize(1);
        }
    }

    private List<FragmentMetadata> write(VectorSchemaRoot root) {
        return Fragment.write()
                .datasetUri(foreign.path("t").toString())
                .allocator(memory.root())
                .data(root)
                .mode(WriteMode.CREATE)
                .execute();
    }

    @Test
    void structsInListsOfFixedSizeLoseMembersUnderAFilter() {
        Field item = new Field("item", FieldType.nullable(ArrowType.Struct.INSTANCE), List.of(INT, TEXT));
        Schema schema = schema(nested(new ArrowType.FixedSizeList(3), item));
        foreign.createSample("t", schema, 20, "2.2");
        List<String> right = expected(schema, 20);
        assertThat(scan(new ScanOptions.Builder())).isEqualTo(right);
        assertThat(scan(new ScanOptions.Builder().filter("id >= 10").columns(List.of("c"))))
                .hasSize(10)
                .isNotEqualTo(right.subList(10, 20));
    }

    @Test
    void textThatIsNotJsonIsRefused() {
        Schema schema = schema(json("c"));
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, memory.root())) {
            new SampleRows(schema, 0, 1, 1).load(root);
            ((VarCharVector) root.getVector("c")).setSafe(0, "{not json".getBytes(StandardCharsets.UTF_8));
            root.setRowCount(1);
            assertThatThrownBy(() -> write(root)).hasMessageContaining("Failed to encode JSON");
        }
    }

    private List<String> expected(Schema schema, int rows) {
        return SampleRows.texts(schema, 0, rows, memory.root()).stream()
                .map(row -> row.get(0))
                .toList();
    }
}
