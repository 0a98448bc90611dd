package org.lancesql.sqltests;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;

/** A table with a column of each scalar type that Lance stores, and rows with the values that tend to go wrong. */
final class ScalarTypes {
    private static final Instant INSTANT = Instant.parse("2024-02-29T12:34:56.123456789Z");
    private static final Instant OLD_INSTANT = Instant.parse("1901-12-31T23:59:59.999999999Z");

    private ScalarTypes() {}

    static Schema schema() {
        return new Schema(List.of(
                field("id", new ArrowType.Int(64, true)),
                field("i8", new ArrowType.Int(8, true)),
                field("i16", new ArrowType.Int(16, true)),
                field("i32", new ArrowType.Int(32, true)),
                field("i64", new ArrowType.Int(64, true)),
                field("u8", new ArrowType.Int(8, false)),
                field("u16", new ArrowType.Int(16, false)),
                field("u32", new ArrowType.Int(32, false)),
                field("u64", new ArrowType.Int(64, false)),
                field("f32", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)),
                field("f64", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
                field("dec10", new ArrowType.Decimal(10, 2, 128)),
                field("dec38", new ArrowType.Decimal(38, 6, 128)),
                field("flag", ArrowType.Bool.INSTANCE),
                field("str", ArrowType.Utf8.INSTANCE),
                field("large_str", ArrowType.LargeUtf8.INSTANCE),
                field("bin", ArrowType.Binary.INSTANCE),
                field("date_day", new ArrowType.Date(DateUnit.DAY)),
                field("time_s", new ArrowType.Time(TimeUnit.SECOND, 32)),
                field("time_ms", new ArrowType.Time(TimeUnit.MILLISECOND, 32)),
                field("time_us", new ArrowType.Time(TimeUnit.MICROSECOND, 64)),
                field("time_ns", new ArrowType.Time(TimeUnit.NANOSECOND, 64)),
                field("ts_s", new ArrowType.Timestamp(TimeUnit.SECOND, null)),
                field("ts_ms", new ArrowType.Timestamp(TimeUnit.MILLISECOND, null)),
                field("ts_us", new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
                field("ts_ns", new ArrowType.Timestamp(TimeUnit.NANOSECOND, null)),
                field("ts_utc", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
                field("ts_berlin", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "Europe/Berlin"))));
    }

    /** A schema of nullable columns, each given as {@code name TYPE}; for the few types that small tables need. */
    static Schema schema(String... columns) {
        List<Field> fields = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ", 2);
            fields.add(field(
                    parts[0],
                    switch (parts[1].toUpperCase(Locale.ROOT)) {
                        case "INT" -> new ArrowType.Int(32, true);
                        case "BIGINT" -> new ArrowType.Int(64, true);
                        case "VARCHAR" -> ArrowType.Utf8.INSTANCE;
                        default -> throw new IllegalArgumentException(column);
                    }));
        }
        return new Schema(fields);
    }

    /** Row 0 is all NULL; rows 1 and 2 hold extremes; the others ordinary, equal and odd values. */
    static List<Object[]> rows() {
        List<Object[]> rows = new ArrayList<>();
        Object[] nulls = new Object[schema().getFields().size()];
        nulls[0] = 0L;
        rows.add(nulls);
        rows.add(row(
                1,
                Long.MIN_VALUE,
                -1L,
                1.5,
                -2.25,
                "-12345678.90",
                "99999999999999999999999999999999.999999",
                true,
                "Grüße, 世界 😀",
                "large",
                new byte[] {0, 127, -128, -1},
                LocalDate.of(2024, 2, 29),
                LocalTime.MAX,
                INSTANT));
        rows.add(row(
                2,
                Long.MAX_VALUE,
                0L,
                Float.MAX_VALUE,
                Double.MAX_VALUE,
                "99999999.99",
                "-99999999999999999999999999999999.999999",
                false,
                "",
                "",
                new byte[0],
                LocalDate.of(1, 1, 1),
                LocalTime.MIDNIGHT,
                OLD_INSTANT));
        rows.add(row(
                3,
                0,
                1L,
                Float.NaN,
                Double.NaN,
                "0.00",
                "0",
                true,
                "it's 100%_\\",
                "it's 100%_\\",
                "x".getBytes(StandardCharsets.UTF_8),
                LocalDate.EPOCH,
                LocalTime.NOON,
                Instant.EPOCH));
        rows.add(row(
                4,
                1,
                2L,
                -0.0f,
                -0.0,
                "0.01",
                "0.000001",
                false,
                "abc",
                "abc",
                new byte[] {1},
                LocalDate.EPOCH.minusDays(1),
                LocalTime.NOON.plusNanos(1),
                Instant.EPOCH.minusNanos(1)));
        rows.add(row(
                5,
                -1,
                3L,
                Float.NEGATIVE_INFINITY,
                Double.POSITIVE_INFINITY,
                "-0.01",
                "-0.000001",
                true,
                "ABC",
                "ABC",
                new byte[] {1, 0},
                LocalDate.of(9999, 12, 31),
                LocalTime.NOON,
                Instant.EPOCH.plusNanos(1)));
        rows.add(row(
                6,
                7,
                7L,
                0.1f,
                0.1,
                "7.00",
                "7",
                false,
                "abc",
                "abd",
                new byte[] {2},
                LocalDate.of(2024, 1, 1),
                LocalTime.of(7, 0),
                Instant.parse("2024-01-01T00:00:00Z")));
        return rows;
    }

    private static Object[] row(
            long id,
            long integer,
            long unsigned,
            double f32,
            double f64,
            String decimal,
            String wideDecimal,
            boolean flag,
            String string,
            String largeString,
            byte[] binary,
            LocalDate day,
            LocalTime time,
            Instant instant) {
        return new Object[] {
            id,
            saturate(integer, Byte.MIN_VALUE, Byte.MAX_VALUE),
            saturate(integer, Short.MIN_VALUE, Short.MAX_VALUE),
            saturate(integer, Integer.MIN_VALUE, Integer.MAX_VALUE),
            integer,
            unsigned,
            unsigned,
            unsigned,
            unsigned,
            (float) f32,
            f64,
            new BigDecimal(decimal),
            new BigDecimal(wideDecimal),
            flag,
            string,
            largeString,
            binary,
            day.toEpochDay(),
            time.toNanoOfDay() / 1_000_000_000,
            time.toNanoOfDay() / 1_000_000,
            time.toNanoOfDay() / 1_000,
            time.toNanoOfDay(),
            instant.getEpochSecond(),
            instant.toEpochMilli(),
            micros(instant),
            instant.getEpochSecond() * 1_000_000_000 + instant.getNano(),
            micros(instant),
            micros(instant)
        };
    }

    private static long saturate(long value, long smallest, long largest) {
        return Math.max(smallest, Math.min(largest, value));
    }

    private static long micros(Instant instant) {
        return instant.getEpochSecond() * 1_000_000 + instant.getNano() / 1_000;
    }

    private static Field field(String name, ArrowType type) {
        return new Field(name, FieldType.nullable(type), null);
    }
}
