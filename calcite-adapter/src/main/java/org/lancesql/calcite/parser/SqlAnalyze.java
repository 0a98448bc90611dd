package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code ANALYZE [TABLE] name [(column, ...)]}. */
public final class SqlAnalyze extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("ANALYZE", SqlKind.OTHER);

    private final SqlIdentifier table;
    private final SqlNodeList columns;

    /** @param columns none for all of them */
    public SqlAnalyze(SqlParserPos position, SqlIdentifier table, List<SqlNode> columns) {
        super(position);
        this.table = table;
        this.columns = new SqlNodeList(columns, position);
    }

    public SqlIdentifier table() {
        return table;
    }

    /** The columns that were named; none for all. */
    public List<SqlIdentifier> columns() {
        return columns.stream().map(SqlIdentifier.class::cast).toList();
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(table, columns);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("ANALYZE TABLE");
        table.unparse(writer, 0, 0);
        if (!columns.isEmpty()) {
            SqlWriter.Frame frame = writer.startList("(", ")");
            columns.forEach(column -> {
                writer.sep(",");
                column.unparse(writer, 0, 0);
            });
            writer.endList(frame);
        }
    }
}
