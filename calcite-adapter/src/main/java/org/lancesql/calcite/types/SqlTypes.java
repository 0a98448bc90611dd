package org.lancesql.calcite.types;

import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
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
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;
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
        if (type instanceof ArrowType.Duration duration) {
            return factory.createSqlIntervalType(new SqlIntervalQualifier(
                    org.apache.calcite.avatica.util.TimeUnit.DAY,
                    RelDataType.PRECISION_NOT_SPECIFIED,
                    org.apache.calcite.avatica.util.TimeUnit.SECOND,
                    Math.max(MILLISECOND_DIGITS, digits(duration.getUnit())),
                    SqlParserPos.ZERO));
        }
        if (type instanceof ArrowType.Interval) {
            return factory.createSqlIntervalType(new SqlIntervalQualifier(
                    org.apache.calcite.avatica.util.TimeUnit.YEAR,
                    org.apache.calcite.avatica.util.TimeUnit.MONTH,
                    SqlParserPos.ZERO));
        }
        return nestedFromCanonical(field, factory);
    }

    private static RelDataType nestedFromCanonical(Field field, RelDataTypeFactory factory) {
        List<Field> children = field.getChildren();
        return switch (field.getType().getTypeID()) {
            case FixedSizeBinary -> factory.createSqlType(SqlTypeName.UUID);
            case Null -> factory.createSqlType(SqlTypeName.NULL);
            case List -> factory.createArrayType(nullable(children.get(0), factory), -1);
            case Map -> {
                List<Field> entry = children.get(0).getChildren();
                yield factory.createMapType(fromCanonical(entry.get(0), factory), nullable(entry.get(1), factory));
            }
            case Struct ->
                factory.createStructType(
                        children.stream().map(child -> nullable(child, factory)).toList(),
                        children.stream().map(Field::getName).toList());
            default -> throw new IllegalArgumentException("No SQL type for " + field);
        };
    }

    /** What is within a value may be null: storing checks what a table does not allow. */
    private static RelDataType nullable(Field field, RelDataTypeFactory factory) {
        return factory.createTypeWithNullability(fromCanonical(field, factory), true);
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
        @Nullable Map<String, String> metadata = null;
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
                    INTERVAL_SECOND -> new ArrowType.Duration(unit(type));
            case UUID -> {
                metadata = StoredTypes.UUID_METADATA;
                yield new ArrowType.FixedSizeBinary(StoredTypes.UUID_BYTES);
            }
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
        return new Field(name, new FieldType(type.isNullable(), arrowType, null, metadata), children);
    }

    private static RelDataType component(RelDataType type) {
        return Objects.requireNonNull(type.getComponentType(), "component type");
    }

    private static Field mapEntries(RelDataType type) {
        RelDataType key = Objects.requireNonNull(type.getKeyType(), "key type");
        RelDataType value = Objects.requireNonNull(type.getValueType(), "value type");
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

    /** Whether values of two types are carried by vectors of the same form, with or without nulls. */
    public static boolean samePhysical(RelDataType left, RelDataType right) {
        return samePhysical(toArrow("", left), toArrow("", right));
    }

    /** Whether two canonical fields have the same type, whatever their names and nullability are. */
    public static boolean samePhysical(Field left, Field right) {
        List<Field> leftChildren = left.getChildren();
        List<Field> rightChildren = right.getChildren();
        if (!left.getType().equals(right.getType()) || leftChildren.size() != rightChildren.size()) {
            return false;
        }
        for (int i = 0; i < leftChildren.size(); i++) {
            if (!samePhysical(leftChildren.get(i), rightChildren.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** The unit in which times, timestamps and intervals of this type are counted. */
    public static TimeUnit unit(RelDataType type) {
        int digits = SqlTypeUtil.isInterval(type) ? type.getScale() : type.getPrecision();
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

    /** How JDBC describes what a field holds, for example the elements of an array. */
    public static ResultColumn describe(Field field) {
        RelDataType type = fromStored(field, new LanceTypeFactory());
        return describe(field.getName(), field.getName(), null, type, field);
    }

    /** How JDBC describes a column of a SQL type. */
    public static ResultColumn describe(String label, String name, @Nullable String table, RelDataType type) {
        return describe(label, name, table, type, null);
    }

    /**
     * How JDBC describes a column of a SQL type.
     *
     * @param stored the field that keeps its values unchanged, if it is that of a table
     */
    public static ResultColumn describe(
            String label, String name, @Nullable String table, RelDataType type, @Nullable Field stored) {
        SqlTypeName typeName = type.getSqlTypeName();
        return new ResultColumn(
                label,
                name,
                table,
                toArrow(label, type),
                (stored == null ? Optional.<String>empty() : StoredTypes.ownName(stored)).orElse(typeText(type)),
                jdbcType(typeName),
                precision(type),
                scale(type),
                type.isNullable());
    }

    private static int precision(RelDataType type) {
        if (SqlTypeName.INTERVAL_TYPES.contains(type.getSqlTypeName())) {
            return isDayTime(type) ? type.getScale() : 0;
        }
        return Math.max(0, type.getPrecision());
    }

    private static int scale(RelDataType type) {
        return switch (type.getSqlTypeName()) {
            case DECIMAL -> type.getScale();
            case TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> type.getPrecision();
            default -> isDayTime(type) ? type.getScale() : 0;
        };
    }

    private static boolean isDayTime(RelDataType type) {
        return SqlTypeName.DAY_INTERVAL_TYPES.contains(type.getSqlTypeName());
    }

    private static String typeText(RelDataType type) {
        SqlTypeName typeName = type.getSqlTypeName();
        if (SqlTypeName.INTERVAL_TYPES.contains(typeName)) {
            return isDayTime(type) ? "INTERVAL DAY TO SECOND" : "INTERVAL YEAR TO MONTH";
        }
        return switch (typeName) {
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> "TIMESTAMP WITH TIME ZONE";
            case CHAR -> "VARCHAR";
            case ARRAY, MULTISET -> typeText(component(type)) + " ARRAY";
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
            case UUID -> Types.OTHER;
            default -> SqlTypeName.INTERVAL_TYPES.contains(typeName) ? Types.OTHER : typeName.getJdbcOrdinal();
        };
    }
}
