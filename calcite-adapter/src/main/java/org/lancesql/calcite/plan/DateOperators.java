package org.lancesql.calcite.plan;

import static java.util.Objects.requireNonNull;

import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.sql.SqlBinaryOperator;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperatorBinding;
import org.apache.calcite.sql.fun.SqlMonotonicBinaryOperator;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.SqlOperandTypeChecker;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.type.SqlTypeUtil;

/**
 * {@code +} and {@code -} that also take dates and numbers of days, and the difference of timestamps, as PostgreSQL's do. They live until conversion, which
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
            orElse(
                    SqlStdOperatorTable.PLUS,
                    OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.INTEGER),
                    OperandTypes.family(SqlTypeFamily.INTEGER, SqlTypeFamily.DATE)));

    static final SqlBinaryOperator MINUS = new SqlMonotonicBinaryOperator(
            "-",
            SqlKind.MINUS,
            PRECEDENCE,
            true,
            DateOperators::difference,
            InferTypes.FIRST_KNOWN,
            orElse(
                    SqlStdOperatorTable.MINUS,
                    // Before dates, which Calcite would make of timestamps.
                    OperandTypes.family(SqlTypeFamily.TIMESTAMP, SqlTypeFamily.TIMESTAMP),
                    OperandTypes.family(SqlTypeFamily.TIMESTAMP, SqlTypeFamily.DATE),
                    OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.TIMESTAMP),
                    OperandTypes.family(SqlTypeFamily.TIME, SqlTypeFamily.TIME),
                    OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.INTEGER),
                    OperandTypes.family(SqlTypeFamily.DATE, SqlTypeFamily.DATE)));

    private DateOperators() {}

    private static SqlOperandTypeChecker orElse(SqlBinaryOperator standard, SqlOperandTypeChecker... others) {
        SqlOperandTypeChecker checker = requireNonNull(standard.getOperandTypeChecker());
        for (SqlOperandTypeChecker other : others) {
            checker = checker.or(other);
        }
        return checker;
    }

    /** Whether the difference of two values is the interval between them; that of two dates is a number of days. */
    static boolean isInterval(RelDataType left, RelDataType right) {
        return SqlTypeUtil.isDatetime(left) && SqlTypeUtil.isDatetime(right) && !(isDate(left) && isDate(right));
    }

    private static RelDataType difference(SqlOperatorBinding binding) {
        RelDataType left = binding.getOperandType(0);
        RelDataType right = binding.getOperandType(1);
        if (!isInterval(left, right)) {
            return result(SqlStdOperatorTable.MINUS).inferReturnType(binding);
        }
        RelDataTypeFactory factory = binding.getTypeFactory();
        int digits = Math.max(digits(left), digits(right));
        RelDataType interval = factory.createSqlIntervalType(new SqlIntervalQualifier(
                TimeUnit.DAY, RelDataType.PRECISION_NOT_SPECIFIED, TimeUnit.SECOND, digits, SqlParserPos.ZERO));
        return factory.createTypeWithNullability(interval, left.isNullable() || right.isNullable());
    }

    private static int digits(RelDataType type) {
        return isDate(type) ? 0 : type.getPrecision();
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
