package org.lancesql.calcite.engine;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.calcite.adapter.enumerable.RexImpTable;
import org.apache.calcite.sql.SqlAggFunction;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSyntax;
import org.apache.calcite.sql.SqlTableFunction;
import org.apache.calcite.sql.validate.SqlUserDefinedFunction;
import org.lancesql.calcite.SqlVocabulary;
import org.lancesql.calcite.SqlVocabulary.Function;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.plan.SqlPlanner;

/** What the parser reserves and the validator resolves, in one list each. */
final class Vocabulary {
    static final SqlVocabulary INSTANCE = new SqlVocabulary(keywords(), functions());

    private Vocabulary() {}

    private static List<String> keywords() {
        return Arrays.stream(SqlTexts.reservedWords().split(","))
                .map(word -> word.strip().toUpperCase(Locale.ROOT))
                .filter(word -> !word.isEmpty())
                .sorted()
                .toList();
    }

    private static List<Function> functions() {
        return SqlPlanner.operators().stream()
                .filter(Vocabulary::isCallable)
                .map(operator ->
                        new Function(operator.getName().toUpperCase(Locale.ROOT), operator instanceof SqlTableFunction))
                .distinct()
                .sorted(Comparator.comparing(Function::name))
                .toList();
    }

    /** Whether an operator is called by its name, and something computes it. */
    private static boolean isCallable(SqlOperator operator) {
        SqlSyntax syntax = operator.getSyntax();
        boolean hasName =
                syntax == SqlSyntax.FUNCTION || syntax == SqlSyntax.FUNCTION_STAR || syntax == SqlSyntax.FUNCTION_ID;
        if (!hasName || !operator.getName().matches("[A-Za-z][A-Za-z0-9_]*")) {
            return false;
        }
        if (operator instanceof SqlAggFunction aggregate) {
            return RexImpTable.INSTANCE.get(aggregate, false) != null;
        }
        return operator instanceof SqlTableFunction
                || operator instanceof SqlUserDefinedFunction
                || RexImpTable.INSTANCE.get(operator) != null;
    }
}
