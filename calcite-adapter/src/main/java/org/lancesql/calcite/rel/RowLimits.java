package org.lancesql.calcite.rel;

import java.util.OptionalLong;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.runtime.StatementExecution;

/** The OFFSET and FETCH of a query, each a number, a parameter, or absent. */
record RowLimits(@Nullable RexNode offset, @Nullable RexNode fetch) {
    /** How many rows of {@code inputRows} are left; parameters are taken to keep all. */
    double estimate(double inputRows) {
        double rows = offset instanceof RexLiteral literal ? Math.max(0, inputRows - number(literal)) : inputRows;
        return fetch instanceof RexLiteral literal ? Math.min(rows, number(literal)) : rows;
    }

    /** @throws StatementException when a parameter is not a number of rows */
    long offset(StatementExecution execution) {
        return offset == null ? 0 : value(offset, "OFFSET", execution);
    }

    /** @throws StatementException when a parameter is not a number of rows */
    OptionalLong fetch(StatementExecution execution) {
        return fetch == null ? OptionalLong.empty() : OptionalLong.of(value(fetch, "FETCH", execution));
    }

    private static long value(RexNode node, String clause, StatementExecution execution) {
        if (node instanceof RexLiteral literal) {
            return number(literal);
        }
        Object value = execution.context().parameters().get(((RexDynamicParam) node).getIndex());
        if (value instanceof Number number && number.longValue() >= 0) {
            return number.longValue();
        }
        throw new StatementException(
                StatementException.Reason.INVALID_PARAMETER,
                clause + " takes a number of rows, 0 or more; got " + value);
    }

    private static long number(RexLiteral literal) {
        Long value = literal.getValueAs(Long.class);
        return value == null ? 0 : value;
    }
}
