package org.lancesql.calcite.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;

/** A condition of a clause, within a CASE: its parameters get their types as those of WHERE do. */
public final class ConditionOperator extends SqlSpecialOperator {
    private static final ConditionOperator INSTANCE = new ConditionOperator();

    private ConditionOperator() {
        super("CONDITION", SqlKind.OTHER_FUNCTION);
    }

    public static SqlNode of(SqlNode condition) {
        return INSTANCE.createCall(condition.getParserPosition(), condition);
    }

    @Override
    public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
        call.operand(0).unparse(writer, leftPrecedence, rightPrecedence);
    }

    @Override
    public RelDataType deriveType(SqlValidator validator, SqlValidatorScope scope, SqlCall call) {
        RelDataTypeFactory factory = validator.getTypeFactory();
        RelDataType expected = factory.createTypeWithNullability(factory.createSqlType(SqlTypeName.BOOLEAN), true);
        RelDataType type = AssigningValidator.deriveInferred(validator, scope, call.operand(0), expected);
        if (!SqlTypeUtil.inBooleanFamily(type) && !SqlTypeUtil.isNull(type)) {
            throw new StatementException(
                    Reason.TYPE_MISMATCH,
                    "A condition is BOOLEAN; this one is of type " + type,
                    Places.of(call.operand(0).getParserPosition()),
                    null);
        }
        return factory.createTypeWithNullability(expected, type.isNullable());
    }
}
