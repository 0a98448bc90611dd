package org.lancesql.calcite.subqueries;

import java.math.BigDecimal;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** What aggregates give for no rows at all: null, or, if that is not in their type, zero. */
final class EmptyGroups {
    private EmptyGroups() {}

    /** Whether an aggregate has one group, of all rows. */
    static boolean isOfAllRows(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE && aggregate.getGroupCount() == 0;
    }

    /** Whether this is known of all calls of an aggregate. */
    static boolean areKnown(Aggregate aggregate) {
        return aggregate.getAggCallList().stream()
                .allMatch(call ->
                        call.getType().isNullable() || isLiteral(call) || SqlTypeUtil.isExactNumeric(call.getType()));
    }

    /** The value of a call where the column is null if there were no rows. */
    static RexNode valueOr(AggregateCall call, RexNode column, RexBuilder rexBuilder) {
        RelDataType type = call.getType();
        if (type.isNullable()) {
            return column;
        }
        RexNode empty = isLiteral(call)
                ? (RexLiteral) call.rexList.get(0)
                : rexBuilder.makeLiteral(BigDecimal.ZERO, type, false);
        return rexBuilder.makeCall(
                SqlStdOperatorTable.CASE,
                rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, column),
                rexBuilder.makeNotNull(column),
                empty);
    }

    private static boolean isLiteral(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.LITERAL_AGG;
    }
}
