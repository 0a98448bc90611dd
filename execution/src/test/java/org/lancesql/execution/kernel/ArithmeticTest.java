package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.DOUBLE;
import static org.lancesql.execution.TestFields.FLOAT;
import static org.lancesql.execution.TestFields.INT16;
import static org.lancesql.execution.TestFields.INT32;
import static org.lancesql.execution.TestFields.INT64;
import static org.lancesql.execution.TestFields.INT8;
import static org.lancesql.execution.TestFields.TEXT;
import static org.lancesql.execution.TestFields.decimal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.TestMemory;

class ArithmeticTest {
    private static final List<ScalarFunction> BINARY = List.of(
            ScalarFunction.ADD,
            ScalarFunction.SUBTRACT,
            ScalarFunction.MULTIPLY,
            ScalarFunction.DIVIDE,
            ScalarFunction.MODULO);
    private static final List<ScalarFunction> UNARY = List.of(ScalarFunction.NEGATE, ScalarFunction.ABS);

    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void integersOfEachWidthAreChecked() {
        for (Field field : List.of(INT8, INT16, INT32, INT64)) {
            checkAll(field, field, field);
        }
        checkAll(INT32, INT32, INT64);
        checkAll(INT8, INT64, INT64);
        checkAll(INT64, INT64, INT32);
    }

    @Test
    void decimalsOfEachSizeAreRoundedAndChecked() {
        checkAll(decimal(9, 2), decimal(9, 2), decimal(10, 2));
        checkAll(decimal(15, 2), decimal(15, 2), decimal(16, 2));
        checkAll(decimal(15, 2), decimal(15, 2), decimal(38, 4));
        checkAll(decimal(15, 2), decimal(12, 4), decimal(17, 4));
        checkAll(decimal(18, 0), decimal(18, 18), decimal(38, 18));
        checkAll(decimal(38, 10), decimal(38, 10), decimal(38, 10));
        checkAll(decimal(38, 0), decimal(38, 38), decimal(38, 6));
        checkAll(decimal(5, 3), decimal(5, 1), decimal(5, 1));
        checkAll(decimal(30, 4), decimal(16, 2), decimal(38, 6));
    }

    @Test
    void decimalsMixWithIntegers() {
        checkAll(INT32, decimal(15, 2), decimal(17, 2));
        checkAll(decimal(12, 2), INT64, decimal(38, 6));
        checkAll(INT64, INT64, decimal(38, 6));
    }

    @Test
    void floatsRaiseErrorsOnOverflowAndZeroDivisors() {
        for (ScalarFunction function : BINARY) {
            check(function, DOUBLE, List.of(DOUBLE, DOUBLE));
            check(function, FLOAT, List.of(FLOAT, FLOAT));
            check(function, DOUBLE, List.of(FLOAT, INT32));
            check(function, DOUBLE, List.of(decimal(15, 2), DOUBLE));
            check(function, DOUBLE, List.of(decimal(38, 20), DOUBLE));
        }
        for (ScalarFunction function : UNARY) {
            check(function, DOUBLE, List.of(DOUBLE));
            check(function, FLOAT, List.of(FLOAT));
        }
    }

    @Test
    void fullBatchIsComputed() {
        KernelCheck check = new KernelCheck(memory);
        List<Field> fields = List.of(decimal(15, 2), decimal(15, 2));
        for (ScalarFunction function : BINARY) {
            check.large(function, INT64, List.of(INT32, INT64), row -> exact(function, INT64, row));
            check.large(function, decimal(38, 4), fields, row -> exact(function, decimal(38, 4), row));
        }
    }

    @Test
    void otherTypesHaveNoKernel() {
        var arguments = List.of(Expressions.column(0, TEXT), Expressions.column(1, INT32));
        assertThat(Kernels.find(ScalarFunction.ADD, INT32, arguments)).isEmpty();
        assertThat(Kernels.find(ScalarFunction.ADD, INT32, arguments.subList(0, 1)))
                .isEmpty();
    }

    private void checkAll(Field left, Field right, Field result) {
        for (ScalarFunction function : BINARY) {
            check(function, result, List.of(left, right));
        }
        for (ScalarFunction function : UNARY) {
            check(function, result, List.of(left));
        }
    }

    private void check(ScalarFunction function, Field result, List<Field> arguments) {
        Function<Object[], Object> reference = result.getType() instanceof ArrowType.FloatingPoint
                ? row -> floating(function, result, row)
                : row -> exact(function, result, row);
        new KernelCheck(memory).strict(function, result, arguments, reference);
    }

    static Object exact(ScalarFunction function, Field result, Object[] row) {
        BigDecimal a = References.toDecimal(row[0]);
        BigDecimal b = References.toDecimal(row[row.length - 1]);
        boolean divides = function == ScalarFunction.DIVIDE || function == ScalarFunction.MODULO;
        if (divides && b.signum() == 0) {
            throw new EvaluationException(Reason.DIVISION_BY_ZERO, "");
        }
        boolean isInt = result.getType() instanceof ArrowType.Int;
        BigDecimal value = switch (function) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            case DIVIDE ->
                isInt ? a.divideToIntegralValue(b) : a.divide(b, References.scale(result), RoundingMode.HALF_UP);
            case MODULO -> a.remainder(b);
            case NEGATE -> a.negate();
            case ABS -> a.abs();
            default -> throw new AssertionError();
        };
        return References.fit(value, result);
    }

    private static Object floating(ScalarFunction function, Field result, Object[] row) {
        double a = ((Number) row[0]).doubleValue();
        double b = ((Number) row[row.length - 1]).doubleValue();
        boolean divides = function == ScalarFunction.DIVIDE || function == ScalarFunction.MODULO;
        if (divides && b == 0) {
            throw new EvaluationException(Reason.DIVISION_BY_ZERO, "");
        }
        double value = switch (function) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            case MODULO -> a % b;
            case NEGATE -> -a;
            case ABS -> Math.abs(a);
            default -> throw new AssertionError();
        };
        boolean finite = !Double.isInfinite(a) && !Double.isInfinite(b);
        boolean isFloat = result.equals(FLOAT);
        if (finite && Double.isInfinite(isFloat ? (float) value : value)) {
            throw new EvaluationException(Reason.NUMERIC_OUT_OF_RANGE, "");
        }
        return isFloat ? (Object) (float) value : value;
    }
}
