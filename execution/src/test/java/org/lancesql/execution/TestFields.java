package org.lancesql.execution;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A field of each canonical type. */
public final class TestFields {
    public static final Field BOOL = field(ArrowType.Bool.INSTANCE);
    public static final Field INT8 = field(new ArrowType.Int(8, true));
    public static final Field INT16 = field(new ArrowType.Int(16, true));
    public static final Field INT32 = field(new ArrowType.Int(32, true));
    public static final Field INT64 = field(new ArrowType.Int(64, true));
    public static final Field FLOAT = field(new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
    public static final Field DOUBLE = field(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
    public static final Field TEXT = field(ArrowType.Utf8.INSTANCE);
    public static final Field BINARY = field(ArrowType.Binary.INSTANCE);
    public static final Field DATE = field(new ArrowType.Date(DateUnit.DAY));
    public static final Field TIME_MILLI = field(new ArrowType.Time(TimeUnit.MILLISECOND, 32));
    public static final Field TIME_MICRO = field(new ArrowType.Time(TimeUnit.MICROSECOND, 64));
    public static final Field TIME_NANO = field(new ArrowType.Time(TimeUnit.NANOSECOND, 64));
    public static final Field TIMESTAMP_MILLI = field(new ArrowType.Timestamp(TimeUnit.MILLISECOND, null));
    public static final Field TIMESTAMP_MICRO = field(new ArrowType.Timestamp(TimeUnit.MICROSECOND, null));
    public static final Field TIMESTAMP_NANO = field(new ArrowType.Timestamp(TimeUnit.NANOSECOND, null));
    public static final Field INSTANT_MILLI = field(new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"));
    public static final Field INSTANT_MICRO = field(new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"));
    public static final Field INSTANT_NANO = field(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC"));
    public static final Field MONTHS = field(new ArrowType.Interval(IntervalUnit.YEAR_MONTH));
    public static final Field DURATION = field(new ArrowType.Duration(TimeUnit.MILLISECOND));
    public static final Field DURATION_MICRO = field(new ArrowType.Duration(TimeUnit.MICROSECOND));
    public static final Field DURATION_NANO = field(new ArrowType.Duration(TimeUnit.NANOSECOND));
    public static final Field UUID = new Field(
            "c",
            new FieldType(
                    true,
                    new ArrowType.FixedSizeBinary(16),
                    null,
                    Map.of(CanonicalTypes.EXTENSION_METADATA, CanonicalTypes.UUID_EXTENSION)),
            null);

    /** One of each type that is not nested, and of each size of decimal. */
    public static final List<Field> FLAT = List.of(
            BOOL,
            INT8,
            INT16,
            INT32,
            INT64,
            FLOAT,
            DOUBLE,
            TEXT,
            BINARY,
            DATE,
            TIME_MILLI,
            TIME_MICRO,
            TIME_NANO,
            TIMESTAMP_MILLI,
            TIMESTAMP_MICRO,
            TIMESTAMP_NANO,
            INSTANT_MILLI,
            INSTANT_MICRO,
            INSTANT_NANO,
            MONTHS,
            DURATION,
            DURATION_MICRO,
            DURATION_NANO,
            UUID,
            decimal(9, 2),
            decimal(18, 18),
            decimal(38, 0),
            decimal(38, 30));

    public static final List<Field> NESTED = List.of(
            list(INT32),
            list(FLOAT),
            list(TEXT),
            list(BINARY),
            list(BOOL),
            list(UUID),
            list(list(decimal(38, 2))),
            struct(INT64, TEXT),
            struct(list(DOUBLE), struct(DATE, BOOL), UUID),
            list(struct(TEXT, INT8)),
            map(TEXT, DATE),
            map(INT32, list(TEXT)),
            list(map(INT64, FLOAT)));

    public static final List<Field> ALL =
            Stream.concat(FLAT.stream(), NESTED.stream()).toList();

    private TestFields() {}

    public static Field list(Field item) {
        return nested("c", true, ArrowType.List.INSTANCE, renamed(item, "item", true));
    }

    /** Members are named a, b, c and so on. */
    public static Field struct(Field... members) {
        Field[] named = new Field[members.length];
        for (int i = 0; i < members.length; i++) {
            named[i] = renamed(members[i], String.valueOf((char) ('a' + i)), true);
        }
        return nested("c", true, ArrowType.Struct.INSTANCE, named);
    }

    public static Field map(Field key, Field value) {
        Field entries = nested(
                "entries", false, ArrowType.Struct.INSTANCE, renamed(key, "key", false), renamed(value, "value", true));
        return nested("c", true, new ArrowType.Map(false), entries);
    }

    public static Field nested(String name, boolean nullable, ArrowType type, Field... children) {
        return new Field(name, new FieldType(nullable, type, null), List.of(children));
    }

    public static Field renamed(Field field, String name, boolean nullable) {
        return new Field(
                name, new FieldType(nullable, field.getType(), null, field.getMetadata()), field.getChildren());
    }

    public static Field field(ArrowType type) {
        return Field.nullable("c", type);
    }

    public static Field decimal(int precision, int scale) {
        return field(new ArrowType.Decimal(precision, scale, 128));
    }
}
