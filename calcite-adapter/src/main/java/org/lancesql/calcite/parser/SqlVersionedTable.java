package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code table FOR VERSION AS OF version}. Lives between the parser and version pinning; the validator never meets it. */
public final class SqlVersionedTable extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("FOR VERSION AS OF", SqlKind.OTHER) {
        @Override
        public SqlCall createCall(
                @Nullable SqlLiteral quantifier, SqlParserPos position, @Nullable SqlNode... operands) {
            return new SqlVersionedTable(position, requireNonNull(operands[0]), requireNonNull(operands[1]));
        }
    };

    private SqlNode table;
    private SqlNode version;

    public SqlVersionedTable(SqlParserPos position, SqlNode table, SqlNode version) {
        super(position);
        this.table = table;
        this.version = version;
    }

    public SqlNode table() {
        return table;
    }

    public SqlNode version() {
        return version;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(table, version);
    }

    @Override
    public SqlNode clone(SqlParserPos position) {
        return new SqlVersionedTable(position, table, version);
    }

    @Override
    public void setOperand(int index, SqlNode operand) {
        if (index == 0) {
            table = operand;
        } else {
            version = operand;
        }
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        table.unparse(writer, 0, 0);
        writer.keyword("FOR VERSION AS OF");
        version.unparse(writer, 0, 0);
    }
}
