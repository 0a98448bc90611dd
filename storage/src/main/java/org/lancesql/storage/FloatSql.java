package org.lancesql.storage;

import static org.lancesql.storage.PredicateSql.and;
import static org.lancesql.storage.PredicateSql.name;
import static org.lancesql.storage.PredicateSql.or;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Operator;

/**
 * Comparisons of floats. Lance orders them totally: NaN with a sign bit, -Infinity, ..., -0.0, 0.0, ..., Infinity, NaN,
 * each NaN by its bits. In SQL every NaN is one value above Infinity, and the zeros are one. Both orders agree between
 * the infinities but for the zeros, so each comparison becomes ranges of the total order.
 */
final class FloatSql {
    private FloatSql() {}

    static String comparison(Column column, Operator operator, ArrowType.FloatingPoint type, Number value) {
        return new Ranges(column, type).comparison(operator, value.doubleValue());
    }

    private record Ranges(Column column, ArrowType.FloatingPoint type) {
        String comparison(Operator operator, double value) {
            if (Double.isNaN(value)) {
                return withNaN(operator);
            }
            double low = value == 0 ? -0.0 : value;
            double high = value == 0 ? 0.0 : value;
            return switch (operator) {
                case EQUAL -> value == 0 ? and(List.of(is(" >= ", low), is(" <= ", high))) : is(" = ", value);
                case NOT_EQUAL -> value == 0 ? or(List.of(is(" < ", low), is(" > ", high))) : is(" <> ", value);
                case LESS -> and(List.of(isFromLowest(), is(" < ", low)));
                case LESS_OR_EQUAL -> and(List.of(isFromLowest(), is(" <= ", high)));
                case GREATER -> or(List.of(is(" > ", high), isNegativeNaN()));
                case GREATER_OR_EQUAL -> or(List.of(is(" >= ", low), isNegativeNaN()));
            };
        }

        private String withNaN(Operator operator) {
            return switch (operator) {
                case EQUAL, GREATER_OR_EQUAL -> or(List.of(is(" > ", Double.POSITIVE_INFINITY), isNegativeNaN()));
                case NOT_EQUAL, LESS -> and(List.of(isFromLowest(), is(" <= ", Double.POSITIVE_INFINITY)));
                case LESS_OR_EQUAL -> PredicateSql.isNotNull(column);
                case GREATER -> "false";
            };
        }

        private String isFromLowest() {
            return is(" >= ", Double.NEGATIVE_INFINITY);
        }

        private String isNegativeNaN() {
            return is(" < ", Double.NEGATIVE_INFINITY);
        }

        private String is(String symbol, double bound) {
            return name(column) + symbol + "arrow_cast('" + text(bound) + "', '" + typeName() + "')";
        }

        private String text(double bound) {
            if (Double.isInfinite(bound)) {
                return bound > 0 ? "inf" : "-inf";
            }
            if (type.getPrecision() == FloatingPointPrecision.DOUBLE) {
                return Double.toString(bound);
            }
            if ((float) bound != bound) {
                throw new UnsupportedOperationException(bound + " is not a value of " + type);
            }
            return Float.toString((float) bound);
        }

        private String typeName() {
            return switch (type.getPrecision()) {
                case SINGLE -> "Float32";
                case DOUBLE -> "Float64";
                case HALF -> throw new UnsupportedOperationException("comparisons with " + type);
            };
        }
    }
}
