package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlJdbcFunctionCall;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.fun.SqlTrimFunction;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;

/** Functions that are other names for what there is: those of PostgreSQL and of JDBC's {@code {fn ...}}. */
final class FunctionRewriter {
    private static final Map<String, String> ALIASES = Map.ofEntries(
            Map.entry("IFNULL", "COALESCE"),
            Map.entry("TRUNC", "TRUNCATE"),
            Map.entry("UCASE", "UPPER"),
            Map.entry("LCASE", "LOWER"),
            Map.entry("LENGTH", "CHAR_LENGTH"),
            Map.entry("CURDATE", "CURRENT_DATE"),
            Map.entry("CURTIME", "CURRENT_TIME"),
            Map.entry("NOW", "LOCALTIMESTAMP"),
            Map.entry("DATABASE", "CURRENT_CATALOG"));

    /** Functions that are written without parentheses. */
    private static final Map<String, org.apache.calcite.sql.SqlOperator> NILADIC = Map.of(
            "LOCALTIMESTAMP", SqlStdOperatorTable.LOCALTIMESTAMP,
            "CURRENT_DATE", SqlStdOperatorTable.CURRENT_DATE,
            "CURRENT_TIME", SqlStdOperatorTable.CURRENT_TIME);

    private FunctionRewriter() {}

    /** The call under the name that the engine knows; most calls as they are. */
    static SqlNode rewrite(SqlCall call) {
        if (call.getOperator() == SqlLibraryOperators.INFIX_CAST) {
            return SqlStdOperatorTable.CAST.createCall(call.getParserPosition(), call.getOperandList());
        }
        return named(call, call.getOperator().getName().toUpperCase(Locale.ROOT));
    }

    private static SqlNode named(SqlCall call, String name) {
        SqlParserPos position = call.getParserPosition();
        boolean isJdbc = call.getOperator() instanceof SqlJdbcFunctionCall;
        String plain = isJdbc ? name.replaceAll("^\\{FN ([^}]*)}$", "$1") : name;
        return switch (plain) {
            case "DATE_TRUNC" -> dateTrunc(call);
            case "DATE_PART" -> datePart(call);
            case "LTRIM" -> call.operandCount() == 0 ? call : trim(SqlTrimFunction.Flag.LEADING, call);
            case "RTRIM" -> call.operandCount() == 0 ? call : trim(SqlTrimFunction.Flag.TRAILING, call);
            case "BTRIM" -> call.operandCount() == 0 ? call : trim(SqlTrimFunction.Flag.BOTH, call);
            case "DAYOFWEEK" -> dayOfWeek(call);
            case "USER" -> isJdbc ? new SqlIdentifier("USER", position) : call;
            default -> {
                String alias = ALIASES.get(plain);
                if (alias != null) {
                    yield function(alias, call.getOperandList(), position);
                }
                yield isJdbc ? new SqlJdbcFunctionCall(plain).createCall(position, call.getOperandList()) : call;
            }
        };
    }

    private static SqlNode function(String name, List<SqlNode> operands, SqlParserPos position) {
        var niladic = NILADIC.get(name);
        if (niladic != null && operands.isEmpty()) {
            return niladic.createCall(position);
        }
        if (name.equals("CURRENT_CATALOG")) {
            return new SqlIdentifier(name, position);
        }
        return new SqlUnresolvedFunction(
                        new SqlIdentifier(name, position),
                        null,
                        null,
                        null,
                        null,
                        SqlFunctionCategory.USER_DEFINED_FUNCTION)
                .createCall(position, operands);
    }

    private static SqlNode trim(SqlTrimFunction.Flag side, SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        SqlNode characters = call.operandCount() > 1 ? call.operand(1) : SqlLiteral.createCharString(" ", position);
        return SqlStdOperatorTable.TRIM.createCall(position, side.symbol(position), characters, call.operand(0));
    }

    /** FLOOR to a unit. */
    private static SqlNode dateTrunc(SqlCall call) {
        if (call.operandCount() != 2) {
            return call;
        }
        SqlNode value = call.operand(1) instanceof SqlIntervalQualifier name
                ? new SqlIdentifier(name.toString(), name.getParserPosition()) // a column named like a unit
                : call.operand(1);
        return SqlStdOperatorTable.FLOOR.createCall(
                call.getParserPosition(), value, qualifier("DATE_TRUNC", call.operand(0)));
    }

    /** EXTRACT of a unit. */
    private static SqlNode datePart(SqlCall call) {
        return call.operandCount() == 2 && call.operand(0) instanceof SqlCharStringLiteral
                ? SqlStdOperatorTable.EXTRACT.createCall(
                        call.getParserPosition(), qualifier("DATE_PART", call.operand(0)), call.operand(1))
                : call;
    }

    /** JDBC counts the days of a week from 1, Sunday. */
    private static SqlNode dayOfWeek(SqlCall call) {
        SqlParserPos position = call.getParserPosition();
        if (call.operandCount() != 1) {
            return call;
        }
        SqlNode fromZero = SqlStdOperatorTable.EXTRACT.createCall(
                position, new SqlIntervalQualifier(TimeUnit.DOW, null, position), call.operand(0));
        return DateOperators.PLUS.createCall(position, fromZero, SqlLiteral.createExactNumeric("1", position));
    }

    private static SqlIntervalQualifier qualifier(String function, SqlNode unit) {
        TimeUnit known = unit instanceof SqlCharStringLiteral literal
                ? unit(String.valueOf(literal.getValueAs(String.class)).toUpperCase(Locale.ROOT))
                : null;
        SqlParserPos position = unit.getParserPosition();
        if (known == null) {
            throw new StatementException(
                    Reason.INVALID_PARAMETER,
                    function + " takes a unit such as 'year', 'month', 'week', 'day' or 'hour' as a text; got " + unit,
                    Places.of(unit),
                    null);
        }
        return new SqlIntervalQualifier(known, null, position);
    }

    /** A unit by its name in the singular or plural. */
    private static @Nullable TimeUnit unit(String name) {
        List<String> names = new ArrayList<>(List.of(name));
        if (name.endsWith("S")) {
            names.add(name.substring(0, name.length() - 1));
        }
        if (name.equals("CENTURIES")) {
            return TimeUnit.CENTURY;
        }
        for (TimeUnit unit : TimeUnit.values()) {
            if (names.contains(unit.name())) {
                return unit;
            }
        }
        return null;
    }
}
