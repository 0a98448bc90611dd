package org.lancesql.calcite.types;

import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.calcite.jdbc.JavaTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelRecordType;
import org.apache.calcite.rel.type.StructKind;
import org.apache.calcite.sql.type.SqlTypeName;

/**
 * Types of one statement.
 *
 * <p>Text is UTF-8 and never padded: a literal is a VARCHAR of any length, and the parser's CHAR(n) has become
 * VARCHAR(n) before a type is asked for. Unsigned integers are the next wider signed type. TIMESTAMP
 * WITH TIME ZONE is an instant, shown in the zone of the session.
 */
public final class LanceTypeFactory extends JavaTypeFactoryImpl {
    public LanceTypeFactory() {
        super(LanceTypeSystem.INSTANCE);
    }

    @Override
    public RelDataType createSqlType(SqlTypeName typeName) {
        return switch (typeName) {
            case UTINYINT -> super.createSqlType(SqlTypeName.SMALLINT);
            case USMALLINT -> super.createSqlType(SqlTypeName.INTEGER);
            case UINTEGER -> super.createSqlType(SqlTypeName.BIGINT);
            case UBIGINT -> super.createSqlType(SqlTypeName.DECIMAL, 20, 0);
            default -> super.createSqlType(substitute(typeName));
        };
    }

    /** The length of literals that are joined is the sum of lengths that none of them has. */
    @Override
    public RelDataType createSqlType(SqlTypeName typeName, int precision) {
        int known = switch (typeName) {
            case CHAR -> RelDataType.PRECISION_NOT_SPECIFIED;
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> storedDigits(precision);
            default -> precision;
        };
        return super.createSqlType(substitute(typeName), Math.max(known, RelDataType.PRECISION_NOT_SPECIFIED));
    }

    /** Times are stored, and shown, in milliseconds, microseconds or nanoseconds: the next of them that has the digits. */
    private static int storedDigits(int digits) {
        if (digits < 0) {
            return digits;
        }
        return digits <= 3 ? 3 : digits <= 6 ? 6 : 9;
    }

    private static SqlTypeName substitute(SqlTypeName typeName) {
        return switch (typeName) {
            case CHAR -> SqlTypeName.VARCHAR;
            case BINARY -> SqlTypeName.VARBINARY;
            case TIMESTAMP_TZ -> SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE;
            case FLOAT -> SqlTypeName.DOUBLE;
            default -> typeName;
        };
    }

    @Override
    public Charset getDefaultCharset() {
        return StandardCharsets.UTF_8;
    }

    @Override
    protected RelDataType canonize(StructKind kind, List<String> names, List<RelDataType> types, boolean nullable) {
        return types.stream().anyMatch(RelRecordType.class::isInstance)
                ? NestedRowType.rowOf(kind, names, types, nullable)
                : super.canonize(kind, names, types, nullable);
    }

    /** Times finer than milliseconds travel through row operators as a long in their own unit, rows in rows as lists. */
    @Override
    public Type getJavaClass(RelDataType type) {
        if (type instanceof NestedRowType) {
            return List.class;
        }
        if (type.getSqlTypeName() == SqlTypeName.TIME && type.getPrecision() > SqlTypes.MILLISECOND_DIGITS) {
            return type.isNullable() ? Long.class : long.class;
        }
        return super.getJavaClass(type);
    }
}
