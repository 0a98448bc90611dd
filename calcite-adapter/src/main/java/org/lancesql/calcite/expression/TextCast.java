package org.lancesql.calcite.expression;

import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * A cast to text while a plan is made. Calcite takes a cast away that another follows, where it believes that no value is
 * lost: it takes text of any length for shorter than each length, and {@code 1} and {@code 1.00} for the same, which they
 * are not once they are texts. This one it leaves where it is.
 */
public final class TextCast extends SqlFunction {
    private final SqlOperator plain;

    private TextCast(SqlOperator plain, RelDataType type) {
        // Its name has the type, because Calcite tells calls of functions apart by names and operands.
        super(
                plain.getName() + " TO " + type.getFullTypeString(),
                SqlKind.OTHER_FUNCTION,
                ReturnTypes.explicit(type),
                null,
                null,
                SqlFunctionCategory.SYSTEM);
        this.plain = plain;
    }

    /** Whether a cast has to be such a one; Calcite judges the others rightly. */
    public static boolean isDue(RelDataType source, RelDataType target) {
        if (!SqlTypeUtil.inCharFamily(target)) {
            return false;
        }
        if (!SqlTypeUtil.inCharFamily(source)) {
            return SqlTypeUtil.isNumeric(source);
        }
        int length = target.getPrecision();
        return length != RelDataType.PRECISION_NOT_SPECIFIED
                && (source.getPrecision() == RelDataType.PRECISION_NOT_SPECIFIED || source.getPrecision() > length);
    }

    /**
     * Such a cast.
     *
     * @param safe whether what cannot be cast becomes null
     */
    public static RexNode of(
            SqlParserPos position, RelDataType type, RexNode value, boolean safe, RexBuilder rexBuilder) {
        SqlOperator plain = safe ? SqlLibraryOperators.SAFE_CAST : SqlStdOperatorTable.CAST;
        return rexBuilder.makeCall(position, type, new TextCast(plain, type), List.of(value));
    }

    /** An expression with plain casts, for whoever runs it. */
    public static RexNode plain(RexNode expression, RexBuilder rexBuilder) {
        return expression.accept(toPlain(rexBuilder));
    }

    /** A plan with plain casts. */
    public static RelNode plain(RelNode plan) {
        RexShuttle toPlain = toPlain(plan.getCluster().getRexBuilder());
        return plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(toPlain);
            }
        });
    }

    private static RexShuttle toPlain(RexBuilder rexBuilder) {
        return new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                RexNode visited = super.visitCall(call);
                return visited instanceof RexCall cast && cast.getOperator() instanceof TextCast text
                        ? rexBuilder.makeCall(cast.getParserPosition(), cast.getType(), text.plain, cast.getOperands())
                        : visited;
            }
        };
    }
}
