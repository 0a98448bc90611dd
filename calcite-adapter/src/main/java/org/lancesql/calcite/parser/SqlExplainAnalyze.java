package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code EXPLAIN ANALYZE [(TIMING OFF)] statement}: runs the statement and shows what its plan did. */
public final class SqlExplainAnalyze extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("EXPLAIN ANALYZE", SqlKind.OTHER);

    private final SqlNode statement;
    private final boolean timing;

    /** @param timing whether to show what differs from one execution to the next: times, memory and threads */
    public SqlExplainAnalyze(SqlParserPos position, SqlNode statement, boolean timing) {
        super(position);
        this.statement = statement;
        this.timing = timing;
    }

    public SqlNode statement() {
        return statement;
    }

    public boolean timing() {
        return timing;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(statement);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(timing ? "EXPLAIN ANALYZE" : "EXPLAIN ANALYZE (TIMING OFF)");
        statement.unparse(writer, 0, 0);
    }
}
