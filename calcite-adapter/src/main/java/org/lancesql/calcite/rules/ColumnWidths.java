package org.lancesql.calcite.rules;

import java.util.Collection;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.schema.LanceTable;

/** Bytes that reading a value costs, by its type; a guess for types of no fixed width. */
final class ColumnWidths {
    private static final double TEXT_BYTES = 32;
    private static final double BINARY_BYTES = 64;

    private ColumnWidths() {}

    static double sum(LanceTable table, Collection<Integer> columns) {
        return columns.stream()
                .mapToDouble(column -> width(table.columns().get(column)))
                .sum();
    }

    private static double width(Field field) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> 1;
            case Int -> ((ArrowType.Int) type).getBitWidth() / 8.0;
            case Decimal -> 16;
            case FloatingPoint -> 8;
            case Date -> 4;
            case Utf8, LargeUtf8 -> TEXT_BYTES;
            case Binary, LargeBinary, FixedSizeBinary -> BINARY_BYTES;
            default -> 8;
        };
    }
}
