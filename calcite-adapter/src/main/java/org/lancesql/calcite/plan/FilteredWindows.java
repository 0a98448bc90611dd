package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;

/**
 * Writes {@code f(x) FILTER (WHERE c) OVER w} as {@code f(CASE WHEN c THEN x END) OVER w}, which is the same for functions that
 * pass over nulls. Calcite knows either clause, not both.
 */
final class FilteredWindows {
    private static final Set<String> PASSING_OVER_NULLS = Set.of(
            "COUNT",
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "EVERY",
            "SOME",
            "BOOL_AND",
            "BOOL_OR",
            "VAR_POP",
            "VAR_SAMP",
            "VARIANCE",
            "STDDEV",
            "STDDEV_POP",
            "STDDEV_SAMP");

    private FilteredWindows() {}

    /**
     * @param over the function with its window
     * @param filtered the function with its filter
     */
    static SqlNode rewrite(SqlCall over, SqlCall filtered) {
        SqlCall function = filtered.operand(0);
        String name = function.getOperator().getName().toUpperCase(Locale.ROOT);
        if (!PASSING_OVER_NULLS.contains(name) || function.operandCount() == 0) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "FILTER over a window is for COUNT, SUM, AVG, MIN, MAX, EVERY, SOME, variances and standard deviations;"
                            + " got " + name,
                    Places.of(function),
                    null);
        }
        List<SqlNode> arguments = new ArrayList<>(function.getOperandList());
        boolean isOfRows = arguments.get(0) instanceof SqlIdentifier star && star.isStar();
        SqlParserPos position = function.getParserPosition();
        SqlNode value = isOfRows ? SqlLiteral.createExactNumeric("1", position) : arguments.get(0);
        SqlNode condition = filtered.operand(1);
        arguments.set(
                0,
                new SqlCase(
                        position,
                        null,
                        SqlNodeList.of(condition),
                        SqlNodeList.of(value),
                        SqlLiteral.createNull(position)));
        SqlCall alone = function.getOperator().createCall(function.getFunctionQuantifier(), position, arguments);
        return over.getOperator().createCall(over.getParserPosition(), alone, over.operand(1));
    }
}
