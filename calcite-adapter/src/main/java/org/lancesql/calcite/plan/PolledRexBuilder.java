package org.lancesql.calcite.plan;

import java.util.List;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.NlsString;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.TextCast;
import org.lancesql.execution.CancelToken;

/**
 * Asks for each expression that it makes whether the statement may go on: Calcite's planners ask for each firing of a
 * rule only, and one firing, or the conversion of one long condition, can take as long as all the others. Casts to text are
 * those that Calcite does not simplify, quotients of NULL are NULL.
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
        return isDividedByNull(operator, operands)
                ? makeNullLiteral(type)
                : super.makeCall(position, exact(type, operator, operands), operator, operands);
    }

    @Override
    public RexNode makeCall(SqlParserPos position, SqlOperator operator, List<? extends RexNode> operands) {
        cancelToken.check();
        return isDividedByNull(operator, operands)
                ? makeNullLiteral(deriveReturnType(operator, operands))
                : super.makeCall(position, operator, GuardedTypes.freed(operator, operands, this));
    }

    /**
     * A call that is NULL only for NULL is not nullable once its operands are not: simplification makes operands so and
     * leaves the type of the call, which it then asserts to agree.
     */
    private RelDataType exact(RelDataType type, SqlOperator operator, List<RexNode> operands) {
        return type.isNullable()
                        && operator.getKind() != SqlKind.CAST
                        && operator.getKind() != SqlKind.ITEM
                        && Strong.policy(operator) == Strong.Policy.ANY
                        && operands.stream()
                                .noneMatch(operand -> operand.getType().isNullable())
                ? getTypeFactory().createTypeWithNullability(type, false)
                : type;
    }

    /** Calcite takes such a quotient for constant, and then for a literal, when it asks how a product of it is ordered. */
    private static boolean isDividedByNull(SqlOperator operator, List<? extends RexNode> operands) {
        return operator.getKind() == SqlKind.DIVIDE
                && operands.stream().anyMatch(operand -> RexUtil.isNullLiteral(operand, true));
    }

    /** Texts are ordered by code points as those of columns are, also where constants are compared while planning. */
    @Override
    @SuppressWarnings("rawtypes") // as declared by Calcite
    protected RexLiteral makeLiteral(@Nullable Comparable value, RelDataType type, SqlTypeName typeName) {
        return super.makeLiteral(
                value instanceof NlsString text ? CodePointOrder.of(text, type) : value, type, typeName);
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
