package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.util.SqlOperatorTables;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.functions.OwnFunctions;
import org.lancesql.calcite.functions.PairStatistics;
import org.lancesql.calcite.functions.Statistics;

/** The functions and operators of SQL texts: the standard's, PostgreSQL's, and a few of wide use. */
final class Operators {
    /**
     * Functions of Calcite that are not PostgreSQL's of that name: those of text split surrogate pairs or misread negative
     * lengths, logarithms of powers of ten are not whole, AGE gives a text where an interval is expected, variances of
     * decimals have few digits.
     */
    private static final Set<String> LEFT_OUT = Set.of(
            "AGE",
            "LEFT",
            "RIGHT",
            "LPAD",
            "RPAD",
            "LOG",
            "LOG10",
            "VAR_POP",
            "VAR_SAMP",
            "VARIANCE",
            "STDDEV_POP",
            "STDDEV_SAMP",
            "STDDEV");

    static final SqlOperatorTable TABLE = SqlOperatorTables.chain(
            new WithoutReplaced(SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(
                    SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL)),
            SqlOperatorTables.of(own()));

    private Operators() {}

    private static List<SqlOperator> own() {
        List<SqlOperator> operators = new ArrayList<>(OwnFunctions.all());
        operators.addAll(PairStatistics.all());
        operators.addAll(Statistics.all());
        operators.addAll(List.of(
                SqlLibraryOperators.SAFE_CAST, SqlLibraryOperators.TRY_CAST, DateOperators.PLUS, DateOperators.MINUS));
        return operators;
    }

    private static boolean isReplaced(SqlOperator operator) {
        return LEFT_OUT.contains(operator.getName())
                || operator == SqlStdOperatorTable.PLUS
                || operator == SqlStdOperatorTable.MINUS;
    }

    /** Calcite's table but for what we replace. */
    private record WithoutReplaced(SqlOperatorTable table) implements SqlOperatorTable {
        @Override
        public void lookupOperatorOverloads(
                SqlIdentifier name,
                @Nullable SqlFunctionCategory category,
                SqlSyntax syntax,
                List<SqlOperator> operators,
                SqlNameMatcher nameMatcher) {
            List<SqlOperator> found = new ArrayList<>();
            table.lookupOperatorOverloads(name, category, syntax, found, nameMatcher);
            found.removeIf(Operators::isReplaced);
            operators.addAll(found);
        }

        @Override
        public List<SqlOperator> getOperatorList() {
            return table.getOperatorList().stream()
                    .filter(operator -> !isReplaced(operator))
                    .toList();
        }
    }
}
