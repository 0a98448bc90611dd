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

/** {@code INSERT INTO table DEFAULT VALUES}. */
public final class SqlInsertDefaultValues extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("INSERT DEFAULT VALUES", SqlKind.INSERT);

    private final SqlIdentifier table;

    public SqlInsertDefaultValues(SqlParserPos position, SqlIdentifier table) {
        super(position);
        this.table = table;
    }

    public SqlIdentifier table() {
        return table;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(table);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("INSERT INTO");
        table.unparse(writer, 0, 0);
        writer.keyword("DEFAULT VALUES");
    }
}
