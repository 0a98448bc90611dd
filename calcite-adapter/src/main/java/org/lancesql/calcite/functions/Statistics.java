package org.lancesql.calcite.functions;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/**
 * Variances and standard deviations. Of decimals too they are DOUBLE, as statistics of pairs are: a decimal would keep few
 * of a small variance's digits.
 */
public final class Statistics {
    private Statistics() {}

    /** All of them; each is null for too few numbers. */
    public static List<SqlOperator> all() {
        return List.of(
                of("VAR_POP", SqlKind.VAR_POP),
                of("VAR_SAMP", SqlKind.VAR_SAMP),
                of("VARIANCE", SqlKind.VAR_SAMP),
                of("STDDEV_POP", SqlKind.STDDEV_POP),
                of("STDDEV_SAMP", SqlKind.STDDEV_SAMP),
                of("STDDEV", SqlKind.STDDEV_SAMP));
    }

    private static SqlOperator of(String name, SqlKind kind) {
        return SqlBasicAggFunction.create(name, kind, ReturnTypes.DOUBLE_FORCE_NULLABLE, OperandTypes.NUMERIC);
    }
}
