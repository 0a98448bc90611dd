package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;

/** The values that are bound to one parameter in many rows, if one type holds them all. */
final class BoundColumn {
    private static final int MAX_PRECISION = 38;

    private final ArrowType type;
    private final List<@Nullable Object> values;

    private BoundColumn(ArrowType type, List<@Nullable Object> values) {
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
        List<@Nullable Object> values = new ArrayList<>(rows.size());
        ArrowType common = null;
        for (List<@Nullable Object> row : rows) {
            Object value = row.get(parameter);
            if (value == null) {
                values.add(null);
                continue;
            }
            ParameterValue natural = ParameterValue.of(value, target);
            common = natural == null ? null : common(common, natural.type());
            if (natural == null || common == null) {
                return Optional.empty();
            }
            values.add(natural.value());
        }
        return common == null ? Optional.empty() : Optional.of(new BoundColumn(common, values));
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

    /** A value in the form that vectors of the type take. */
    @Nullable Object value(int row) {
        return values.get(row);
    }
}
