package org.lancesql.calcite.plan;

import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.expression.TextCast;
import org.lancesql.execution.CancelToken;

/**
 * Asks for each expression that it makes whether the statement may go on: Calcite's planners ask for each firing of a
 * rule only, and one firing, or the conversion of one long condition, can take as long as all the others. Casts to text are
 * those that Calcite does not simplify.
 */
final class PolledRexBuilder extends RexBuilder {
    private final CancelToken cancelToken;

    PolledRexBuilder(RelDataTypeFactory typeFactory, CancelToken cancelToken) {
        super(typeFactory);
        this.cancelToken = cancelToken;
    }

    @Override
    public RexNode makeCall(SqlParserPos position, RelDataType type, SqlOperator operator, List<RexNode> operands) {
        cancelToken.check();
        return super.makeCall(position, type, operator, operands);
    }

    @Override
    public RexNode makeCall(SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
        cancelToken.check();
        return super.makeCall(position, operator, operands);
    }

    @Override
    public RexNode makeAbstractCast(SqlParserPos position, RelDataType type, RexNode value, boolean safe) {
        return TextCast.isDue(value.getType(), type)
                ? TextCast.of(position, type, value, safe, this)
                : super.makeAbstractCast(position, type, value, safe);
    }

    @Override
    public RexNode makeAbstractCast(
            SqlParserPos position, RelDataType type, RexNode value, boolean safe, RexLiteral format) {
        return format.isNull()
                ? makeAbstractCast(position, type, value, safe)
                : super.makeAbstractCast(position, type, value, safe, format);
    }
}
