package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ReferenceOrder;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.TestMemory;

class ComparisonTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void valuesOfOneTypeAreOrdered() {
        ALL.forEach(field -> checkAll(field, field));
    }

    @Test
    void numbersOfSeveralWidthsAndScalesAreOrdered() {
        checkAll(INT8, INT64);
        checkAll(INT32, INT16);
        checkAll(INT32, decimal(12, 2));
        checkAll(INT64, decimal(19, 3));
        checkAll(decimal(10, 2), decimal(12, 5));
        checkAll(decimal(38, 0), decimal(38, 38));
        checkAll(FLOAT, DOUBLE);
    }

    @Test
    void timesOfSeveralPrecisionsAreOrdered() {
        checkAll(TIME_MILLI, TIME_NANO);
        checkAll(TIMESTAMP_MILLI, TIMESTAMP_NANO);
        checkAll(TIMESTAMP_NANO, TIMESTAMP_MICRO);
        checkAll(INSTANT_MICRO, INSTANT_MILLI);
    }

    @Test
    void nestedTypesCompareWhateverTheirItemsAreCalled() {
        Field other = nested("d", true, ArrowType.List.INSTANCE, renamed(INT32, "element", false));
        var arguments = List.of(Expressions.column(0, list(INT32)), Expressions.column(1, other));
        assertThat(Kernels.find(ScalarFunction.EQUAL, BOOL, arguments)).isPresent();
        arguments = List.of(Expressions.column(0, list(INT32)), Expressions.column(1, list(INT64)));
        assertThat(Kernels.find(ScalarFunction.EQUAL, BOOL, arguments)).isEmpty();
    }

    @Test
    void fullBatchIsCompared() {
        KernelCheck check = new KernelCheck(memory);
        check.large(ScalarFunction.LESS, BOOL, List.of(INT32, INT32), row -> holds(ScalarFunction.LESS, row));
        check.large(ScalarFunction.EQUAL, BOOL, List.of(TEXT, TEXT), row -> holds(ScalarFunction.EQUAL, row));
    }

    @Test
    void typesThatDoNotCompareHaveNoKernel() {
        for (Field other : List.of(TEXT, DATE, INSTANT_MILLI, BOOL, INT64, MONTHS)) {
            var arguments = List.of(Expressions.column(0, TIMESTAMP_MILLI), Expressions.column(1, other));
            assertThat(Kernels.find(ScalarFunction.EQUAL, BOOL, arguments)).isEmpty();
        }
    }

    private void checkAll(Field left, Field right) {
        KernelCheck check = new KernelCheck(memory);
        for (ScalarFunction function : List.of(
                ScalarFunction.EQUAL,
                ScalarFunction.NOT_EQUAL,
                ScalarFunction.LESS,
                ScalarFunction.LESS_OR_EQUAL,
                ScalarFunction.GREATER,
                ScalarFunction.GREATER_OR_EQUAL)) {
            check.strict(function, BOOL, List.of(left, right), row -> holds(function, row));
        }
        check.check(ScalarFunction.IS_DISTINCT_FROM, BOOL, List.of(left, right), row -> isDistinct(row));
        check.check(ScalarFunction.IS_NOT_DISTINCT_FROM, BOOL, List.of(left, right), row -> !isDistinct(row));
    }

    private static boolean isDistinct(Object[] row) {
        return row[0] == null || row[1] == null ? row[0] != row[1] : compare(row[0], row[1]) != 0;
    }

    private static boolean holds(ScalarFunction function, Object[] row) {
        int order = compare(row[0], row[1]);
        return switch (function) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            default -> order >= 0;
        };
    }

    private static int compare(Object a, Object b) {
        boolean exact = a instanceof Number && !(a instanceof Double || a instanceof Float);
        return exact ? References.toDecimal(a).compareTo(References.toDecimal(b)) : ReferenceOrder.compare(a, b);
    }
}
