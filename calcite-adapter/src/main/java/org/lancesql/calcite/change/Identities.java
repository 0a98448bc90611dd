package org.lancesql.calcite.change;

import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.expression.NextIdentity;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.types.IdentityColumn;

/** What statements may and may not say of columns with an identity. */
final class Identities {
    private Identities() {}

    /** What DEFAULT stands for in a column with an identity; empty for other columns. */
    static Optional<SqlNode> next(LanceTable table, Field column, SqlParserPos position) {
        return IdentityColumn.of(column)
                .map(identity -> new NextIdentity(table.stored().store(), table.name(), column).createCall(position));
    }

    /**
     * Refuses a value other than DEFAULT for a column that is GENERATED ALWAYS.
     *
     * @param statement what would be right, behind a semicolon
     */
    static void refuseValue(LanceTable table, Field column, SqlParserPos position, String statement) {
        if (IdentityColumn.of(column).filter(IdentityColumn::always).isPresent()) {
            throw new StatementException(
                    Reason.GENERATED_ALWAYS,
                    "Column " + column.getName() + " of table " + table.name()
                            + " is GENERATED ALWAYS AS IDENTITY and takes no value but DEFAULT; " + statement,
                    new Position(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum())),
                    null);
        }
    }
}
