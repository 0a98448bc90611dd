package org.lancesql.calcite.plan;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.types.LanceTypeSystem;

/** Refuses constants that Calcite would read as something else than they say. */
final class LiteralChecks {
    private static final Pattern FOUR_DIGIT_YEAR = Pattern.compile("\\s*\\d{4}-.*", Pattern.DOTALL);

    private LiteralChecks() {}

    static void check(SqlLiteral literal) {
        if (literal instanceof SqlUnknownLiteral unknown) {
            checkYear(unknown);
        } else if (literal instanceof SqlNumericLiteral number) {
            checkDigits(number);
        } else if (literal instanceof SqlCharStringLiteral text
                && !StandardCharsets.UTF_8.newEncoder().canEncode(text.getValueAs(String.class))) {
            throw error(Reason.SYNTAX, "A text literal holds half of a surrogate pair, which is no character", literal);
        }
    }

    private static void checkYear(SqlUnknownLiteral literal) {
        boolean dated = literal.tag.startsWith("DATE") || literal.tag.startsWith("TIMESTAMP");
        if (dated && !FOUR_DIGIT_YEAR.matcher(literal.getValue()).matches()) {
            throw error(
                    Reason.INVALID_DATETIME,
                    literal.tag + " '" + literal.getValue() + "' does not begin with a year from 0001 to 9999",
                    literal);
        }
    }

    private static void checkDigits(SqlNumericLiteral literal) {
        BigDecimal value = literal.bigDecimalValue();
        if (value != null
                && literal.getTypeName() == org.apache.calcite.sql.type.SqlTypeName.DECIMAL
                && Math.max(value.precision(), value.scale()) > LanceTypeSystem.MAX_DECIMAL_PRECISION) {
            throw error(
                    Reason.NUMERIC_OUT_OF_RANGE,
                    "Numeric literal '" + literal.toValue() + "' out of range: a DECIMAL has at most "
                            + LanceTypeSystem.MAX_DECIMAL_PRECISION + " digits",
                    literal);
        }
    }

    /** LIMIT, OFFSET and FETCH count rows. */
    static void check(SqlOrderBy orderBy) {
        checkCount(orderBy.offset, "OFFSET");
        checkCount(orderBy.fetch, "LIMIT");
    }

    private static void checkCount(@Nullable SqlNode node, String clause) {
        if (node instanceof SqlNumericLiteral literal) {
            BigDecimal value = literal.bigDecimalValue();
            boolean isCount = value != null
                    && value.stripTrailingZeros().scale() <= 0
                    && value.signum() >= 0
                    && value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
            if (!isCount) {
                throw error(
                        Reason.INVALID_PARAMETER,
                        clause + " takes a whole number of rows, 0 or more; got " + literal.toValue(),
                        node);
            }
        }
    }

    private static StatementException error(Reason reason, String message, SqlNode node) {
        return new StatementException(reason, message, Places.of(node), null);
    }
}
