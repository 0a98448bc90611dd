package org.lancesql.calcite.estimates;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.CanonicalTypes;

/** Which columns of a table have values that are small enough, and of types, to be sampled. */
final class SampledColumns {
    private SampledColumns() {}

    /** The canonical fields of a table's columns that can be sampled, by the names that storage has for them. */
    static Map<String, Field> of(LanceTable table) {
        Map<String, Field> columns = new LinkedHashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            Field field = table.columns().get(i);
            if (table.storedName(i).equals(field.getName()) && isSmall(field)) {
                columns.put(field.getName(), CanonicalTypes.canonical(field));
            }
        }
        return columns;
    }

    private static boolean isSmall(Field field) {
        ArrowType type = CanonicalTypes.canonical(field).getType();
        return type instanceof ArrowType.Bool
                || type instanceof ArrowType.Int
                || type instanceof ArrowType.FloatingPoint
                || type instanceof ArrowType.Decimal
                || type instanceof ArrowType.Utf8
                || type instanceof ArrowType.Date
                || type instanceof ArrowType.Time
                || type instanceof ArrowType.Timestamp;
    }
}
