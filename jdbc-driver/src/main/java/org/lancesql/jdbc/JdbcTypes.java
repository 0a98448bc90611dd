package org.lancesql.jdbc;

import java.sql.Types;
import org.apache.calcite.avatica.ColumnMetaData.Rep;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.jdbc.result.ElementClasses;

/** What JDBC and Avatica want to know of each type, by its constant in {@link Types}. */
final class JdbcTypes {
    private static final int DATE_WIDTH = 10;
    private static final int TIME_WIDTH = 8;
    private static final int OFFSET_WIDTH = 6;
    private static final int TEXT_WIDTH = 256;
    private static final int UUID_WIDTH = 36;
    private static final int INTERVAL_WIDTH = 30;

    private JdbcTypes() {}

    /** Class of what getObject returns. */
    static String className(ResultColumn column) {
        return ElementClasses.of(column).getName();
    }

    /** How a value travels in Avatica's frames. */
    static Rep rep(int jdbcType) {
        return switch (jdbcType) {
            case Types.BOOLEAN, Types.BIT -> Rep.BOOLEAN;
            case Types.TINYINT -> Rep.BYTE;
            case Types.SMALLINT -> Rep.SHORT;
            case Types.INTEGER -> Rep.INTEGER;
            case Types.BIGINT -> Rep.LONG;
            case Types.REAL -> Rep.FLOAT;
            case Types.FLOAT, Types.DOUBLE -> Rep.DOUBLE;
            case Types.DECIMAL, Types.NUMERIC -> Rep.NUMBER;
            case Types.CHAR, Types.VARCHAR, Types.LONGVARCHAR, Types.TIMESTAMP_WITH_TIMEZONE -> Rep.STRING;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> Rep.BYTE_STRING;
            case Types.DATE -> Rep.JAVA_SQL_DATE;
            case Types.TIME -> Rep.JAVA_SQL_TIME;
            case Types.TIMESTAMP -> Rep.JAVA_SQL_TIMESTAMP;
            case Types.ARRAY -> Rep.ARRAY;
            case Types.STRUCT -> Rep.STRUCT;
            default -> Rep.OBJECT;
        };
    }

    static boolean isSigned(int jdbcType) {
        return switch (jdbcType) {
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.DECIMAL,
                    Types.NUMERIC -> true;
            default -> false;
        };
    }

    static boolean isText(int jdbcType) {
        return jdbcType == Types.CHAR || jdbcType == Types.VARCHAR || jdbcType == Types.LONGVARCHAR;
    }

    static boolean isBinary(int jdbcType) {
        return jdbcType == Types.BINARY || jdbcType == Types.VARBINARY || jdbcType == Types.LONGVARBINARY;
    }

    /** Decimal digits of a number, as DatabaseMetaData gives them as its radix: 10, or 2, or 0 for no number. */
    static int radix(int jdbcType) {
        return switch (jdbcType) {
            case Types.REAL, Types.FLOAT, Types.DOUBLE -> 2;
            default -> isSigned(jdbcType) ? 10 : 0;
        };
    }

    /** Digits of a number, characters of the text form of others, and bytes of binaries. */
    static int columnSize(ResultColumn column) {
        return switch (column.jdbcType()) {
            case Types.BOOLEAN, Types.BIT -> 1;
            case Types.TINYINT -> 3;
            case Types.SMALLINT -> 5;
            case Types.INTEGER -> 10;
            case Types.BIGINT -> 19;
            case Types.REAL -> 24;
            case Types.FLOAT, Types.DOUBLE -> 53;
            case Types.DATE -> DATE_WIDTH;
            case Types.TIME -> TIME_WIDTH + fraction(column);
            case Types.TIMESTAMP -> DATE_WIDTH + 1 + TIME_WIDTH + fraction(column);
            case Types.TIMESTAMP_WITH_TIMEZONE -> DATE_WIDTH + 1 + TIME_WIDTH + fraction(column) + OFFSET_WIDTH;
            case Types.DECIMAL, Types.NUMERIC -> column.precision();
            default -> column.precision() > 0 ? column.precision() : ofOther(column);
        };
    }

    /** Without a bound, tools expect the largest number rather than none. */
    private static int ofOther(ResultColumn column) {
        return switch (column.field().getType().getTypeID()) {
            case FixedSizeBinary -> UUID_WIDTH;
            case Duration, Interval -> INTERVAL_WIDTH;
            default -> Integer.MAX_VALUE;
        };
    }

    /** Most characters that getString gives, as far as the type bounds them. */
    static int displaySize(ResultColumn column) {
        int size = columnSize(column);
        return switch (column.jdbcType()) {
            case Types.BOOLEAN, Types.BIT -> 5;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> size + 1;
            case Types.REAL -> 15;
            case Types.FLOAT, Types.DOUBLE -> 25;
            case Types.DECIMAL, Types.NUMERIC -> size + 2;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> bounded(2L * size);
            default -> bounded(size);
        };
    }

    private static int bounded(long size) {
        return size <= 0 || size > Short.MAX_VALUE ? TEXT_WIDTH : (int) size;
    }

    private static int fraction(ResultColumn column) {
        return column.precision() == 0 ? 0 : column.precision() + 1;
    }
}
