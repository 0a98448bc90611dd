package org.lancesql.storage;

import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.StorageException.Reason;

/** Column types that Lance stores. It must be asked before Lance is: some others abort the JVM. */
final class StorableTypes {
    private static final int LARGEST_PRECISION = 38;

    private StorableTypes() {}

    /** @throws StorageException UNSUPPORTED_TYPE */
    static void require(String table, Schema schema) {
        for (Field field : schema.getFields()) {
            if (!isStorable(field)) {
                throw new StorageException(
                        Reason.UNSUPPORTED_TYPE,
                        "Table " + table + " cannot have column " + field.getName() + ": Lance does not store "
                                + field.getType() + ".");
            }
        }
    }

    private static boolean isStorable(Field field) {
        return field.getDictionary() == null
                && isStorable(field.getType())
                && field.getChildren().stream().allMatch(StorableTypes::isStorable);
    }

    private static boolean isStorable(ArrowType type) {
        if (type instanceof ArrowType.Timestamp timestamp) {
            // Lance writes the zone into a text that it takes apart at colons.
            return timestamp.getTimezone() == null || timestamp.getTimezone().indexOf(':') < 0;
        }
        if (type instanceof ArrowType.Decimal decimal) {
            return decimal.getBitWidth() == 128 && decimal.getPrecision() <= LARGEST_PRECISION;
        }
        return switch (type.getTypeID()) {
            case Int, FloatingPoint, Bool, Utf8, LargeUtf8, Binary, LargeBinary, FixedSizeBinary, Date, Time -> true;
            case List, LargeList, FixedSizeList, Struct -> true;
            default -> false;
        };
    }
}
