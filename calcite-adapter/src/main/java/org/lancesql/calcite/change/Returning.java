package org.lancesql.calcite.change;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** The items that a query selects for RETURNING. */
final class Returning {
    private Returning() {}

    /** The items to begin a lowered query with: one without meaning where nothing is returned. */
    static List<SqlNode> leadingItems(@Nullable SqlNodeList returning) {
        return new ArrayList<>(returning == null ? List.of(Trees.truth()) : returning.getList());
    }

    /** A star that stands for the target alone, where FROM holds what is nothing to the user. */
    static @Nullable SqlNodeList ofTarget(@Nullable SqlNodeList returning, Target target) {
        if (returning == null) {
            return null;
        }
        List<SqlNode> items = new ArrayList<>();
        for (SqlNode item : returning) {
            boolean star =
                    item instanceof SqlIdentifier identifier && identifier.isStar() && identifier.names.size() == 1;
            SqlParserPos position = item.getParserPosition();
            items.add(
                    star
                            ? SqlIdentifier.star(List.of(target.name(), ""), position, List.of(position, position))
                            : item);
        }
        return new SqlNodeList(items, returning.getParserPosition());
    }

    static int count(@Nullable SqlNodeList returning) {
        return returning == null ? 0 : returning.size();
    }
}
