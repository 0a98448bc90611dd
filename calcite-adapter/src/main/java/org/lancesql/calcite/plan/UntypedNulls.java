package org.lancesql.calcite.plan;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;

/** Gives the literal NULL a type where a function over groups or windows computes with it, which no function does without one. */
final class UntypedNulls {
    private static final Set<String> OF_NUMBERS = Set.of(
            "SUM",
            "AVG",
            "MIN",
            "MAX",
            "COUNT",
            "ANY_VALUE",
            "MODE",
            "ARRAY_AGG",
            "APPROX_COUNT_DISTINCT",
            "BIT_AND",
            "BIT_OR",
            "BIT_XOR",
            "STDDEV",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "VARIANCE",
            "VAR_POP",
            "VAR_SAMP",
            "CORR",
            "COVAR_POP",
            "COVAR_SAMP",
            "REGR_SLOPE",
            "REGR_INTERCEPT",
            "REGR_COUNT",
            "REGR_SXX",
            "REGR_SYY",
            "FIRST_VALUE",
            "LAST_VALUE",
            "NTH_VALUE",
            "LAG",
            "LEAD");

    private static final Set<String> OF_CONDITIONS =
            Set.of("EVERY", "SOME", "BOOL_AND", "BOOL_OR", "LOGICAL_AND", "LOGICAL_OR");

    private UntypedNulls() {}

    static boolean isDue(SqlCall call) {
        String name = name(call);
        return (OF_NUMBERS.contains(name) || OF_CONDITIONS.contains(name))
                && call.getOperandList().stream().anyMatch(operand -> SqlUtil.isNullLiteral(operand, false));
    }

    static SqlCall typed(SqlCall call) {
        SqlTypeName type = OF_CONDITIONS.contains(name(call)) ? SqlTypeName.BOOLEAN : SqlTypeName.INTEGER;
        List<SqlNode> operands = call.getOperandList().stream()
                .map(operand -> SqlUtil.isNullLiteral(operand, false) ? cast(operand, type) : operand)
                .toList();
        return call.getOperator().createCall(call.getFunctionQuantifier(), call.getParserPosition(), operands);
    }

    private static SqlNode cast(SqlNode literal, SqlTypeName type) {
        SqlParserPos position = literal.getParserPosition();
        return SqlStdOperatorTable.CAST.createCall(
                position, literal, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(type, position), position));
    }

    private static String name(SqlCall call) {
        return call.getOperator().getName().toUpperCase(Locale.ROOT);
    }
}
