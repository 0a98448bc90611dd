package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;

import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.SqlOperandTypeInference;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql2rel.SqlRexContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.types.SqlTypes;

/**
 * Makes a value one of a column's type, where INSERT would accept it for the column. A parameter that stands alone gets
 * the type of the column.
 */
public final class AssignOperator extends SqlSpecialOperator {
    private final Field column;

    /** @param column field of the table */
    public AssignOperator(Field column) {
        super("ASSIGN", SqlKind.OTHER_FUNCTION);
        this.column = requireNonNull(column, "column is null");
    }

    /** The value as the column takes it. */
    public SqlNode of(SqlNode value) {
        return createCall(value.getParserPosition(), value);
    }

    private RelDataType columnType(RelDataTypeFactory factory) {
        return SqlTypes.fromStored(column, factory);
    }

    @Override
    public SqlOperandTypeInference getOperandTypeInference() {
        return (binding, returned, operands) -> operands[0] = columnType(binding.getTypeFactory());
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
        call.operand(0).unparse(writer, leftPrecedence, rightPrecedence);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        RelDataTypeFactory factory = validator.getTypeFactory();
        RelDataType target = columnType(factory);
        RelDataType source = AssigningValidator.deriveInferred(validator, scope, call.operand(0), target);
        if (!AssigningValidator.accepts(validator, target, source)) {
            throw refused(call, target, source);
        }
        return factory.createTypeWithNullability(target, source.isNullable());
    }

    private StatementException refused(SqlCall call, RelDataType target, RelDataType source) {
        return new StatementException(
                Reason.TYPE_MISMATCH,
                "Column " + column.getName() + " is of type " + target + "; it cannot take a value of type " + source,
                Places.of(call.operand(0).getParserPosition()),
                null);
    }

    RexNode convert(SqlRexContext context, SqlCall call) {
        RexNode value = context.convertExpression(call.operand(0));
        RelDataType target = columnType(context.getTypeFactory());
        boolean nullable = value.getType().isNullable() || SqlTypeUtil.isNull(value.getType());
        RelDataType type = context.getTypeFactory().createTypeWithNullability(target, nullable);
        return value.getType().equals(type) ? value : context.getRexBuilder().makeCast(type, value, true);
    }
}
