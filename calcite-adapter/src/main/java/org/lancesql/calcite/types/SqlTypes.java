package org.lancesql.calcite.types;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.sql.type.SqlTypeName;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.StatementException;
import org.lancesql.execution.CanonicalTypes;

/** The one map between Arrow types and SQL types, in both directions, and to JDBC. */
public final class SqlTypes {
    /** Fractional digits of seconds that Calcite's own functions can hold. */
    public static final int MILLISECOND_DIGITS = 3;

    /** Key of the field metadata that keeps the length of VARCHAR(n) and VARBINARY(n). */
    public static final String LENGTH_KEY = "lancesql:length";

    /** Key of the field metadata that keeps the text of a DEFAULT expression. */
    public static final String DEFAULT_KEY = "lancesql:default";

    private static final int MICROSECOND_DIGITS = 6;
    private static final String UTC = "UTC";

    private SqlTypes() {}

    /** The SQL type of a stored column; its Arrow type must be {@linkplain CanonicalTypes#isSupported supported}. */
    public static RelDataType fromStored(Field stored, RelDataTypeFactory factory) {
        Field field = CanonicalTypes.canonical(stored);
        RelDataType type = fromCanonical(field, factory);
        return factory.createTypeWithNullability(type, stored.isNullable());
    }

    private static RelDataType fromCanonical(Field field, RelDataTypeFactory factory) {
        ArrowType type = field.getType();
        if (type instanceof ArrowType.Int integer) {
            return factory.createSqlType(
                    switch (integer.getBitWidth()) {
                        case 8 -> SqlTypeName.TINYINT;
                        case 16 -> SqlTypeName.SMALLINT;
                        case 32 -> SqlTypeName.INTEGER;
                        default -> SqlTypeName.BIGINT;
                    });
        }
        if (type instanceof ArrowType.Decimal decimal) {
            return factory.createSqlType(SqlTypeName.DECIMAL, decimal.getPrecision(), decimal.getScale());
        }
        if (type instanceof ArrowType.FloatingPoint floating) {
            return factory.createSqlType(
                    floating.getPrecision() == FloatingPointPrecision.SINGLE ? SqlTypeName.REAL : SqlTypeName.DOUBLE);
        }
        if (type instanceof ArrowType.Timestamp timestamp) {
            return factory.createSqlType(
                    timestamp.getTimezone() == null
                            ? SqlTypeName.TIMESTAMP
                            : SqlTypeName.TIMESTAMP_WITH_LOCAL_TIME_ZONE,
                    digits(timestamp.getUnit()));
        }
        if (type instanceof ArrowType.Time time) {
            return factory.createSqlType(SqlTypeName.TIME, digits(time.getUnit()));
        }
        if (type instanceof ArrowType.Utf8) {
            return factory.createSqlType(SqlTypeName.VARCHAR);
        }
        if (type instanceof ArrowType.Binary) {
            return factory.createSqlType(SqlTypeName.VARBINARY);
        }
        if (type instanceof ArrowType.Bool) {
            return factory.createSqlType(SqlTypeName.BOOLEAN);
        }
        if (type instanceof ArrowType.Date) {
            return factory.createSqlType(SqlTypeName.DATE);
        }
        throw new IllegalArgumentException("No SQL type for " + field);
    }

    /**
     * The type that a column was declared with: that of {@link #fromStored}, and the length of VARCHAR(n). Queries see
     * text without a length, because only writing checks it.
     */
    public static RelDataType declared(Field stored, RelDataTypeFactory factory) {
        RelDataType type = fromStored(stored, factory);
        String length = stored.getMetadata().get(LENGTH_KEY);
        return length == null
                ? type
                : factory.createTypeWithNullability(
                        factory.createSqlType(type.getSqlTypeName(), Integer.parseInt(length)), stored.isNullable());
    }

    /** The canonical Arrow field that carries values of a SQL type. */
    public static Field toArrow(String name, RelDataType type) {
        List<Field> children = new ArrayList<>();
        ArrowType arrowType = switch (type.getSqlTypeName()) {
            case BOOLEAN -> ArrowType.Bool.INSTANCE;
            case TINYINT -> new ArrowType.Int(8, true);
            case SMALLINT -> new ArrowType.Int(16, true);
            case INTEGER -> new ArrowType.Int(32, true);
            case BIGINT -> new ArrowType.Int(64, true);
            case REAL -> new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
            case FLOAT, DOUBLE -> new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
            case DECIMAL -> new ArrowType.Decimal(type.getPrecision(), type.getScale(), 128);
            case CHAR, VARCHAR -> ArrowType.Utf8.INSTANCE;
            case BINARY, VARBINARY -> ArrowType.Binary.INSTANCE;
            case DATE -> new ArrowType.Date(DateUnit.DAY);
            case TIME -> new ArrowType.Time(unit(type), unit(type) == TimeUnit.MILLISECOND ? 32 : 64);
            case TIMESTAMP -> new ArrowType.Timestamp(unit(type), null);
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE, TIMESTAMP_TZ -> new ArrowType.Timestamp(unit(type), UTC);
            case INTERVAL_YEAR, INTERVAL_YEAR_MONTH, INTERVAL_MONTH -> new ArrowType.Interval(IntervalUnit.YEAR_MONTH);
            case INTERVAL_DAY,
                    INTERVAL_DAY_HOUR,
                    INTERVAL_DAY_MINUTE,
                    INTERVAL_DAY_SECOND,
                    INTERVAL_HOUR,
                    INTERVAL_HOUR_MINUTE,
                    INTERVAL_HOUR_SECOND,
                    INTERVAL_MINUTE,
                    INTERVAL_MINUTE_SECOND,
                    INTERVAL_SECOND -> new ArrowType.Duration(TimeUnit.MILLISECOND);
            case NULL -> ArrowType.Null.INSTANCE;
            case ARRAY, MULTISET -> {
                children.add(toArrow("item", component(type)));
                yield ArrowType.List.INSTANCE;
            }
            case ROW -> {
                for (RelDataTypeField field : type.getFieldList()) {
                    children.add(toArrow(field.getName(), field.getType()));
                }
                yield ArrowType.Struct.INSTANCE;
            }
            case MAP -> {
                children.add(mapEntries(type));
                yield new ArrowType.Map(false);
            }
            default ->
                throw new StatementException(
                        StatementException.Reason.NOT_SUPPORTED,
                        "Values of type " + type + " are not supported; cast them to a type that is");
        };
        return new Field(name, new FieldType(type.isNullable(), arrowType, null), children);
    }

    private static RelDataType component(RelDataType type) {
        return java.util.Objects.requireNonNull(type.getComponentType(), "component type");
    }

    private static Field mapEntries(RelDataType type) {
        RelDataType key = java.util.Objects.requireNonNull(type.getKeyType(), "key type");
        RelDataType value = java.util.Objects.requireNonNull(type.getValueType(), "value type");
        Field keyField = toArrow("key", key);
        return new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(
                        new Field("key", FieldType.notNullable(keyField.getType()), keyField.getChildren()),
                        toArrow("value", value)));
    }

    /** The canonical Arrow fields that carry rows of a row type. */
    public static List<Field> toArrow(RelDataType rowType) {
        return rowType.getFieldList().stream()
                .map(field -> toArrow(field.getName(), field.getType()))
                .toList();
    }

    /** The unit in which times and timestamps of this type are counted. */
    public static TimeUnit unit(RelDataType type) {
        int digits = type.getPrecision();
        if (digits <= MILLISECOND_DIGITS) {
            return TimeUnit.MILLISECOND;
        }
        return digits <= MICROSECOND_DIGITS ? TimeUnit.MICROSECOND : TimeUnit.NANOSECOND;
    }

    private static int digits(TimeUnit unit) {
        return switch (unit) {
            case SECOND -> 0;
            case MILLISECOND -> MILLISECOND_DIGITS;
            case MICROSECOND -> MICROSECOND_DIGITS;
            case NANOSECOND -> LanceTypeSystem.MAX_FRACTIONAL_SECOND_DIGITS;
        };
    }

    /** How JDBC describes a column of a SQL type. */
    public static ResultColumn describe(
            String label, String name, @org.jspecify.annotations.Nullable String table, RelDataType type) {
        SqlTypeName typeName = type.getSqlTypeName();
        int precision = type.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED ? 0 : type.getPrecision();
        int scale = switch (typeName) {
            case DECIMAL -> type.getScale();
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> type.getPrecision();
            default -> 0;
        };
        return new ResultColumn(
                label,
                name,
                table,
                toArrow(label, type),
                typeText(typeName),
                jdbcType(typeName),
                precision,
                scale,
                type.isNullable());
    }

    private static String typeText(SqlTypeName typeName) {
        return switch (typeName) {
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "TIMESTAMP WITH TIME ZONE";
            case CHAR -> "VARCHAR";
            default ->
                typeName.isSpecial() ? typeName.getName() : typeName.getName().replace('_', ' ');
        };
    }

    private static int jdbcType(SqlTypeName typeName) {
        return switch (typeName) {
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> Types.TIMESTAMP_WITH_TIMEZONE;
            case NULL -> Types.NULL;
            case ROW -> Types.STRUCT;
            case ARRAY, MULTISET -> Types.ARRAY;
            case MAP -> Types.JAVA_OBJECT;
            default -> typeName.getJdbcOrdinal();
        };
    }
}
