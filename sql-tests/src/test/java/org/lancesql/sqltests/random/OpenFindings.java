package org.lancesql.sqltests.random;

import java.util.List;
import org.lancesql.sqltests.random.RandomRun.Answer;

/**
 * Internal errors that random queries have found and that are not mended yet, by what their messages say. All are assertions of
 * the planner, which are off in programs that do not ask for them with {@code -ea}. An entry goes when its error does.
 */
final class OpenFindings {
    private static final List<String> MESSAGES = List.of(
            // A constant compared with NULL among the predicates that the planner infers.
            "Comparison with NULL in pulledUpPredicates",
            // A correlated sub-query in an aggregate, over a derived table that is merged into the query.
            "RexInputRef index",
            // A window over a table of which no column is left.
            "this stack trace: java.lang.AssertionError\n",
            // A window whose code cannot be made.
            "NullPointerException: metadataHandlerProvider");

    private OpenFindings() {}

    static boolean contain(Answer answer) {
        String message = answer.message() + "\n";
        return answer.state().equals("XX000") && MESSAGES.stream().anyMatch(message::contains);
    }
}
