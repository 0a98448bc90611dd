package org.lancesql.calcite.engine;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.parser.LiftedText.Constant;

/**
 * Constants of a statement in the types of the parameters that stand for them in a plan. A constant fits only where its
 * type holds it exactly: a comparison with it, or its assignment, then is the same as with the constant itself.
 */
final class LiftedConstants {
    private LiftedConstants() {}

    /** The values to bind; empty when one of them does not fit. */
    static Optional<List<@Nullable Object>> fit(List<Constant> constants, List<ResultColumn> parameters) {
        if (constants.size() != parameters.size()) {
            return Optional.empty();
        }
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < constants.size(); i++) {
            Object value = fit(constants.get(i), parameters.get(i));
            if (value == null) {
                return Optional.empty();
            }
            values.add(value);
        }
        return Optional.of(values);
    }

    private static @Nullable Object fit(Constant constant, ResultColumn parameter) {
        return switch (constant.kind()) {
            case TEXT -> text((String) constant.value(), parameter);
            case EXACT_NUMBER -> exact((BigDecimal) constant.value(), parameter);
            case APPROXIMATE_NUMBER ->
                isDouble(parameter.field().getType()) ? (Object) ((BigDecimal) constant.value()).doubleValue() : null;
        };
    }

    private static @Nullable Object text(String value, ResultColumn parameter) {
        boolean holds = parameter.field().getType() instanceof ArrowType.Utf8
                && parameter.typeName().equals("VARCHAR")
                && (parameter.precision() <= 0 || value.codePointCount(0, value.length()) <= parameter.precision());
        return holds ? value : null;
    }

    private static @Nullable Object exact(BigDecimal value, ResultColumn parameter) {
        ArrowType type = parameter.field().getType();
        if (isDouble(type)) {
            return value;
        }
        BigDecimal shortest = value.stripTrailingZeros();
        if (type instanceof ArrowType.Int integer && integer.getIsSigned()) {
            boolean holds = shortest.scale() <= 0
                    && shortest.precision() - shortest.scale() <= 19
                    && shortest.toBigIntegerExact().bitLength() < integer.getBitWidth();
            return holds ? (Object) shortest.longValueExact() : null;
        }
        if (type instanceof ArrowType.Decimal decimal) {
            boolean holds = shortest.scale() <= decimal.getScale()
                    && shortest.precision() - shortest.scale() <= decimal.getPrecision() - decimal.getScale();
            return holds ? value : null;
        }
        return null;
    }

    private static boolean isDouble(ArrowType type) {
        return type instanceof ArrowType.FloatingPoint floating
                && floating.getPrecision() == FloatingPointPrecision.DOUBLE;
    }
}
