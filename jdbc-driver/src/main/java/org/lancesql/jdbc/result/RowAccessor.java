package org.lancesql.jdbc.result;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A column of a row of Java objects, as metadata has them: text, numbers, booleans. */
final class RowAccessor extends ColumnAccessor {
    private final int ordinal;
    private final IntFunction<@Nullable Object> currentRow;

    RowAccessor(RowState row, String label, String typeName, int ordinal, IntFunction<@Nullable Object> currentRow) {
        super(row, label, typeName);
        this.ordinal = ordinal;
        this.currentRow = currentRow;
    }

    @Override
    boolean valueIsNull() {
        return currentRow.apply(ordinal) == null;
    }

    @Override
    Object value() throws SQLException {
        Object value = currentRow.apply(ordinal);
        if (value == null) {
            throw cannotRead("a value, it is null");
        }
        return value;
    }

    @Override
    String text() throws SQLException {
        return value().toString();
    }

    @Override
    boolean booleanValue() throws SQLException {
        Object value = value();
        if (value instanceof Boolean bool) {
            return bool;
        }
        return value instanceof Number number ? number.longValue() != 0 : Texts.bool(label(), text());
    }

    @Override
    BigDecimal decimalValue() throws SQLException {
        return value() instanceof Boolean bool ? BigDecimal.valueOf(bool ? 1 : 0) : Texts.number(label(), text());
    }

    @Override
    long longValue() throws SQLException {
        return value() instanceof Number number ? number.longValue() : NumberAccessors.toLong(label(), decimalValue());
    }

    @Override
    double doubleValue() throws SQLException {
        return decimalValue().doubleValue();
    }
}
