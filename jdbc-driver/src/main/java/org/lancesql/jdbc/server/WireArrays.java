package org.lancesql.jdbc.server;

import java.sql.Array;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.avatica.ColumnMetaData;
import org.apache.calcite.avatica.ColumnMetaData.AvaticaType;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.jspecify.annotations.Nullable;

/**
 * Arrays as Avatica's frames carry them: of booleans, numbers, texts and bytes. An array of arrays the client fails to
 * read when one of them is null.
 */
final class WireArrays {
    private static final int INT_BITS = 32;

    private WireArrays() {}

    /** What a client is told of the items, or null where it could not read them whole. */
    static @Nullable AvaticaType componentType(Field item) {
        ArrowType type = item.getType();
        if (type instanceof ArrowType.Bool) {
            return ColumnMetaData.scalar(Types.BOOLEAN, "BOOLEAN", Rep.BOOLEAN);
        } else if (type instanceof ArrowType.Int integer) {
            return integer(integer);
        } else if (type instanceof ArrowType.FloatingPoint floating) {
            return floating.getPrecision() == FloatingPointPrecision.DOUBLE
                    ? ColumnMetaData.scalar(Types.DOUBLE, "DOUBLE", Rep.DOUBLE)
                    : ColumnMetaData.scalar(Types.REAL, "REAL", Rep.FLOAT);
        } else if (type instanceof ArrowType.Decimal) {
            return ColumnMetaData.scalar(Types.DECIMAL, "DECIMAL", Rep.NUMBER);
        } else if (type instanceof ArrowType.Utf8) {
            return ColumnMetaData.scalar(Types.VARCHAR, "VARCHAR", Rep.STRING);
        } else if (type instanceof ArrowType.Binary) {
            return ColumnMetaData.scalar(Types.VARBINARY, "VARBINARY", Rep.BYTE_STRING);
        }
        return null;
    }

    private static AvaticaType integer(ArrowType.Int type) {
        int bits = type.getBitWidth();
        if (!type.getIsSigned() && bits > INT_BITS) {
            return ColumnMetaData.scalar(Types.DECIMAL, "DECIMAL", Rep.NUMBER);
        }
        boolean fitsInt = bits < INT_BITS || bits == INT_BITS && type.getIsSigned();
        return fitsInt
                ? ColumnMetaData.scalar(Types.INTEGER, "INTEGER", Rep.INTEGER)
                : ColumnMetaData.scalar(Types.BIGINT, "BIGINT", Rep.LONG);
    }

    /** The items in order, in the form in which they are sent. */
    static List<@Nullable Object> list(Array array) throws SQLException {
        Object javaArray = array.getArray();
        List<@Nullable Object> items = new ArrayList<>();
        for (int i = 0; i < java.lang.reflect.Array.getLength(javaArray); i++) {
            items.add(java.lang.reflect.Array.get(javaArray, i));
        }
        return items;
    }
}
