package org.lancesql.sqltests.random;

import java.util.List;
import org.lancesql.sqltests.random.RandomRun.Answer;

/** Internal errors that random queries have found and that are not mended yet, by what their messages say. */
final class OpenFindings {
    private static final List<String> MESSAGES = List.of(
            // A window in a correlated sub-query.
            "correlate variables resolver is not defined",
            // A window whose code cannot be made.
            "NullPointerException: metadataHandlerProvider");

    private OpenFindings() {}

    static boolean contain(Answer answer) {
        return answer.state().equals("XX000") && MESSAGES.stream().anyMatch(answer.message()::contains);
    }
}
