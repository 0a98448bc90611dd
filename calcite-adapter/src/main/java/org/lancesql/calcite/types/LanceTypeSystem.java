package org.lancesql.calcite.types;

import java.math.RoundingMode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeFactoryImpl;
import org.apache.calcite.rel.type.RelDataTypeSystemImpl;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/** Precisions and result types: decimals of 38 digits, nanoseconds, sums and averages that do not lose digits. */
public final class LanceTypeSystem extends RelDataTypeSystemImpl {
    public static final int MAX_DECIMAL_PRECISION = 38;
    public static final int MAX_FRACTIONAL_SECOND_DIGITS = 9;

    private static final int DEFAULT_FRACTIONAL_SECOND_DIGITS = 6;
    private static final int MIN_DIVISION_SCALE = 6;
    private static final int EXTRA_AVERAGE_SCALE = 4;

    public static final LanceTypeSystem INSTANCE = new LanceTypeSystem();

    private LanceTypeSystem() {}

    @Override
    public int getMaxScale(SqlTypeName typeName) {
        return typeName == SqlTypeName.DECIMAL ? MAX_DECIMAL_PRECISION : super.getMaxScale(typeName);
    }

    @Override
    public int getMaxPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case DECIMAL -> MAX_DECIMAL_PRECISION;
            case TIME, TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ ->
                MAX_FRACTIONAL_SECOND_DIGITS;
            case VARCHAR, CHAR, VARBINARY, BINARY -> Integer.MAX_VALUE;
            default -> super.getMaxPrecision(typeName);
        };
    }

    @Override
    public int getMinPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case TIME, TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> 0;
            default -> super.getMinPrecision(typeName);
        };
    }

    @Override
    public int getDefaultPrecision(SqlTypeName typeName) {
        return switch (typeName) {
            case TIME, TIME_WITH_LOCAL_TIME_ZONE, TIME_TZ, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ ->
                DEFAULT_FRACTIONAL_SECOND_DIGITS;
            default -> super.getDefaultPrecision(typeName);
        };
    }

    @Override
    public RoundingMode roundingMode() {
        return RoundingMode.HALF_UP;
    }

    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    /** SUM: integers as BIGINT, decimals as DECIMAL of 38 digits, floats as DOUBLE; a sum that does not fit is an error. */
    @Override
    public RelDataType deriveSumType(RelDataTypeFactory factory, RelDataType argumentType) {
        RelDataType type = switch (argumentType.getSqlTypeName()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> factory.createSqlType(SqlTypeName.BIGINT);
            case DECIMAL -> factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, argumentType.getScale());
            case REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            default -> argumentType;
        };
        return factory.createTypeWithNullability(type, argumentType.isNullable());
    }

    /** AVG: decimals with four more digits of scale, at least six, as far as 38 digits have room; else DOUBLE. */
    @Override
    public RelDataType deriveAvgAggType(RelDataTypeFactory factory, RelDataType argumentType) {
        RelDataType type = switch (argumentType.getSqlTypeName()) {
            case DECIMAL ->
                factory.createSqlType(SqlTypeName.DECIMAL, MAX_DECIMAL_PRECISION, averageScale(argumentType));
            case TINYINT, SMALLINT, INTEGER, BIGINT, REAL, FLOAT, DOUBLE -> factory.createSqlType(SqlTypeName.DOUBLE);
            default -> argumentType;
        };
        return factory.createTypeWithNullability(type, argumentType.isNullable());
    }

    /** Covariances and what is made of them is DOUBLE, and null for too few pairs. */
    @Override
    public RelDataType deriveCovarType(
            RelDataTypeFactory factory, RelDataType firstArgumentType, RelDataType secondArgumentType) {
        return factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.DOUBLE), true);
    }

    private static int averageScale(RelDataType type) {
        int wanted = Math.max(type.getScale() + EXTRA_AVERAGE_SCALE, MIN_DIVISION_SCALE);
        int room = MAX_DECIMAL_PRECISION - (type.getPrecision() - type.getScale());
        return Math.max(type.getScale(), Math.min(wanted, room));
    }

    /** Decimal division: all digits of the integral part, and as many behind the point as fit, at least six. */
    @Override
    public @Nullable RelDataType deriveDecimalDivideType(
            RelDataTypeFactory factory, RelDataType dividend, RelDataType divisor) {
        if (!SqlTypeUtil.isExactNumeric(dividend)
                || !SqlTypeUtil.isExactNumeric(divisor)
                || !(SqlTypeUtil.isDecimal(dividend) || SqlTypeUtil.isDecimal(divisor))) {
            return null;
        }
        RelDataType left = RelDataTypeFactoryImpl.isJavaType(dividend) ? factory.decimalOf(dividend) : dividend;
        RelDataType right = RelDataTypeFactoryImpl.isJavaType(divisor) ? factory.decimalOf(divisor) : divisor;
        int leftScale = Math.max(0, left.getScale());
        int rightScale = Math.max(0, right.getScale());
        int integralDigits = left.getPrecision() - leftScale + rightScale;
        int scale = Math.max(MIN_DIVISION_SCALE, leftScale + right.getPrecision() + 1);
        scale = Math.min(scale, Math.max(MIN_DIVISION_SCALE, MAX_DECIMAL_PRECISION - integralDigits));
        int precision = Math.min(MAX_DECIMAL_PRECISION, integralDigits + scale);
        return factory.createSqlType(SqlTypeName.DECIMAL, precision, Math.min(scale, precision));
    }
}
