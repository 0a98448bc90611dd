package org.lancesql.execution.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;

/** What the references of several tests share. */
final class References {
    private References() {}

    static BigDecimal toDecimal(Object number) {
        return number instanceof BigDecimal decimal ? decimal : BigDecimal.valueOf(((Number) number).longValue());
    }

    static int scale(Field field) {
        return field.getType() instanceof ArrowType.Decimal decimal ? decimal.getScale() : 0;
    }

    /** A number rounded to an exact type, or the error that it does not fit. */
    static Object fit(BigDecimal value, Field field) {
        BigDecimal rounded = value.setScale(scale(field), RoundingMode.HALF_UP);
        if (field.getType() instanceof ArrowType.Decimal decimal) {
            if (rounded.unscaledValue().abs().compareTo(BigInteger.TEN.pow(decimal.getPrecision())) >= 0) {
                throw new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "");
            }
            return rounded;
        }
        int bits = ((ArrowType.Int) field.getType()).getBitWidth();
        if (rounded.toBigInteger().bitLength() >= bits) {
            throw new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "");
        }
        long number = rounded.longValueExact();
        return switch (bits) {
            case 8 -> (Object) (byte) number;
            case 16 -> (short) number;
            case 32 -> (int) number;
            default -> number;
        };
    }
}
