package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException.Position;

/** Where the user wrote something, for errors. */
public final class Places {
    private Places() {}

    public static Position of(SqlNode node) {
        return of(node.getParserPosition());
    }

    /** What stands nowhere, because a rewriting has made it, is said to stand at the beginning. */
    public static Position of(SqlParserPos position) {
        return new Position(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum()));
    }
}
