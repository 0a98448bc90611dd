package org.lancesql.sqltests;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** A column of each type that a table can have, with its least and greatest value and an ordinary one. */
final class AllTypes {
    /**
     * A value in the forms that it takes.
     *
     * @param literal in SQL
     * @param parameter as a program binds it
     * @param foreign as {@link ForeignWriter} takes it
     */
    record Value(String literal, Object parameter, Object foreign) {
        static Value of(Object value) {
            return new Value(value.toString(), value, value);
        }

        static Value text(String text) {
            return new Value("'" + text.replace("'", "''") + "'", text, text);
        }
    }

    /**
     * A column.
     *
     * @param type as CREATE TABLE takes it and DESCRIBE prints it
     * @param field as another program may store it
     * @param readAs class that keeps all digits of a value, or null for what getObject gives by itself
     */
    record Column(String name, String type, Field field, Class<?> readAs, List<Value> values) {}

    private static final LocalTime NOON = LocalTime.NOON;

    /** Two tables hold all types, because Lance keeps maps and blobs in different formats. */
    enum Table {
        WITH_MAPS,
        WITH_BLOBS;

        List<Column> columns() {
            return Stream.concat(common().stream(), this == WITH_MAPS ? Stream.of(map()) : Stream.of(blob()))
                    .toList();
        }
    }

    private AllTypes() {}

    private static List<Column> common() {
        return List.of(
                integer("i8", "TINYINT", new ArrowType.Int(8, true), Byte.MIN_VALUE, Byte.MAX_VALUE),
                integer("i16", "SMALLINT", new ArrowType.Int(16, true), Short.MIN_VALUE, Short.MAX_VALUE),
                integer("i32", "INTEGER", new ArrowType.Int(32, true), Integer.MIN_VALUE, Integer.MAX_VALUE),
                integer("i64", "BIGINT", new ArrowType.Int(64, true), Long.MIN_VALUE, Long.MAX_VALUE),
                integer("u8", "TINYINT UNSIGNED", new ArrowType.Int(8, false), 0, 255),
                integer("u16", "SMALLINT UNSIGNED", new ArrowType.Int(16, false), 0, 65_535),
                integer("u32", "INTEGER UNSIGNED", new ArrowType.Int(32, false), 0, 4_294_967_295L),
                column(
                        "u64",
                        "BIGINT UNSIGNED",
                        new ArrowType.Int(64, false),
                        new Value("0", BigDecimal.ZERO, 0L),
                        new Value("18446744073709551615", new BigDecimal("18446744073709551615"), -1L),
                        new Value("7", new BigDecimal(7), 7L)),
                floating("f16", "HALF", FloatingPointPrecision.HALF, -65504f, 65504f),
                floating("f32", "REAL", FloatingPointPrecision.SINGLE, -Float.MAX_VALUE, Float.MAX_VALUE),
                column(
                        "f64",
                        "DOUBLE",
                        new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                        Value.of(-Double.MAX_VALUE),
                        Value.of(Double.MAX_VALUE),
                        Value.of(0.1e0)),
                column(
                        "dec",
                        "DECIMAL(38, 10)",
                        new ArrowType.Decimal(38, 10, 128),
                        decimal("-9999999999999999999999999999.9999999999"),
                        decimal("9999999999999999999999999999.9999999999"),
                        decimal("0.0000000001")),
                column("flag", "BOOLEAN", ArrowType.Bool.INSTANCE, Value.of(false), Value.of(true), Value.of(true)),
                text("str", ArrowType.Utf8.INSTANCE),
                text("large_str", ArrowType.LargeUtf8.INSTANCE),
                bytes("bin", "VARBINARY", ArrowType.Binary.INSTANCE, ""),
                bytes("large_bin", "VARBINARY", ArrowType.LargeBinary.INSTANCE, ""),
                bytes("fixed", "BINARY(4)", new ArrowType.FixedSizeBinary(4), "\0\0\0\0"),
                date("day", new ArrowType.Date(DateUnit.DAY), 1),
                date("date_ms", new ArrowType.Date(DateUnit.MILLISECOND), 86_400_000),
                time("time_ms", 3, TimeUnit.MILLISECOND, 32),
                time("time_us", 6, TimeUnit.MICROSECOND, 64),
                time("time_ns", 9, TimeUnit.NANOSECOND, 64),
                timestamp("ts_ms", 3, TimeUnit.MILLISECOND),
                timestamp("ts_us", 6, TimeUnit.MICROSECOND),
                timestamp("ts_ns", 9, TimeUnit.NANOSECOND),
                instant(),
                interval("dur_ms", 3, TimeUnit.MILLISECOND),
                interval("dur_us", 6, TimeUnit.MICROSECOND),
                interval("dur_ns", 9, TimeUnit.NANOSECOND),
                months(),
                list("list", ArrowType.List.INSTANCE),
                list("large_list", new ArrowType.LargeList()),
                vector(),
                matrix(),
                row(),
                uuid(),
                json(),
                encoded(text("dict", ArrowType.Utf8.INSTANCE), 1),
                encoded(integer("dict_i64", "BIGINT", new ArrowType.Int(64, true), Long.MIN_VALUE, Long.MAX_VALUE), 2));
    }

    private static Column column(String name, String type, ArrowType arrowType, Value... values) {
        return new Column(name, type, field(name, arrowType), null, List.of(values));
    }

    private static Field field(String name, ArrowType type, Field... children) {
        return new Field(name, FieldType.nullable(type), List.of(children));
    }

    private static Column integer(String name, String type, ArrowType arrowType, long least, long most) {
        return column(name, type, arrowType, Value.of(least), Value.of(most), Value.of(7L));
    }

    private static Column floating(
            String name, String type, FloatingPointPrecision precision, float least, float most) {
        return column(
                name,
                type,
                new ArrowType.FloatingPoint(precision),
                new Value("CAST(" + least + " AS REAL)", least, least),
                new Value("CAST(" + most + " AS REAL)", most, most),
                Value.of(0.5f));
    }

    private static Value decimal(String text) {
        BigDecimal value = new BigDecimal(text);
        return new Value(value.toPlainString(), value, value);
    }

    private static Column text(String name, ArrowType type) {
        return column(name, "VARCHAR", type, Value.text(""), Value.text("Grüße, 世界 😀"), Value.text("it's 100%_\\"));
    }

    private static Column bytes(String name, String type, ArrowType arrowType, String least) {
        return column(name, type, arrowType, bytes(least), bytes("\u007f\u007f\u007f\u007f"), bytes("abcd"));
    }

    private static Value bytes(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new Value("X'" + java.util.HexFormat.of().formatHex(bytes) + "'", bytes, bytes);
    }

    private static Column date(String name, ArrowType type, long unitsPerDay) {
        List<Value> values = Stream.of("0001-01-01", "9999-12-31", "2024-02-29")
                .map(LocalDate::parse)
                .map(day -> new Value("DATE '" + day + "'", day, day.toEpochDay() * unitsPerDay))
                .toList();
        return new Column(name, "DATE", field(name, type), LocalDate.class, values);
    }

    private static long perSecond(int digits) {
        return (long) Math.pow(10, digits);
    }

    private static Column time(String name, int digits, TimeUnit unit, int bits) {
        long nanosPerUnit = 1_000_000_000 / perSecond(digits);
        long last = 86_400 * perSecond(digits) - 1;
        List<Value> values = Stream.of(0L, last, NOON.toNanoOfDay() / nanosPerUnit + 1)
                .map(units -> {
                    LocalTime time = LocalTime.ofNanoOfDay(units * nanosPerUnit);
                    return new Value("TIME '" + format(time) + "'", time, units);
                })
                .toList();
        return new Column(
                name, "TIME(" + digits + ")", field(name, new ArrowType.Time(unit, bits)), LocalTime.class, values);
    }

    private static String format(LocalTime time) {
        return time.format(java.time.format.DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSSSSS"));
    }

    private static Column timestamp(String name, int digits, TimeUnit unit) {
        // The whole years that counts of nanoseconds reach.
        boolean fine = unit == TimeUnit.NANOSECOND;
        List<Value> values = Stream.of(
                        fine ? "1678-01-01T00:00:00" : "0001-01-01T00:00:00",
                        fine ? "2261-12-31T23:59:59.999999999" : "9999-12-31T23:59:59.999",
                        "2024-02-29T12:34:56.789")
                .map(LocalDateTime::parse)
                .map(moment -> new Value(
                        "TIMESTAMP '" + moment.toLocalDate() + " " + format(moment.toLocalTime()) + "'",
                        moment,
                        units(moment.toInstant(ZoneOffset.UTC), digits)))
                .toList();
        return new Column(
                name,
                "TIMESTAMP(" + digits + ")",
                field(name, new ArrowType.Timestamp(unit, null)),
                LocalDateTime.class,
                values);
    }

    private static long units(Instant instant, int digits) {
        return instant.getEpochSecond() * perSecond(digits) + instant.getNano() / (1_000_000_000 / perSecond(digits));
    }

    private static Column instant() {
        List<Value> values = Stream.of(
                        "0001-01-01T00:00:00Z", "9999-12-30T23:59:59.999999Z", "2024-02-29T12:34:56.789012Z")
                .map(OffsetDateTime::parse)
                .map(moment -> new Value(
                        "CAST('" + moment.toLocalDate() + " "
                                + format(moment.toLocalTime()).substring(0, 15) + "' AS TIMESTAMP(6) WITH TIME ZONE)",
                        moment,
                        units(moment.toInstant(), 6)))
                .toList();
        return new Column(
                "ts_utc",
                "TIMESTAMP(6) WITH TIME ZONE",
                field("ts_utc", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
                Instant.class,
                values);
    }

    private static Column interval(String name, int digits, TimeUnit unit) {
        List<Value> values = List.of(
                interval("-99 23:59:59", Duration.ofDays(-100).plusSeconds(1), digits),
                interval("99 23:59:59.999", Duration.ofDays(100).minusMillis(1), digits),
                interval("0 00:00:00.001", Duration.ofMillis(1), digits));
        return new Column(
                name,
                "INTERVAL DAY TO SECOND(" + digits + ")",
                field(name, new ArrowType.Duration(unit)),
                null,
                values);
    }

    private static Value interval(String text, Duration duration, int digits) {
        long nanosPerUnit = 1_000_000_000 / perSecond(digits);
        return new Value("INTERVAL '" + text + "' DAY TO SECOND", duration, duration.toNanos() / nanosPerUnit);
    }

    private static Column months() {
        Map<String, String> metadata = Map.of("lancesql:type", "INTERVAL YEAR TO MONTH");
        Field field = new Field("months", new FieldType(true, new ArrowType.Int(32, true), null, metadata), null);
        List<Value> values = List.of(
                new Value(
                        "INTERVAL '-99-11' YEAR TO MONTH",
                        Period.ofMonths(-99 * 12 - 11).normalized(),
                        -1199),
                new Value("INTERVAL '99-11' YEAR TO MONTH", Period.of(99, 11, 0), 1199),
                new Value("INTERVAL '1-2' YEAR TO MONTH", Period.of(1, 2, 0), 14));
        return new Column("months", "INTERVAL YEAR TO MONTH", field, null, values);
    }

    private static Value list(String literal, Object... elements) {
        return new Value(literal, Arrays.asList(elements), Arrays.asList(elements));
    }

    private static Column list(String name, ArrowType type) {
        Field item = field("item", new ArrowType.Int(32, true));
        return new Column(
                name,
                "INTEGER ARRAY",
                field(name, type, item),
                null,
                List.of(
                        list("CAST('[]' AS INTEGER ARRAY)"),
                        list("ARRAY[-2147483648, 2147483647, NULL]", Integer.MIN_VALUE, Integer.MAX_VALUE, null),
                        list("ARRAY[1, 2, 3]", 1, 2, 3)));
    }

    private static Column vector() {
        Field item = field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE));
        return new Column(
                "vec",
                "REAL VECTOR(3)",
                field("vec", new ArrowType.FixedSizeList(3), item),
                null,
                List.of(
                        list("ARRAY[0, 0, 0]", 0f, 0f, 0f),
                        list(
                                "CAST('[3.4028235e38, -3.4028235e38, 1]' AS VECTOR(3))",
                                Float.MAX_VALUE,
                                -Float.MAX_VALUE,
                                1f),
                        list("ARRAY[1.5, -2.25, 0.1]", 1.5f, -2.25f, 0.1f)));
    }

    private static Column matrix() {
        Field item = field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE));
        return new Column(
                "matrix",
                "DOUBLE ARRAY ARRAY",
                field("matrix", ArrowType.List.INSTANCE, field("item", ArrowType.List.INSTANCE, item)),
                null,
                List.of(
                        list("ARRAY[CAST('[]' AS DOUBLE ARRAY)]", List.of()),
                        list("ARRAY[ARRAY[1.5, NULL], NULL]", Arrays.asList(1.5, null), null),
                        list("ARRAY[ARRAY[1], ARRAY[2, 3]]", List.of(1.0), List.of(2.0, 3.0))));
    }

    private static Column row() {
        Field item = field("item", new ArrowType.Int(64, true));
        Field field = field(
                "struct",
                ArrowType.Struct.INSTANCE,
                field("a", new ArrowType.Int(32, true)),
                field("b", ArrowType.Utf8.INSTANCE),
                field("c", ArrowType.List.INSTANCE, item));
        return new Column(
                "struct",
                "ROW(a INTEGER, b VARCHAR, c BIGINT ARRAY)",
                field,
                null,
                List.of(
                        list("ROW(NULL, NULL, NULL)", null, null, null),
                        list("ROW(2147483647, '', ARRAY[1])", Integer.MAX_VALUE, "", List.of(1L)),
                        list("ROW(1, 'x', ARRAY[1, NULL])", 1, "x", Arrays.asList(1L, null))));
    }

    private static Column map() {
        Field entries = new Field(
                "entries",
                FieldType.notNullable(ArrowType.Struct.INSTANCE),
                List.of(
                        new Field("key", FieldType.notNullable(ArrowType.Utf8.INSTANCE), null),
                        field("value", new ArrowType.Int(32, true))));
        Map<String, Object> two = new LinkedHashMap<>();
        two.put("a", 1);
        two.put("b", null);
        return new Column(
                "map",
                "MAP<VARCHAR, INTEGER>",
                field("map", new ArrowType.Map(false), entries),
                null,
                List.of(
                        map("MAP['', 0]", Map.of("", 0)),
                        map("MAP['a', 1, 'b', NULL]", Collections.unmodifiableMap(two)),
                        map("MAP['x', -2147483648]", Map.of("x", Integer.MIN_VALUE))));
    }

    private static Value map(String literal, Map<String, Object> entries) {
        return new Value(literal, entries, entries);
    }

    private static Column uuid() {
        Map<String, String> metadata = Map.of("ARROW:extension:name", "arrow.uuid");
        Field field = new Field("uuid", new FieldType(true, new ArrowType.FixedSizeBinary(16), null, metadata), null);
        List<Value> values = Stream.of(
                        "00000000-0000-0000-0000-000000000000",
                        "ffffffff-ffff-ffff-ffff-ffffffffffff",
                        "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
                .map(UUID::fromString)
                .map(uuid -> new Value("UUID '" + uuid + "'", uuid, uuid))
                .toList();
        return new Column("uuid", "UUID", field, null, values);
    }

    /** The same column, for which the other program keeps a dictionary. */
    private static Column encoded(Column column, long dictionary) {
        DictionaryEncoding encoding = new DictionaryEncoding(dictionary, false, new ArrowType.Int(8, true));
        Field field =
                new Field(column.name(), new FieldType(true, column.field().getType(), encoding), null);
        return new Column(column.name(), column.type(), field, column.readAs(), column.values());
    }

    private static Column blob() {
        Column column = bytes("blob", "BLOB", ArrowType.LargeBinary.INSTANCE, "");
        Map<String, String> metadata = Map.of("lance-encoding:blob", "true");
        Field field = new Field("blob", new FieldType(true, column.field().getType(), null, metadata), null);
        return new Column("blob", "BLOB", field, null, column.values());
    }

    private static Column json() {
        Map<String, String> metadata = Map.of("ARROW:extension:name", "arrow.json");
        Field field = new Field("json", new FieldType(true, ArrowType.Utf8.INSTANCE, null, metadata), null);
        return new Column(
                "json",
                "JSON",
                field,
                null,
                List.of(Value.text("{}"), Value.text("{\"a\":[1,null,\"ü\"]}"), Value.text("null")));
    }
}
