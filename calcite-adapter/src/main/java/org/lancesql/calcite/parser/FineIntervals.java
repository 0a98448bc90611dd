package org.lancesql.calcite.parser;

import java.math.BigDecimal;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.SqlIntervalLiteral;
import org.apache.calcite.sql.SqlIntervalLiteral.IntervalValue;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlShuttle;

/**
 * Spells interval literals out that have more than the three fractional digits which Calcite reads: the milliseconds as
 * a literal, and what is finer as a part of a second.
 */
public final class FineIntervals {
    private static final Pattern FINE = Pattern.compile("(.*\\.\\d{3})(\\d*[1-9]\\d*)(\\s*)", Pattern.DOTALL);
    private static final int MILLISECOND_DIGITS = 3;

    private FineIntervals() {}

    /** The same expression, in which every literal means what it says. */
    public static SqlNode spellOut(SqlNode expression) {
        return Objects.requireNonNull(expression.accept(new SqlShuttle() {
            @Override
            public SqlNode visit(SqlLiteral literal) {
                return spellOut(literal);
            }
        }));
    }

    /** The same value, in which a literal means what it says. */
    public static SqlNode spellOut(SqlLiteral literal) {
        if (!(literal instanceof SqlIntervalLiteral) || !(literal.getValue() instanceof IntervalValue interval)) {
            return literal;
        }
        SqlIntervalQualifier qualifier = interval.getIntervalQualifier();
        Matcher matcher = FINE.matcher(interval.getIntervalLiteral());
        if (qualifier.isYearMonth() || !matcher.matches()) {
            return literal;
        }
        String digits = matcher.group(2);
        int precision = qualifier.getFractionalSecondPrecision(RelDataTypeSystem.DEFAULT);
        if (MILLISECOND_DIGITS + digits.length() > precision) {
            return literal;
        }
        SqlParserPos position = literal.getParserPosition();
        SqlNode millis = SqlLiteral.createInterval(interval.getSign(), matcher.group(1), qualifier, position);
        BigDecimal fraction = new BigDecimal(digits).movePointLeft(MILLISECOND_DIGITS + digits.length());
        boolean negative = interval.getSign() < 0 != matcher.group(1).strip().startsWith("-");
        SqlNode second = SqlLiteral.createInterval(
                negative ? -1 : 1,
                "1",
                new SqlIntervalQualifier(TimeUnit.SECOND, 1, null, precision, position),
                position);
        SqlNode fine = SqlStdOperatorTable.MULTIPLY.createCall(
                position, second, SqlLiteral.createExactNumeric(fraction.toPlainString(), position));
        return SqlStdOperatorTable.PLUS.createCall(position, millis, fine);
    }
}
