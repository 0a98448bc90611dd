package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW TAGS [FROM table]}. */
public final class SqlShowTags extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("SHOW TAGS", SqlKind.OTHER);

    private final @Nullable SqlIdentifier table;

    public SqlShowTags(SqlParserPos position, @Nullable SqlIdentifier table) {
        super(position);
        this.table = table;
    }

    /** The table, or null for all. */
    public @Nullable SqlIdentifier table() {
        return table;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return table == null ? List.of() : List.of(table);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SHOW TAGS");
        if (table != null) {
            writer.keyword("FROM");
            table.unparse(writer, 0, 0);
        }
    }
}
