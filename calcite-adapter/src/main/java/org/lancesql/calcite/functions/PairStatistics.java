package org.lancesql.calcite.functions;

import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;

/** The standard's statistics of pairs of numbers that Calcite does not have: correlation and linear regression. */
public final class PairStatistics {
    private PairStatistics() {}

    /** All of them; each is a DOUBLE, and null for too few pairs. */
    public static List<SqlOperator> all() {
        return Stream.of("CORR", "REGR_AVGX", "REGR_AVGY", "REGR_INTERCEPT", "REGR_R2", "REGR_SLOPE", "REGR_SXY")
                .<SqlOperator>map(name -> SqlBasicAggFunction.create(
                        name, SqlKind.OTHER_FUNCTION, ReturnTypes.DOUBLE_FORCE_NULLABLE, OperandTypes.NUMERIC_NUMERIC))
                .toList();
    }
}
