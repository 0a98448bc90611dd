package org.lancesql.calcite.types;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCollectionTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlMapTypeNameSpec;
import org.apache.calcite.sql.SqlRowTypeNameSpec;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.parser.StoredTypeNameSpec;
import org.lancesql.calcite.parser.VectorTypeNameSpec;

/**
 * The fields that tables keep for declared types. They say more than a SQL type does: the width of integers without a
 * sign and of floats, the size of vectors, and by their metadata that bytes are a UUID or text is JSON.
 */
public final class StoredTypes {
    static final int UUID_BYTES = 16;

    private static final String EXTENSION_KEY = "ARROW:extension:name";
    private static final String BLOB_KEY = "lance-encoding:blob";

    /** Key of the field metadata that names the SQL type of values that Lance has no type for. */
    private static final String TYPE_KEY = "lancesql:type";

    private static final String YEAR_TO_MONTH = "INTERVAL YEAR TO MONTH";

    static final Map<String, String> UUID_METADATA = Map.of(EXTENSION_KEY, "arrow.uuid");
    private static final Map<String, String> JSON_METADATA = Map.of(EXTENSION_KEY, "arrow.json");
    private static final Map<String, String> BLOB_METADATA = Map.of(BLOB_KEY, "true");

    private StoredTypes() {}

    /** Whether a field keeps JSON texts. */
    static boolean isJson(Field stored) {
        String extension = stored.getMetadata().get(EXTENSION_KEY);
        return "arrow.json".equals(extension) || "lance.json".equals(extension);
    }

    static boolean isBlob(Field stored) {
        return "true".equals(stored.getMetadata().get(BLOB_KEY));
    }

    static boolean isUuid(Field stored) {
        return "arrow.uuid".equals(stored.getMetadata().get(EXTENSION_KEY));
    }

    /** The name of a type that expressions do not have. */
    static Optional<String> ownName(Field stored) {
        return isJson(stored) ? Optional.of("JSON") : isBlob(stored) ? Optional.of("BLOB") : Optional.empty();
    }

    /**
     * The field that keeps values of a canonical type.
     *
     * @param canonical as {@link SqlTypes#toArrow} gives it
     */
    public static Field storing(Field canonical) {
        if (canonical.getType() instanceof ArrowType.Interval) {
            return with(canonical, new ArrowType.Int(32, true), Map.of(TYPE_KEY, YEAR_TO_MONTH), List.of());
        }
        List<Field> children =
                canonical.getChildren().stream().map(StoredTypes::storing).toList();
        return with(canonical, canonical.getType(), canonical.getMetadata(), children);
    }

    private static Field with(Field field, ArrowType type, Map<String, String> metadata, List<Field> children) {
        return new Field(field.getName(), new FieldType(field.isNullable(), type, null, metadata), children);
    }

    /** The same field under another name and with other metadata beside that of its type, which a default is not. */
    public static Field renamed(Field stored, String name, boolean nullable, Map<String, String> metadata) {
        Map<String, String> all = new HashMap<>(stored.getMetadata());
        all.keySet().removeIf(key -> key.equals(SqlTypes.DEFAULT_KEY) || IdentityColumn.isKey(key));
        all.putAll(metadata);
        return new Field(
                name, new FieldType(nullable, stored.getType(), stored.getDictionary(), all), stored.getChildren());
    }

    /**
     * The field that a table keeps for a declared type.
     *
     * @param sqlType gives the SQL type of a name
     */
    public static Field declared(
            String name, SqlDataTypeSpec type, boolean nullable, Function<SqlTypeNameSpec, RelDataType> sqlType) {
        return new Declaration(sqlType).field(name, type.getTypeNameSpec(), nullable);
    }

    private record Declaration(Function<SqlTypeNameSpec, RelDataType> sqlType) {
        Field field(String name, SqlTypeNameSpec type, boolean nullable) {
            if (type instanceof StoredTypeNameSpec form) {
                return switch (form.form()) {
                    case HALF ->
                        leaf(name, nullable, new ArrowType.FloatingPoint(FloatingPointPrecision.HALF), Map.of());
                    case BLOB -> leaf(name, nullable, ArrowType.LargeBinary.INSTANCE, BLOB_METADATA);
                    case JSON -> leaf(name, nullable, ArrowType.Utf8.INSTANCE, JSON_METADATA);
                };
            } else if (type instanceof VectorTypeNameSpec vector) {
                Field item = field("item", vector.elementType(), true);
                return nested(name, nullable, new ArrowType.FixedSizeList(vector.size()), List.of(item));
            } else if (type instanceof SqlCollectionTypeNameSpec collection) {
                Field item = field("item", collection.getElementTypeName(), true);
                return nested(name, nullable, ArrowType.List.INSTANCE, List.of(item));
            } else if (type instanceof SqlRowTypeNameSpec row) {
                return nested(name, nullable, ArrowType.Struct.INSTANCE, fields(row));
            } else if (type instanceof SqlMapTypeNameSpec map) {
                List<Field> entry = List.of(
                        field("key", map.getKeyType().getTypeNameSpec(), false),
                        field("value", map.getValType().getTypeNameSpec(), true));
                Field entries = nested("entries", false, ArrowType.Struct.INSTANCE, entry);
                return nested(name, nullable, new ArrowType.Map(false), List.of(entries));
            }
            return basic(name, type, nullable);
        }

        private List<Field> fields(SqlRowTypeNameSpec row) {
            List<Field> fields = new ArrayList<>();
            for (int i = 0; i < row.getArity(); i++) {
                SqlDataTypeSpec type = row.getFieldTypes().get(i);
                boolean nullable = !Boolean.FALSE.equals(type.getNullable());
                fields.add(field(row.getFieldNames().get(i).getSimple(), type.getTypeNameSpec(), nullable));
            }
            return fields;
        }

        private Field basic(String name, SqlTypeNameSpec type, boolean nullable) {
            Field canonical = storing(SqlTypes.toArrow(name, sqlType.apply(type)));
            Map<String, String> metadata = new HashMap<>(canonical.getMetadata());
            ArrowType arrowType = canonical.getType();
            if (type instanceof SqlBasicTypeNameSpec basic) {
                ArrowType own = ownType(basic);
                arrowType = own == null ? arrowType : own;
                boolean variable = arrowType instanceof ArrowType.Utf8 || arrowType instanceof ArrowType.Binary;
                if (variable && basic.getPrecision() >= 0) {
                    metadata.put(SqlTypes.LENGTH_KEY, Integer.toString(basic.getPrecision()));
                }
            }
            return new Field(name, new FieldType(nullable, arrowType, null, metadata), canonical.getChildren());
        }

        private static @Nullable ArrowType ownType(SqlBasicTypeNameSpec type) {
            String name = type.getTypeName().getSimple();
            return switch (SqlTypeName.valueOf(name)) {
                case UTINYINT -> new ArrowType.Int(8, false);
                case USMALLINT -> new ArrowType.Int(16, false);
                case UINTEGER -> new ArrowType.Int(32, false);
                case UBIGINT -> new ArrowType.Int(64, false);
                case BINARY -> type.getPrecision() > 0 ? new ArrowType.FixedSizeBinary(type.getPrecision()) : null;
                default -> null;
            };
        }

        private static Field leaf(String name, boolean nullable, ArrowType type, Map<String, String> metadata) {
            return new Field(name, new FieldType(nullable, type, null, metadata), List.of());
        }

        private static Field nested(String name, boolean nullable, ArrowType type, List<Field> children) {
            return new Field(name, new FieldType(nullable, type, null), children);
        }
    }

    /** The type of a field as CREATE TABLE takes it. */
    public static String text(Field stored) {
        return TypeTexts.of(stored);
    }

    static boolean isYearToMonth(Field stored) {
        return YEAR_TO_MONTH.equals(stored.getMetadata().get(TYPE_KEY));
    }
}
