package org.lancesql.storage;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StorageException.Reason;

/** Column types that Lance stores. It must be asked before Lance is: some others abort the JVM or cannot be read back. */
final class StorableTypes {
    private static final int LARGEST_PRECISION = 38;
    private static final String FORMAT = "2.1";
    private static final String FORMAT_WITH_MAPS = "2.2";

    private StorableTypes() {}

    /** The version of Lance's file format that a new table of these columns is written in. */
    static String format(Schema schema) {
        return schema.getFields().stream().anyMatch(StorableTypes::hasMap) ? FORMAT_WITH_MAPS : FORMAT;
    }

    private static boolean hasMap(Field field) {
        return field.getType() instanceof ArrowType.Map
                || field.getChildren().stream().anyMatch(StorableTypes::hasMap);
    }

    /** @throws StorageException UNSUPPORTED_TYPE */
    static void require(String table, Schema schema) {
        if (format(schema).equals(FORMAT_WITH_MAPS)
                && schema.getFields().stream().anyMatch(FieldMetadata::isBlob)) {
            throw new StorageException(
                    Reason.UNSUPPORTED_TYPE,
                    "Table " + table + " cannot have both maps and blobs: Lance stores them in different formats.");
        }
        for (Field field : schema.getFields()) {
            String problem = problem(field, true);
            if (problem != null) {
                throw new StorageException(
                        Reason.UNSUPPORTED_TYPE,
                        "Table " + table + " cannot have column " + field.getName() + ": " + problem + ".");
            }
        }
    }

    /** Why Lance cannot store a field, or null when it can. */
    private static @Nullable String problem(Field field, boolean top) {
        if (field.getDictionary() != null) {
            return "new columns are not dictionary-encoded";
        } else if (FieldMetadata.isJson(field) && !(top && isText(field))) {
            return "Lance stores JSON as a column of text only, not inside of other values";
        } else if (FieldMetadata.isBlob(field) && !(top && field.getType() instanceof ArrowType.LargeBinary)) {
            return "Lance stores blobs as a column of large binaries only, not inside of other values";
        }
        return switch (field.getType().getTypeID()) {
            case List, LargeList -> problem(field.getChildren().get(0), false);
            case FixedSizeList -> listProblem(field);
            case Struct -> structProblem(field);
            case Map -> mapProblem(field);
            default -> isStorable(field.getType()) ? null : "Lance does not store " + field.getType();
        };
    }

    private static boolean isText(Field field) {
        return field.getType() instanceof ArrowType.Utf8 || field.getType() instanceof ArrowType.LargeUtf8;
    }

    private static @Nullable String listProblem(Field field) {
        if (((ArrowType.FixedSizeList) field.getType()).getListSize() < 1) {
            return "a list of fixed size has one item at least";
        }
        Field item = field.getChildren().get(0);
        return switch (item.getType().getTypeID()) {
            case Utf8, LargeUtf8, Binary, LargeBinary, List, LargeList, Struct, Map ->
                "Lance stores numbers, dates and other values of fixed size in lists of fixed size, not "
                        + item.getType();
            default -> problem(item, false);
        };
    }

    private static @Nullable String structProblem(Field field) {
        if (field.getChildren().isEmpty()) {
            return "a struct has one member at least";
        }
        Set<String> names = new HashSet<>();
        for (Field member : field.getChildren()) {
            if (!names.add(member.getName())) {
                return "a struct has two members named " + member.getName();
            }
            String problem = problem(member, false);
            if (problem != null) {
                return problem;
            }
        }
        return null;
    }

    private static @Nullable String mapProblem(Field field) {
        List<Field> entry = field.getChildren().get(0).getChildren();
        if (((ArrowType.Map) field.getType()).getKeysSorted()) {
            return "Lance does not store maps of sorted keys";
        } else if (entry.size() != 2 || entry.get(0).isNullable()) {
            return "a map has entries of a key, which is not null, and a value";
        }
        return structProblem(field.getChildren().get(0));
    }

    private static boolean isStorable(ArrowType type) {
        if (type instanceof ArrowType.Timestamp timestamp) {
            // Lance writes the zone into a text that it takes apart at colons.
            return timestamp.getTimezone() == null || timestamp.getTimezone().indexOf(':') < 0;
        } else if (type instanceof ArrowType.Decimal decimal) {
            return decimal.getBitWidth() == 128 && decimal.getPrecision() <= LARGEST_PRECISION;
        } else if (type instanceof ArrowType.FixedSizeBinary binary) {
            return binary.getByteWidth() > 0;
        }
        return switch (type.getTypeID()) {
            case Int, FloatingPoint, Bool, Utf8, LargeUtf8, Binary, LargeBinary, Date, Time, Duration -> true;
            default -> false;
        };
    }
}
