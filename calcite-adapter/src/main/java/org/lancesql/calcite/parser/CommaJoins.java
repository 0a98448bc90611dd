package org.lancesql.calcite.parser;

import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;

/**
 * Lets JOIN bind more tightly than the comma of FROM (SQL:2016, part 2, 7.5), where Calcite's grammar takes both from left to
 * right. Where it makes no difference, which is for inner and left joins with ON, the order stays, and with it the freedom to
 * name columns of tables before the comma.
 */
public final class CommaJoins {
    private CommaJoins() {}

    /** The same tables, a join at the top being one of the last item of the list only. */
    public static SqlNode bind(SqlNode from) {
        if (!(from instanceof SqlJoin join) || !isOfLastItem(join)) {
            return from;
        }
        SqlJoin lowest = join;
        while (lowest.getLeft() instanceof SqlJoin left && left.getJoinType() != JoinType.COMMA) {
            lowest = left;
        }
        if (!(lowest.getLeft() instanceof SqlJoin list)) {
            return from;
        }
        lowest.setLeft(list.getRight());
        list.setRight(join);
        return list;
    }

    private static boolean isOfLastItem(SqlJoin join) {
        return switch (join.getJoinType()) {
            case COMMA -> false;
            case RIGHT, FULL -> true;
            default -> join.isNatural() || join.getConditionType() == JoinConditionType.USING;
        };
    }
}
