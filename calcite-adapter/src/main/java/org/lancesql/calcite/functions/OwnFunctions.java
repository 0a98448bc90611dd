package org.lancesql.calcite.functions;

import java.lang.reflect.Method;
import java.util.List;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Function;
import org.apache.calcite.schema.impl.ScalarFunctionImpl;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.InferTypes;
import org.apache.calcite.sql.type.OperandTypes;
import org.apache.calcite.sql.type.ReturnTypes;
import org.apache.calcite.sql.type.SqlReturnTypeInference;
import org.apache.calcite.sql.type.SqlTypeFamily;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;

/** The functions of this package as Calcite finds them. */
public final class OwnFunctions {
    private static final SqlTypeFamily TEXT = SqlTypeFamily.CHARACTER;
    private static final SqlTypeFamily INTEGER = SqlTypeFamily.INTEGER;
    private static final SqlReturnTypeInference VARCHAR = ReturnTypes.VARCHAR_NULLABLE;

    private OwnFunctions() {}

    /** All of them. */
    public static List<SqlOperator> all() {
        return List.of(
                text("LEFT", "left", VARCHAR, TEXT, INTEGER),
                text("RIGHT", "right", VARCHAR, TEXT, INTEGER),
                text("LPAD", "lpad", VARCHAR, TEXT, INTEGER),
                text("LPAD", "lpad", VARCHAR, TEXT, INTEGER, TEXT),
                text("RPAD", "rpad", VARCHAR, TEXT, INTEGER),
                text("RPAD", "rpad", VARCHAR, TEXT, INTEGER, TEXT),
                text("REVERSE", "reverse", VARCHAR, TEXT),
                text("BIT_LENGTH", "bitLength", ReturnTypes.INTEGER_NULLABLE, TEXT),
                text("TO_HEX", "toHex", VARCHAR, INTEGER),
                logarithm("LOG10", "log10", SqlTypeFamily.NUMERIC),
                logarithm("LOG", "log10", SqlTypeFamily.NUMERIC),
                logarithm("LOG", "log", SqlTypeFamily.NUMERIC, SqlTypeFamily.NUMERIC),
                number("GCD", "gcd"),
                number("LCM", "lcm"));
    }

    private static SqlOperator number(String name, String method) {
        return function(NumberFunctions.class, name, method, ReturnTypes.BIGINT_NULLABLE, INTEGER, INTEGER);
    }

    private static SqlOperator logarithm(String name, String method, SqlTypeFamily... arguments) {
        return function(NumberFunctions.class, name, method, ReturnTypes.DOUBLE_NULLABLE, arguments);
    }

    private static SqlOperator text(
            String name, String method, SqlReturnTypeInference result, SqlTypeFamily... arguments) {
        return function(TextFunctions.class, name, method, result, arguments);
    }

    private static SqlOperator function(
            Class<?> owner, String name, String method, SqlReturnTypeInference result, SqlTypeFamily... arguments) {
        Function implementation = ScalarFunctionImpl.create(find(owner, method, arguments.length));
        return new SqlUserDefinedFunction(
                new SqlIdentifier(name, SqlParserPos.ZERO),
                SqlKind.OTHER_FUNCTION,
                result,
                InferTypes.FIRST_KNOWN,
                OperandTypes.operandMetadata(
                        List.of(arguments), factory -> parameterTypes(factory, arguments), i -> "arg" + i, i -> false),
                implementation);
    }

    private static List<RelDataType> parameterTypes(RelDataTypeFactory factory, SqlTypeFamily... arguments) {
        return java.util.Arrays.stream(arguments)
                .map(family -> factory.createTypeWithNullability(factory.createSqlType(typeOf(family)), true))
                .toList();
    }

    private static SqlTypeName typeOf(SqlTypeFamily family) {
        return switch (family) {
            case CHARACTER -> SqlTypeName.VARCHAR;
            case INTEGER -> SqlTypeName.BIGINT;
            default -> SqlTypeName.DOUBLE;
        };
    }

    private static Method find(Class<?> owner, String name, int arguments) {
        for (Method method : owner.getMethods()) {
            if (method.getName().equals(name) && method.getParameterCount() == arguments) {
                return method;
            }
        }
        throw new IllegalStateException("no method " + name);
    }
}
