package org.lancesql.calcite.plan;

import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlMonotonicBinaryOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * {@code +} and {@code -} that also take dates and numbers of days, as PostgreSQL's do. They live until conversion, which
 * turns them into what Calcite knows.
 */
final class DateOperators {
    private static final int PRECEDENCE = 40;

    static final SqlBinaryOperator PLUS = new SqlMonotonicBinaryOperator(
            "+",
            SqlKind.PLUS,
            PRECEDENCE,
            true,
            result(SqlStdOperatorTable.PLUS),
            InferTypes.FIRST_KNOWN,
            orDays(
                    SqlStdOperatorTable.PLUS,
                    OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.INTEGER),
                    OperandTypes.family(SqlTypeFamily.INTEGER, SqlTypeFamily.DATE)));

    static final SqlBinaryOperator MINUS = new SqlMonotonicBinaryOperator(
            "-",
            SqlKind.MINUS,
            PRECEDENCE,
            true,
            result(SqlStdOperatorTable.MINUS),
            InferTypes.FIRST_KNOWN,
            orDays(
                    SqlStdOperatorTable.MINUS,
                    OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.INTEGER),
                    OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.DATE)));

    private DateOperators() {}

    private static SqlOperandTypeChecker orDays(
            SqlBinaryOperator standard, SqlOperandTypeChecker days, SqlOperandTypeChecker others) {
        return (SqlOperandTypeChecker) java.util.Objects.requireNonNull(standard.getOperandTypeChecker())
                .or(days)
                .or(others);
    }

    static boolean isDate(RelDataType type) {
        return type.getSqlTypeName() == SqlTypeName.DATE;
    }

    private static SqlReturnTypeInference result(SqlBinaryOperator standard) {
        return binding -> {
            RelDataType left = binding.getOperandType(0);
            RelDataType right = binding.getOperandType(1);
            if (isDate(left) && isDate(right)) {
                return nullable(binding, SqlTypeName.INTEGER);
            }
            if (isDate(left) && SqlTypeUtil.isExactNumeric(right)
                    || SqlTypeUtil.isExactNumeric(left) && isDate(right)) {
                return nullable(binding, SqlTypeName.DATE);
            }
            return standard.inferReturnType(binding);
        };
    }

    private static RelDataType nullable(SqlOperatorBinding binding, SqlTypeName name) {
        RelDataTypeFactory factory = binding.getTypeFactory();
        boolean nullable = binding.getOperandType(0).isNullable()
                || binding.getOperandType(1).isNullable();
        return factory.createTypeWithNullability(factory.createSqlType(name), nullable);
    }
}
