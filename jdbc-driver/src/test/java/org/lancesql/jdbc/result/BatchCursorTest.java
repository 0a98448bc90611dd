package org.lancesql.jdbc.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.sql.Date;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Deque;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.StatementResult;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.CancelledException;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.storage.ArrowMemory;

@SuppressWarnings("NullAway") // the getters are nullable, the values of these tests are not null
class BatchCursorTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private final ArrowMemory memory = ArrowMemory.withLimit(64 << 20);
    private final BufferAllocator allocator = memory.root();

    @AfterEach
    void nothingLeaks() {
        assertThat(allocator.getAllocatedMemory()).isZero();
        memory.close();
    }

    /** Gives prepared batches, and closes those that nobody took. */
    private static final class Batches implements BatchOperator {
        private final List<Field> fields;
        private final Deque<Batch> batches;

        Batches(List<Field> fields, List<Batch> batches) {
            this.fields = fields;
            this.batches = new ArrayDeque<>(batches);
        }

        @Override
        public List<Field> fields() {
            return fields;
        }

        @Override
        public Batch next() {
            return batches.poll();
        }

        @Override
        public void close() {
            batches.forEach(Batch::close);
            batches.clear();
        }
    }

    private FieldVector vector(Field field, Object... values) {
        FieldVector vector = Vectors.create(field, allocator, values.length);
        for (int i = 0; i < values.length; i++) {
            Vectors.set(vector, i, values[i]);
        }
        vector.setValueCount(values.length);
        return vector;
    }

    private static ResultColumn column(Field field, int jdbcType) {
        return new ResultColumn(
                field.getName(), field.getName(), null, field, field.getType().toString(), jdbcType, 0, 0, true);
    }

    private OpenRows rows(Field field, int jdbcType, long maxRows, Batch... batches) {
        Batches operator = new Batches(List.of(field), Arrays.asList(batches));
        StatementResult result = StatementResult.ofRows(List.of(column(field, jdbcType)), operator);
        return new OpenRows(result, operator, CancelToken.withoutTimeout(), maxRows);
    }

    /** A cursor on the first row of a column; the row after holds null. */
    private BatchCursor onValue(ArrowType type, int jdbcType, Object value) throws SQLException {
        Field field = Field.nullable("c", type);
        Batch batch = new Batch(List.of(vector(field, value, null)), 2, Selection.all(2));
        BatchCursor cursor = new BatchCursor(rows(field, jdbcType, Long.MAX_VALUE, batch), BERLIN);
        assertThat(cursor.next()).isTrue();
        return cursor;
    }

    private static String state(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
        return catchThrowableOfType(SQLException.class, call).getSQLState();
    }

    @Test
    void integerIsReadAsEachNumberItFits() throws SQLException {
        try (BatchCursor cursor = onValue(new ArrowType.Int(64, true), Types.BIGINT, 300L)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getLong()).isEqualTo(300);
            assertThat(column.getInt()).isEqualTo(300);
            assertThat(column.getShort()).isEqualTo((short) 300);
            assertThat(state(column::getByte)).isEqualTo("22003");
            assertThat(column.getDouble()).isEqualTo(300.0);
            assertThat(column.getBigDecimal()).isEqualTo(new BigDecimal(300));
            assertThat(column.getString()).isEqualTo("300");
            assertThat(column.getBoolean()).isTrue();
            assertThat(column.getObject()).isEqualTo(300L);
            assertThat(column.getObject(Integer.class)).isEqualTo(300);
            assertThat(state(() -> column.getDate(null))).isEqualTo("07006");
            assertThat(state(() -> column.getObject(LocalDate.class))).isEqualTo("07006");
            assertThat(state(column::getBytes)).isEqualTo("07006");
            assertThat(state(() -> column.getObject(Thread.class))).isEqualTo("07006");
        }
    }

    @Test
    void nullIsZeroFalseOrNullAndNoted() throws SQLException {
        try (BatchCursor cursor = onValue(new ArrowType.Int(32, true), Types.INTEGER, 7)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getInt()).isEqualTo(7);
            assertThat(cursor.wasNull()).isFalse();
            assertThat(cursor.next()).isTrue();
            assertThat(column.getInt()).isZero();
            assertThat(cursor.wasNull()).isTrue();
            assertThat(column.getString()).isNull();
            assertThat(column.getObject()).isNull();
            assertThat(column.getObject(LocalDate.class)).isNull();
            assertThat(column.getBoolean()).isFalse();
            assertThat(cursor.next()).isFalse();
        }
    }

    @Test
    void decimalKeepsItsDigits() throws SQLException {
        BigDecimal value = new BigDecimal("12345678901234567890.123456789");
        try (BatchCursor cursor = onValue(new ArrowType.Decimal(38, 9, 128), Types.DECIMAL, value)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getBigDecimal()).isEqualTo(value);
            assertThat(column.getString()).isEqualTo("12345678901234567890.123456789");
            assertThat(state(column::getLong)).isEqualTo("22003");
            assertThat(column.getBigDecimal(2)).isEqualTo(new BigDecimal("12345678901234567890.12"));
        }
    }

    @Test
    void doubleThatIsNoNumberIsNoInteger() throws SQLException {
        ArrowType type = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
        try (BatchCursor cursor = onValue(type, Types.DOUBLE, Double.NaN)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getDouble()).isNaN();
            assertThat(column.getString()).isEqualTo("NaN");
            assertThat(state(column::getLong)).isEqualTo("22003");
            assertThat(state(column::getBigDecimal)).isEqualTo("22003");
        }
        try (BatchCursor cursor = onValue(type, Types.DOUBLE, -2.9)) {
            assertThat(cursor.columns().get(0).getInt()).isEqualTo(-2);
        }
    }

    @Test
    void floatReadsAsTheDigitsItPrints() throws SQLException {
        ArrowType type = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
        try (BatchCursor cursor = onValue(type, Types.REAL, 0.1f)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getObject()).isEqualTo(0.1f);
            assertThat(column.getString()).isEqualTo("0.1");
            assertThat(column.getBigDecimal()).isEqualTo(new BigDecimal("0.1"));
        }
    }

    @Test
    void textIsReadAsWhatItSpells() throws SQLException, IOException {
        try (BatchCursor cursor = onValue(ArrowType.Utf8.INSTANCE, Types.VARCHAR, " 42 ")) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getInt()).isEqualTo(42);
            assertThat(column.getDouble()).isEqualTo(42.0);
            assertThat(state(() -> column.getDate(null))).isEqualTo("22007");
            assertThat(state(column::getBoolean)).isEqualTo("22018");
            assertThat(column.getBytes()).isEqualTo(" 42 ".getBytes(StandardCharsets.UTF_8));
            assertThat(column.getCharacterStream().read()).isEqualTo(' ');
            assertThat(column.getClob().getSubString(2, 2)).isEqualTo("42");
        }
        try (BatchCursor cursor = onValue(ArrowType.Utf8.INSTANCE, Types.VARCHAR, "2024-02-29T23:59:59.5")) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getObject(LocalDateTime.class)).isEqualTo("2024-02-29T23:59:59.5");
            assertThat(column.getDate(null)).isEqualTo(Date.valueOf("2024-02-29"));
            assertThat(column.getObject(LocalTime.class)).isEqualTo("23:59:59.5");
        }
        UUID uuid = UUID.randomUUID();
        try (BatchCursor cursor = onValue(ArrowType.Utf8.INSTANCE, Types.VARCHAR, uuid.toString())) {
            assertThat(cursor.columns().get(0).getObject(UUID.class)).isEqualTo(uuid);
            assertThat(state(() -> cursor.columns().get(0).getLong())).isEqualTo("22018");
        }
    }

    @Test
    void bytesPrintAsHexadecimal() throws SQLException, IOException {
        byte[] value = {0, 127, -1};
        try (BatchCursor cursor = onValue(ArrowType.Binary.INSTANCE, Types.VARBINARY, value)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getBytes()).isEqualTo(value);
            assertThat(column.getString()).isEqualTo("007fff");
            assertThat(column.getBinaryStream().readAllBytes()).isEqualTo(value);
            assertThat(column.getBlob().length()).isEqualTo(3);
            assertThat(column.getObject(byte[].class)).isEqualTo(value);
        }
    }

    @Test
    void dateIsTheSameDayInEveryForm() throws SQLException {
        LocalDate value = LocalDate.of(1582, 10, 4);
        try (BatchCursor cursor = onValue(new ArrowType.Date(DateUnit.DAY), Types.DATE, value)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getObject(LocalDate.class)).isEqualTo(value);
            assertThat(column.getDate(null).toLocalDate()).isEqualTo(value);
            assertThat(column.getString()).isEqualTo("1582-10-04");
            assertThat(column.getObject(LocalDateTime.class)).isEqualTo(value.atStartOfDay());
        }
    }

    @Test
    void timeKeepsNanosecondsAsLocalTimeAndMillisecondsAsSqlTime() throws SQLException {
        LocalTime value = LocalTime.of(1, 2, 3, 456_789_012);
        try (BatchCursor cursor = onValue(new ArrowType.Time(TimeUnit.NANOSECOND, 64), Types.TIME, value)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getObject(LocalTime.class)).isEqualTo(value);
            assertThat(column.getString()).isEqualTo("01:02:03.456789012");
            Time time = column.getTime(null);
            assertThat(time.toLocalTime()).isEqualTo(LocalTime.of(1, 2, 3));
            assertThat(Math.floorMod(time.getTime(), 1000)).isEqualTo(456);
        }
    }

    @Test
    void timestampIsAReadingThatACalendarPlaces() throws SQLException {
        LocalDateTime value = LocalDateTime.of(2024, 7, 1, 12, 0, 0, 123_456_789);
        ArrowType type = new ArrowType.Timestamp(TimeUnit.NANOSECOND, null);
        try (BatchCursor cursor = onValue(type, Types.TIMESTAMP, value)) {
            ColumnAccessor column = cursor.columns().get(0);
            Timestamp timestamp = column.getTimestamp(null);
            assertThat(timestamp.toLocalDateTime()).isEqualTo(value);
            assertThat(timestamp.getNanos()).isEqualTo(123_456_789);
            Calendar tokyo = Calendar.getInstance(TimeZone.getTimeZone("Asia/Tokyo"));
            assertThat(column.getTimestamp(tokyo).toInstant()).isEqualTo("2024-07-01T03:00:00.123456789Z");
            assertThat(column.getObject(OffsetDateTime.class)).isEqualTo("2024-07-01T12:00:00.123456789+02:00");
            assertThat(column.getString()).isEqualTo("2024-07-01 12:00:00.123456789");
        }
    }

    @Test
    void timestampWithZoneIsAnInstantShownInTheSessionsZone() throws SQLException {
        Instant value = Instant.parse("2024-01-01T23:30:00.5Z");
        ArrowType type = new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC");
        try (BatchCursor cursor = onValue(type, Types.TIMESTAMP_WITH_TIMEZONE, value)) {
            ColumnAccessor column = cursor.columns().get(0);
            assertThat(column.getObject(Instant.class)).isEqualTo(value);
            assertThat(column.getTimestamp(null).toInstant()).isEqualTo(value);
            assertThat(column.getObject()).isEqualTo(OffsetDateTime.parse("2024-01-02T00:30:00.5+01:00"));
            assertThat(column.getString()).isEqualTo("2024-01-02 00:30:00.5+01:00");
            assertThat(column.getObject(ZonedDateTime.class)).isEqualTo(value.atZone(BERLIN));
            assertThat(column.getObject(LocalDate.class)).isEqualTo("2024-01-02");
        }
    }

    @Test
    void selectionAndMaxRowsDecideWhichRowsAreRead() throws SQLException {
        Field field = Field.nullable("c", new ArrowType.Int(32, true));
        Batch first = new Batch(List.of(vector(field, 10, 11, 12, 13)), 4, Selection.of(new int[] {1, 3}, 2));
        Batch none = new Batch(List.of(vector(field, 20)), 1, Selection.of(new int[0], 0));
        Batch last = new Batch(List.of(vector(field, 30, 31, 32)), 3, Selection.all(3));
        List<Integer> read = new ArrayList<>();
        try (BatchCursor cursor = new BatchCursor(rows(field, Types.INTEGER, 4, first, none, last), BERLIN)) {
            while (cursor.next()) {
                read.add(cursor.columns().get(0).getInt());
            }
        }
        assertThat(read).containsExactly(11, 13, 30, 31);
    }

    @Test
    void rowsThatNobodyReadsAreFreedAndDoNotPassForTheEnd() {
        Field field = Field.nullable("c", new ArrowType.Int(32, true));
        Batch batch = new Batch(List.of(vector(field, 1)), 1, Selection.all(1));
        OpenRows rows = rows(field, Types.INTEGER, Long.MAX_VALUE, batch);
        rows.close();
        assertThatThrownBy(rows::nextBatch).isInstanceOf(CancelledException.class);
    }
}
