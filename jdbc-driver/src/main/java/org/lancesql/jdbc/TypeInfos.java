package org.lancesql.jdbc;

import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.avatica.MetaImpl.MetaTypeInfo;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.types.NamedTypes;
import org.lancesql.jdbc.errors.JdbcErrors;

/** The types a column can be declared with, for {@code DatabaseMetaData.getTypeInfo}. */
final class TypeInfos {
    private static final int MAX_DECIMAL_DIGITS = 38;
    private static final short MAX_DECIMAL_SCALE = 38;
    private static final int MAX_FRACTION = 9;
    private static final int UUID_WIDTH = 36;

    private TypeInfos() {}

    /** All types, ordered by their JDBC constants. */
    static List<MetaTypeInfo> all() {
        return Stream.of(
                        number("TINYINT", Types.TINYINT, 3, 10),
                        number("SMALLINT", Types.SMALLINT, 5, 10),
                        number("INTEGER", Types.INTEGER, 10, 10),
                        number("BIGINT", Types.BIGINT, 19, 10),
                        number("REAL", Types.REAL, 24, 2),
                        number("FLOAT", Types.FLOAT, 53, 2),
                        number("DOUBLE", Types.DOUBLE, 53, 2),
                        type("DECIMAL", Types.DECIMAL, MAX_DECIMAL_DIGITS, null, null, MAX_DECIMAL_SCALE, 10),
                        type("BOOLEAN", Types.BOOLEAN, 1, null, null, (short) 0, 0),
                        type("CHAR", Types.CHAR, Integer.MAX_VALUE, "'", "'", (short) 0, 0),
                        type("VARCHAR", Types.VARCHAR, Integer.MAX_VALUE, "'", "'", (short) 0, 0),
                        type("BINARY", Types.BINARY, Integer.MAX_VALUE, "X'", "'", (short) 0, 0),
                        type("VARBINARY", Types.VARBINARY, Integer.MAX_VALUE, "X'", "'", (short) 0, 0),
                        type("DATE", Types.DATE, 0, "DATE '", "'", (short) 0, 0),
                        type("TIME", Types.TIME, MAX_FRACTION, "TIME '", "'", (short) 0, 0),
                        type("TIMESTAMP", Types.TIMESTAMP, MAX_FRACTION, "TIMESTAMP '", "'", (short) 0, 0),
                        type(
                                "TIMESTAMP WITH TIME ZONE",
                                Types.TIMESTAMP_WITH_TIMEZONE,
                                MAX_FRACTION,
                                "TIMESTAMP WITH LOCAL TIME ZONE '",
                                "'",
                                (short) 0,
                                0),
                        number("TINYINT UNSIGNED", Types.SMALLINT, 3, 10),
                        number("SMALLINT UNSIGNED", Types.INTEGER, 5, 10),
                        number("INTEGER UNSIGNED", Types.BIGINT, 10, 10),
                        number("BIGINT UNSIGNED", Types.DECIMAL, 20, 10),
                        number("HALF", Types.REAL, 11, 2),
                        type("JSON", Types.VARCHAR, Integer.MAX_VALUE, "'", "'", (short) 0, 0),
                        type("BLOB", Types.VARBINARY, Integer.MAX_VALUE, "X'", "'", (short) 0, 0),
                        type("UUID", Types.OTHER, UUID_WIDTH, "UUID '", "'", (short) 0, 0),
                        type("INTERVAL DAY TO SECOND", Types.OTHER, MAX_FRACTION, "INTERVAL '", "'", (short) 0, 0),
                        type("INTERVAL YEAR TO MONTH", Types.OTHER, 0, "INTERVAL '", "'", (short) 0, 0),
                        type("ARRAY", Types.ARRAY, 0, "ARRAY[", "]", (short) 0, 0),
                        type("ROW", Types.STRUCT, 0, "ROW(", ")", (short) 0, 0),
                        type("MAP", Types.JAVA_OBJECT, 0, "MAP[", "]", (short) 0, 0))
                .sorted(Comparator.comparingInt(type -> type.dataType))
                .toList();
    }

    /**
     * The type of an array's elements by its name, for {@code Connection.createArrayOf}.
     *
     * @throws SQLException 42704 when there is none
     */
    static ResultColumn element(String typeName) throws SQLException {
        return NamedTypes.describe(typeName).orElseThrow(() -> JdbcErrors.unknownType(typeName));
    }

    private static MetaTypeInfo number(String name, int jdbcType, int precision, int radix) {
        return type(name, jdbcType, precision, null, null, (short) 0, radix);
    }

    private static MetaTypeInfo type(
            String name,
            int jdbcType,
            int precision,
            @Nullable String prefix,
            @Nullable String suffix,
            short maximumScale,
            int radix) {
        return new MetaTypeInfo(
                name,
                jdbcType,
                precision,
                prefix,
                suffix,
                (short) DatabaseMetaData.typeNullable,
                JdbcTypes.isText(jdbcType),
                (short) DatabaseMetaData.typeSearchable,
                false,
                jdbcType == Types.DECIMAL,
                false,
                (short) 0,
                maximumScale,
                radix);
    }
}
