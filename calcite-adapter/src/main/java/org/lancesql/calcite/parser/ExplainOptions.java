package org.lancesql.calcite.parser;

import java.util.Locale;
import org.apache.calcite.sql.SqlExplain;
import org.apache.calcite.sql.SqlExplainFormat;
import org.apache.calcite.sql.SqlExplainLevel;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/** The options of EXPLAIN, as the parser meets them. */
public final class ExplainOptions {
    private boolean analyze;
    private boolean timing = true;

    /** EXPLAIN ANALYZE. */
    public void analyze() {
        analyze = true;
    }

    /**
     * An option in parentheses.
     *
     * @param value ON or OFF, TRUE or FALSE; null for ON
     * @throws StatementException SYNTAX for one that there is not
     */
    public void set(SqlIdentifier name, @Nullable SqlIdentifier value) {
        switch (name.getSimple().toUpperCase(Locale.ROOT)) {
            case "ANALYZE" -> analyze = isOn(name, value);
            case "TIMING" -> timing = isOn(name, value);
            default ->
                throw new StatementException(
                        Reason.SYNTAX,
                        "EXPLAIN has no option " + name.getSimple() + "; it has ANALYZE and TIMING",
                        Places.of(name),
                        null);
        }
    }

    private static boolean isOn(SqlIdentifier name, @Nullable SqlIdentifier value) {
        return switch (value == null ? "ON" : value.getSimple().toUpperCase(Locale.ROOT)) {
            case "ON", "TRUE" -> true;
            case "OFF", "FALSE" -> false;
            default ->
                throw new StatementException(
                        Reason.SYNTAX,
                        "The option " + name.getSimple() + " of EXPLAIN is ON or OFF, not "
                                + (value == null ? "" : value.getSimple()),
                        Places.of(value == null ? name : value),
                        null);
        };
    }

    /** The statement with these options. */
    public SqlNode of(SqlParserPos position, SqlNode statement) {
        if (analyze) {
            return new SqlExplainAnalyze(position, statement, timing);
        }
        return new SqlExplain(
                position,
                statement,
                SqlExplainLevel.EXPPLAN_ATTRIBUTES.symbol(SqlParserPos.ZERO),
                SqlExplain.Depth.PHYSICAL.symbol(SqlParserPos.ZERO),
                SqlExplainFormat.TEXT.symbol(SqlParserPos.ZERO),
                0);
    }
}
