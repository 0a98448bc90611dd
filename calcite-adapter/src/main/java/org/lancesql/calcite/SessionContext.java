package org.lancesql.calcite;

import java.time.ZoneId;
import java.util.List;
import org.lancesql.mutation.CommitInfo;

/** What the engine asks of the session on whose behalf it plans and executes. */
public interface SessionContext {
    /** Whether statements that write are refused with {@link StatementException.Reason#READ_ONLY}. */
    boolean readOnly();

    /** What lasts from one statement of the session to the next. */
    SessionState state();

    /** Who is told how far long statements are. */
    default Progress progress() {
        return Progress.NONE;
    }

    default ZoneId timeZone() {
        return state().timeZone();
    }

    /** Who commits, for the properties of a new version. */
    default CommitInfo commitInfo(String statementKind) {
        return state().commitInfo(List.of(statementKind));
    }
}
