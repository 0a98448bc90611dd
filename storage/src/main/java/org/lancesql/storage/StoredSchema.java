package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/**
 * The columns of a dataset, as this module hands them out and as Lance wants them written.
 *
 * @param visible with the types that scans return and {@link BatchSource}s supply; columns that Lance cannot read say so
 *     in their {@link FieldMetadata}
 * @param written with dictionaries where the dataset has them
 */
record StoredSchema(Schema visible, Schema written) {
    /** JSON in the binary form in which Lance keeps it. */
    private static final String LANCE_JSON = "lance.json";

    private static final String LANCE_BLOB = "lance.blob.v2";

    StoredSchema {
        requireNonNull(visible, "visible is null");
        requireNonNull(written, "written is null");
    }

    /** The columns of a dataset that does not exist yet. */
    static StoredSchema ofNew(Schema schema) {
        return new StoredSchema(schema, schema);
    }

    static StoredSchema of(Dataset dataset) {
        Schema raw = dataset.getSchema();
        Map<String, Encoded> encoded = encodedColumns(dataset, raw);
        List<Field> visible = new ArrayList<>();
        List<Field> written = new ArrayList<>();
        for (Field field : raw.getFields()) {
            Encoded column = encoded.get(field.getName());
            visible.add(visible(column == null ? field : column.decoded()));
            written.add(writtenField(column == null ? field : column.encoded()));
        }
        Map<String, String> metadata = raw.getCustomMetadata();
        return new StoredSchema(new Schema(visible, metadata), new Schema(written, metadata));
    }

    /** A column with dictionaries in it. */
    private record Encoded(Field encoded, Field decoded) {}

    /**
     * The columns that have dictionaries. Lance fails to hand out its own schema when there are any, and leaves them out
     * of Arrow's; only a scan has them.
     */
    private static Map<String, Encoded> encodedColumns(Dataset dataset, Schema raw) {
        try {
            dataset.getLanceSchema();
            return Map.of();
        } catch (IllegalArgumentException e) {
            List<String> names = raw.getFields().stream()
                    .filter(field -> unreadable(field) == null)
                    .map(Field::getName)
                    .filter(ColumnNames::isAddressable)
                    .toList();
            return scannedColumns(dataset, names);
        }
    }

    private static Map<String, Encoded> scannedColumns(Dataset dataset, List<String> names) {
        ScanOptions options = new ScanOptions.Builder().columns(names).build();
        try (LanceScanner scanner = LanceScanner.create(dataset, options, dataset.allocator());
                ArrowReader reader = scanner.scanBatches()) {
            Map<String, Encoded> columns = new HashMap<>();
            for (Field field : reader.getVectorSchemaRoot().getSchema().getFields()) {
                if (DictionaryColumn.isEncoded(field)) {
                    Field decoded = decoded(field, reader);
                    columns.put(
                            field.getName(),
                            new Encoded(field, marked(decoded, FieldMetadata.ENCODING, FieldMetadata.DICTIONARY)));
                }
            }
            return columns;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    /** The field with the types of the values in place of the dictionaries. */
    private static Field decoded(Field field, DictionaryProvider dictionaries) {
        DictionaryEncoding encoding = field.getDictionary();
        if (encoding == null) {
            List<Field> children = field.getChildren().stream()
                    .map(child -> decoded(child, dictionaries))
                    .toList();
            return of(field, field.getType(), field.getMetadata(), children);
        }
        Dictionary dictionary = requireNonNull(dictionaries.lookup(encoding.getId()));
        Field values = dictionary.getVector().getField();
        return of(field, values.getType(), field.getMetadata(), values.getChildren());
    }

    private static Field visible(Field field) {
        String reason = unreadable(field);
        if (reason != null) {
            return marked(field, FieldMetadata.UNREADABLE, reason);
        }
        return isLanceJson(field) ? json(field) : field;
    }

    /** Lance takes JSON as text. */
    private static Field writtenField(Field field) {
        return isLanceJson(field) ? json(field) : field;
    }

    private static Field json(Field field) {
        return of(marked(field, FieldMetadata.EXTENSION, FieldMetadata.JSON), ArrowType.Utf8.INSTANCE, null, List.of());
    }

    /** Why Lance cannot read a column, or null when it can. Some of these abort the JVM. */
    private static @Nullable String unreadable(Field field) {
        if (any(field, StoredSchema::isLanceBlob)) {
            return "Lance's Java library cannot read blobs of version 2";
        } else if (inside(field, FieldMetadata::isBlob)) {
            return "Lance cannot read blobs inside of other values";
        } else if (inside(field, StoredSchema::isLanceJson)) {
            return "Lance cannot read JSON inside of other values";
        } else if (any(field, StoredSchema::isListOfStructs)) {
            return "Lance does not read structs in lists of fixed size reliably";
        }
        return null;
    }

    private static boolean any(Field field, Predicate<Field> test) {
        return test.test(field) || inside(field, test);
    }

    private static boolean inside(Field field, Predicate<Field> test) {
        return field.getChildren().stream().anyMatch(child -> any(child, test));
    }

    private static boolean isLanceJson(Field field) {
        return LANCE_JSON.equals(field.getMetadata().get(FieldMetadata.EXTENSION));
    }

    private static boolean isLanceBlob(Field field) {
        return LANCE_BLOB.equals(field.getMetadata().get(FieldMetadata.EXTENSION));
    }

    private static boolean isListOfStructs(Field field) {
        return field.getType() instanceof ArrowType.FixedSizeList
                && field.getChildren().get(0).getType() instanceof ArrowType.Struct;
    }

    private static Field marked(Field field, String key, String value) {
        Map<String, String> metadata = new HashMap<>(field.getMetadata());
        metadata.put(key, value);
        return of(field, field.getType(), metadata, field.getChildren());
    }

    private static Field of(Field field, ArrowType type, @Nullable Map<String, String> metadata, List<Field> children) {
        Map<String, String> all = metadata == null ? field.getMetadata() : metadata;
        return new Field(field.getName(), new FieldType(field.isNullable(), type, null, all), children);
    }
}
