package org.lancesql.execution.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.lancesql.execution.TestFields.*;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Expressions;
import org.lancesql.execution.ReferenceOrder;
import org.lancesql.execution.ScalarFunction;
import org.lancesql.execution.TestMemory;

class MembershipTest {
    @RegisterExtension
    final TestMemory memory = new TestMemory();

    @Test
    void valuesAreLookedUpInListsOfAnyLength() {
        for (Field field : ALL) {
            if (hasKernel(field)) {
                check(field, 1);
                check(field, 3);
            }
        }
        check(TEXT, 70);
        check(INT64, 70);
    }

    @Test
    void typesOfLongsAndBytesHaveAKernel() {
        for (Field field : List.of(
                BOOL, INT8, INT16, INT32, INT64, FLOAT, DOUBLE, decimal(18, 2), TEXT, BINARY, DATE, TIMESTAMP_MICRO)) {
            assertThat(hasKernel(field)).as(field.toString()).isTrue();
        }
        assertThat(hasKernel(decimal(19, 2))).isFalse();
        assertThat(hasKernel(list(INT32))).isFalse();
    }

    @Test
    void columnsAndConstantsOfOtherTypesHaveNoKernel() {
        Expression value = Expressions.column(0, INT32);
        assertThat(Kernels.find(ScalarFunction.IN, BOOL, List.of(value, value))).isEmpty();
        assertThat(Kernels.find(ScalarFunction.IN, BOOL, List.of(value, Expressions.literal(INT64, 1L))))
                .isEmpty();
    }

    private static boolean hasKernel(Field field) {
        List<Expression> arguments = List.of(Expressions.column(0, field), Expressions.literal(field, null));
        return Kernels.find(ScalarFunction.IN, BOOL, arguments).isPresent();
    }

    private void check(Field field, int constants) {
        List<Field> arguments = new ArrayList<>(Collections.nCopies(constants + 1, field));
        KernelCheck check = new KernelCheck(memory);
        check.constants(ScalarFunction.IN, BOOL, arguments, MembershipTest::isIn);
        check.constants(ScalarFunction.NOT_IN, BOOL, arguments, row -> {
            @Nullable Boolean in = isIn(row);
            return in == null ? null : !in;
        });
    }

    /** The comparisons with one constant after the other, united by OR. */
    private static @Nullable Boolean isIn(Object[] row) {
        @Nullable Boolean result = false;
        for (int i = 1; i < row.length; i++) {
            if (row[0] == null || row[i] == null) {
                result = null;
            } else if (ReferenceOrder.compare(row[0], row[i]) == 0) {
                return true;
            }
        }
        return result;
    }
}
