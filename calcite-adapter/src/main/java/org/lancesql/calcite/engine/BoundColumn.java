package org.lancesql.calcite.engine;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Vectors;

/** The values that are bound to one parameter in many rows, if one type holds them all. */
final class BoundColumn {
    private static final int MAX_PRECISION = 38;

    private final ArrowType type;
    private final @Nullable Object[] values;

    private BoundColumn(ArrowType type, @Nullable Object[] values) {
        this.type = type;
        this.values = values;
    }

    /**
     * The values of a parameter.
     *
     * @param target the parameter
     * @return empty when the values are of several types, are nested, or are no values of a parameter
     */
    static Optional<BoundColumn> of(List<List<@Nullable Object>> rows, int parameter, Field target) {
        @Nullable Object[] values = new Object[rows.size()];
        int row = 0;
        for (List<@Nullable Object> bound : rows) {
            values[row++] = bound.get(parameter);
        }
        ArrowType type = typeByClass(values, target);
        return Optional.ofNullable(type == null ? convert(values, target) : type)
                .map(common -> new BoundColumn(common, values));
    }

    /** The type of values that need no conversion, or null. */
    private static @Nullable ArrowType typeByClass(@Nullable Object[] values, Field target) {
        Class<?> last = null;
        ArrowType type = null;
        for (Object value : values) {
            if (value == null || value.getClass() == last) {
                continue;
            }
            last = value.getClass();
            ArrowType next = ParameterValue.typeOfAll(last, target);
            if (next == null || type != null && !type.equals(next)) {
                return null;
            }
            type = next;
        }
        return type;
    }

    /** Gives the values the form that vectors take; returns their type, or null when there is no common one. */
    private static @Nullable ArrowType convert(@Nullable Object[] values, Field target) {
        ArrowType common = null;
        for (int row = 0; row < values.length; row++) {
            Object value = values[row];
            if (value == null) {
                continue;
            }
            ParameterValue natural = ParameterValue.of(value, target);
            common = natural == null ? null : common(common, natural.type());
            if (natural == null || common == null) {
                return null;
            }
            values[row] = natural.value();
        }
        return common;
    }

    private static @Nullable ArrowType common(@Nullable ArrowType before, ArrowType type) {
        if (before == null || before.equals(type)) {
            return type;
        }
        if (before instanceof ArrowType.Decimal one && type instanceof ArrowType.Decimal other) {
            int scale = Math.max(one.getScale(), other.getScale());
            int digits = Math.max(one.getPrecision() - one.getScale(), other.getPrecision() - other.getScale());
            return digits + scale > MAX_PRECISION ? null : new ArrowType.Decimal(digits + scale, scale, 128);
        }
        return null;
    }

    /** The type of the values. */
    ArrowType type() {
        return type;
    }

    /** Writes the values into a vector of the type, which has room for them. */
    void write(FieldVector vector) {
        if (vector instanceof BigIntVector numbers) {
            for (int row = 0; row < values.length; row++) {
                Object value = values[row];
                if (value != null) {
                    numbers.set(row, ((Number) value).longValue());
                }
            }
        } else if (vector instanceof VarCharVector texts) {
            for (int row = 0; row < values.length; row++) {
                Object value = values[row];
                if (value != null) {
                    texts.setSafe(row, ((String) value).getBytes(StandardCharsets.UTF_8));
                }
            }
        } else {
            for (int row = 0; row < values.length; row++) {
                Vectors.set(vector, row, values[row]);
            }
        }
        vector.setValueCount(values.length);
    }
}
