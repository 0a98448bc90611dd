package org.lancesql.jdbc.result;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.lancesql.jdbc.errors.JdbcErrors;

/** Accessors of text, bytes, and of what only has a text form. */
final class TextAccessors {
    private TextAccessors() {}

    /** Content of a variable-width vector. */
    private static byte[] content(FieldVector vector, int position) {
        if (vector instanceof BaseVariableWidthVector variable) {
            long start = variable.getStartOffset(position);
            byte[] content = new byte[variable.getValueLength(position)];
            variable.getDataBuffer().getBytes(start, content);
            return content;
        }
        BaseLargeVariableWidthVector large = (BaseLargeVariableWidthVector) vector;
        return large.getObject(position) instanceof byte[] bytes
                ? bytes
                : large.getObject(position).toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Text, which is read as whatever it spells. */
    static final class Characters extends VectorAccessor<FieldVector> {
        Characters(RowState row, String label, String typeName) {
            super(row, label, typeName, FieldVector.class);
        }

        @Override
        String text() {
            return new String(content(vector, row.position()), StandardCharsets.UTF_8);
        }

        @Override
        String nestedText() {
            return "'" + text().replace("'", "''") + "'";
        }

        @Override
        UUID uuid() throws SQLException {
            return Texts.uuid(label(), text());
        }

        @Override
        byte[] bytes() {
            return content(vector, row.position());
        }

        @Override
        Object value() {
            return text();
        }

        @Override
        boolean booleanValue() throws SQLException {
            return Texts.bool(label(), text());
        }

        @Override
        long longValue() throws SQLException {
            return NumberAccessors.toLong(label(), decimalValue());
        }

        @Override
        double doubleValue() throws SQLException {
            String text = text().trim();
            return switch (text) {
                case "NaN", "Infinity", "-Infinity" -> Double.parseDouble(text);
                default -> decimalValue().doubleValue();
            };
        }

        @Override
        BigDecimal decimalValue() throws SQLException {
            return Texts.number(label(), text());
        }

        @Override
        LocalDate date() throws SQLException {
            return Texts.date(label(), text());
        }

        @Override
        LocalTime time() throws SQLException {
            return Texts.time(label(), text());
        }

        @Override
        LocalDateTime dateTime() throws SQLException {
            return Texts.dateTime(label(), text());
        }
    }

    /** Bytes; as text in hexadecimal digits. */
    static final class Bytes extends VectorAccessor<FieldVector> {
        Bytes(RowState row, String label, String typeName) {
            super(row, label, typeName, FieldVector.class);
        }

        @Override
        byte[] bytes() {
            return content(vector, row.position());
        }

        @Override
        String text() {
            return HexFormat.of().formatHex(bytes());
        }

        @Override
        String nestedText() {
            return "X'" + text() + "'";
        }

        @Override
        UUID uuid() throws SQLException {
            byte[] bytes = bytes();
            if (bytes.length != 2 * Long.BYTES) {
                throw JdbcErrors.invalidText(label(), text(), "a UUID, which has 16 bytes");
            }
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            return new UUID(buffer.getLong(), buffer.getLong());
        }

        @Override
        Object value() {
            return bytes();
        }
    }

    /** UUIDs; as bytes the 16 in the order of the text. */
    static final class Uuids extends VectorAccessor<FixedSizeBinaryVector> {
        Uuids(RowState row, String label, String typeName) {
            super(row, label, typeName, FixedSizeBinaryVector.class);
        }

        @Override
        byte[] bytes() {
            return vector.get(row.position());
        }

        @Override
        UUID uuid() {
            ByteBuffer buffer = ByteBuffer.wrap(bytes());
            return new UUID(buffer.getLong(), buffer.getLong());
        }

        @Override
        String text() {
            return uuid().toString();
        }

        @Override
        Object value() {
            return uuid();
        }
    }

    /** A type without a form of its own: its value as Arrow gives it, and that as text. */
    static final class Others extends VectorAccessor<FieldVector> {
        Others(RowState row, String label, String typeName) {
            super(row, label, typeName, FieldVector.class);
        }

        @Override
        String text() {
            return String.valueOf(value());
        }

        @Override
        Object value() {
            return vector.getObject(row.position());
        }
    }
}
