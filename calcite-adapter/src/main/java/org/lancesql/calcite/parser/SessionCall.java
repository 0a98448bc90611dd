package org.lancesql.calcite.parser;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** A statement or clause that is a keyword and the nodes behind it; the validator never meets it. */
abstract class SessionCall extends SqlCall {
    private final SqlOperator operator;
    private final List<SqlNode> operands = new ArrayList<>();

    SessionCall(SqlParserPos position, SqlOperator operator, @Nullable SqlNode... operands) {
        super(position);
        this.operator = operator;
        Arrays.stream(operands).forEach(operand -> {
            if (operand != null) {
                this.operands.add(operand);
            }
        });
    }

    @Override
    public SqlOperator getOperator() {
        return operator;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.copyOf(operands);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(operator.getName());
        operands.forEach(operand -> operand.unparse(writer, 0, 0));
    }
}
