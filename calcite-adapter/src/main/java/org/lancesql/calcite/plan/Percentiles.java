package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlBasicAggFunction;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Optionality;

/**
 * PERCENTILE_CONT and PERCENTILE_DISC of the right types: both are NULL where there are no rows, and the first is a DOUBLE. Calcite
 * takes the type of what they are ordered by as it is.
 */
final class Percentiles {
    private static final SqlAggFunction CONTINUOUS = nullable(SqlKind.PERCENTILE_CONT);
    private static final SqlAggFunction DISCRETE = nullable(SqlKind.PERCENTILE_DISC);

    private Percentiles() {}

    static boolean isOne(SqlNode function) {
        return function.getKind() == SqlKind.PERCENTILE_CONT || function.getKind() == SqlKind.PERCENTILE_DISC;
    }

    /** @param call WITHIN GROUP of such a function */
    static SqlNode rewrite(SqlCall call) {
        SqlCall function = call.operand(0);
        SqlNodeList keys = call.operand(1);
        boolean isContinuous = function.getKind() == SqlKind.PERCENTILE_CONT;
        List<SqlNode> typed = new ArrayList<>();
        for (SqlNode key : keys) {
            typed.add(isContinuous ? castKey(key) : key);
        }
        return call.getOperator()
                .createCall(
                        call.getParserPosition(),
                        (isContinuous ? CONTINUOUS : DISCRETE)
                                .createCall(function.getParserPosition(), function.getOperandList()),
                        new SqlNodeList(typed, keys.getParserPosition()));
    }

    private static SqlAggFunction nullable(SqlKind kind) {
        return SqlBasicAggFunction.create(
                        kind,
                        binding -> binding.getTypeFactory().createTypeWithNullability(binding.getCollationType(), true),
                        OperandTypes.UNIT_INTERVAL_NUMERIC_LITERAL)
                .withFunctionType(SqlFunctionCategory.SYSTEM)
                .withGroupOrder(Optionality.MANDATORY)
                .withPercentile(true)
                .withAllowsFraming(false);
    }

    private static SqlNode castKey(SqlNode key) {
        if (key.getKind() == SqlKind.DESCENDING
                || key.getKind() == SqlKind.NULLS_FIRST
                || key.getKind() == SqlKind.NULLS_LAST) {
            SqlCall call = (SqlCall) key;
            return call.getOperator().createCall(call.getParserPosition(), castKey(call.operand(0)));
        }
        SqlParserPos position = key.getParserPosition();
        return SqlStdOperatorTable.CAST.createCall(
                position, key, new SqlDataTypeSpec(new SqlBasicTypeNameSpec(SqlTypeName.DOUBLE, position), position));
    }
}
