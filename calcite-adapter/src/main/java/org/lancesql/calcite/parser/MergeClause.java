package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * A WHEN clause of MERGE.
 *
 * @param condition what is asked besides the match, or null
 * @param assignments those of UPDATE
 * @param columns of INSERT, or null for the first ones
 * @param row values of INSERT as a ROW, or null for DEFAULT VALUES
 */
public record MergeClause(
        SqlParserPos position,
        Match match,
        @Nullable SqlNode condition,
        Action action,
        List<Assignment> assignments,
        @Nullable SqlNodeList columns,
        @Nullable SqlCall row) {
    /** Which pairs a clause is for. */
    public enum Match {
        MATCHED,
        /** Rows of the source without one in the table. */
        NOT_MATCHED,
        /** Rows of the table without one in the source. */
        NOT_MATCHED_BY_SOURCE
    }

    /** What a clause does. */
    public enum Action {
        INSERT,
        UPDATE,
        DELETE,
        NOTHING
    }

    public MergeClause {
        requireNonNull(position, "position is null");
        requireNonNull(match, "match is null");
        requireNonNull(action, "action is null");
        assignments = List.copyOf(assignments);
    }

    /** A clause with nothing to say but what it does. */
    public static MergeClause plain(SqlParserPos position, Match match, @Nullable SqlNode condition, Action action) {
        return new MergeClause(position, match, condition, action, List.of(), null, null);
    }
}
