package org.lancesql.jdbc.result;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Date;
import java.sql.Struct;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.Period;
import java.util.Map;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.calcite.ResultColumn;

/** Java classes of the values of a type. */
public final class ElementClasses {
    private static final Map<Class<?>, Class<?>> BOXES = Map.of(
            boolean.class, Boolean.class,
            byte.class, Byte.class,
            short.class, Short.class,
            int.class, Integer.class,
            long.class, Long.class,
            float.class, Float.class,
            double.class, Double.class,
            char.class, Character.class);

    private ElementClasses() {}

    /** The class of a primitive type's values; other classes as they are. */
    static Class<?> boxed(Class<?> type) {
        return BOXES.getOrDefault(type, type);
    }

    /** Class of what getObject returns for values of a type. */
    public static Class<?> of(ResultColumn column) {
        return switch (column.jdbcType()) {
            case Types.BOOLEAN, Types.BIT -> Boolean.class;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> Integer.class;
            case Types.BIGINT -> Long.class;
            case Types.REAL -> Float.class;
            case Types.FLOAT, Types.DOUBLE -> Double.class;
            case Types.DECIMAL, Types.NUMERIC -> BigDecimal.class;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR -> String.class;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> byte[].class;
            case Types.DATE -> Date.class;
            case Types.TIME -> Time.class;
            case Types.TIMESTAMP -> Timestamp.class;
            case Types.TIMESTAMP_WITH_TIMEZONE -> OffsetDateTime.class;
            case Types.ARRAY -> Array.class;
            case Types.STRUCT -> Struct.class;
            case Types.JAVA_OBJECT -> Map.class;
            default -> ofOther(column.field().getType());
        };
    }

    private static Class<?> ofOther(ArrowType type) {
        return switch (type.getTypeID()) {
            case FixedSizeBinary -> UUID.class;
            case Duration -> Duration.class;
            case Interval -> Period.class;
            default -> Object.class;
        };
    }
}
