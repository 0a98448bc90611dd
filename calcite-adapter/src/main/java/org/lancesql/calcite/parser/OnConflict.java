package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/**
 * {@code ON CONFLICT} of an INSERT.
 *
 * @param columns those of the key, or null
 * @param constraint name of the key, or null
 * @param assignments those of DO UPDATE; empty for DO NOTHING
 * @param where condition of DO UPDATE
 */
public record OnConflict(
        SqlParserPos position,
        @Nullable SqlNodeList columns,
        @Nullable SqlIdentifier constraint,
        List<Assignment> assignments,
        @Nullable SqlNode where) {
    public OnConflict {
        requireNonNull(position, "position is null");
        assignments = List.copyOf(assignments);
    }

    public boolean updates() {
        return !assignments.isEmpty();
    }
}
