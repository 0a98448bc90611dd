package org.lancesql.calcite.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;

/** An expression of a clause of MERGE that is about rows of one side alone, where the other side has no row. */
public final class ClauseOperator extends SqlSpecialOperator {
    private final int targetWidth;
    private final boolean ofTarget;
    private final String message;

    private ClauseOperator(int targetWidth, boolean ofTarget, String message) {
        super("CLAUSE", SqlKind.OTHER_FUNCTION);
        this.targetWidth = targetWidth;
        this.ofTarget = ofTarget;
        this.message = message;
    }

    /**
     * An expression that must not name columns of the source.
     *
     * @param targetWidth number of the columns of FROM, the first ones, that are the target's
     * @param message what to say when it does
     */
    public static SqlNode ofTarget(SqlNode expression, int targetWidth, String message) {
        return new ClauseOperator(targetWidth, true, message).createCall(expression.getParserPosition(), expression);
    }

    /** An expression that must not name columns of the target. */
    public static SqlNode ofSource(SqlNode expression, int targetWidth, String message) {
        return new ClauseOperator(targetWidth, false, message).createCall(expression.getParserPosition(), expression);
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
        call.operand(0).unparse(writer, leftPrecedence, rightPrecedence);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        return validator.deriveType(scope, call.operand(0));
    }

    RexNode convert(SqlRexContext context, SqlCall call) {
        RexNode value = context.convertExpression(call.operand(0));
        value.accept(new RexVisitorImpl<Void>(true) {
            @Override
            public Void visitInputRef(RexInputRef column) {
                if (column.getIndex() < targetWidth != ofTarget) {
                    throw refused(call.getParserPosition());
                }
                return super.visitInputRef(column);
            }
        });
        return value;
    }

    private StatementException refused(SqlParserPos position) {
        return new StatementException(
                Reason.INVALID_COLUMN_REFERENCE,
                message,
                new Position(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum())),
                null);
    }
}
