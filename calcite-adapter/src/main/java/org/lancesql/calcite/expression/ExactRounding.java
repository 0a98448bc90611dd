package org.lancesql.calcite.expression;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.types.InternalValues;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Vectors;

/**
 * ROUND and TRUNCATE of integers and decimals to a number of places, which is negative for places before the point. Calcite's
 * row code would leave out the bits of a rounded integer that its type has no room for.
 */
final class ExactRounding extends SlotExpression {
    /** No exact number has more digits on either side of the point. */
    private static final long MAX_PLACES = 39;

    private final String function;
    private final RoundingMode mode;
    private final String typeName;

    /**
     * @param typeName SQL name of the result's type, for messages
     * @param number an integer or decimal
     * @param places an integer
     */
    ExactRounding(Field field, String typeName, Expression number, Expression places, boolean truncates) {
        super(field, List.of(number, places));
        this.function = truncates ? "TRUNCATE" : "ROUND";
        this.mode = truncates ? RoundingMode.DOWN : RoundingMode.HALF_UP;
        this.typeName = typeName;
    }

    @Override
    void compute(List<FieldVector> values, int row, FieldVector result) {
        Object number = Vectors.get(values.get(0), row);
        if (number == null || values.get(1).isNull(row)) {
            return;
        }
        long places = Vectors.getLong(values.get(1), row);
        BigDecimal exact = new BigDecimal(number.toString());
        BigDecimal rounded =
                places >= exact.scale() ? exact : exact.setScale((int) Math.max(places, -MAX_PLACES), mode);
        if (result.getField().getType() instanceof ArrowType.Int type) {
            if (rounded.toBigInteger().bitLength() >= type.getBitWidth()) {
                throw new EvaluationException(
                        Reason.NUMERIC_OUT_OF_RANGE,
                        function + "(" + number + ", " + places + ") is out of the range of " + typeName);
            }
            Vectors.setLong(result, row, rounded.longValueExact());
        } else {
            InternalValues.set(result, row, rounded);
        }
    }
}
