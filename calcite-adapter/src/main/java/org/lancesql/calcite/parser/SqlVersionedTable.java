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
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/**
 * {@code table FOR VERSION AS OF value} or {@code table FOR SYSTEM_TIME AS OF moment}. Lives between the parser and version
 * pinning; the validator never meets it.
 */
public final class SqlVersionedTable extends SqlCall {
    private SqlNode table;
    private final Clause clause;
    private SqlNode value;

    /** What names the version. */
    public enum Clause {
        /** Its number, a tag or a branch. */
        VERSION("FOR VERSION AS OF"),
        /** A moment at which it was the newest. */
        TIME("FOR SYSTEM_TIME AS OF");

        private final String sql;
        private final SqlOperator operator;

        Clause(String sql) {
            this.sql = sql;
            this.operator = new SqlSpecialOperator(sql, SqlKind.OTHER) {
                @Override
                public SqlCall createCall(
                        @Nullable SqlLiteral quantifier, SqlParserPos position, @Nullable SqlNode... operands) {
                    return new SqlVersionedTable(
                            position, requireNonNull(operands[0]), Clause.this, requireNonNull(operands[1]));
                }
            };
        }

        public String sql() {
            return sql;
        }
    }

    /**
     * @param table what stands before the clause, with an alias if that comes first
     * @param value what stands behind it
     */
    public SqlVersionedTable(SqlParserPos position, SqlNode table, Clause clause, SqlNode value) {
        super(position);
        this.table = table;
        this.clause = clause;
        this.value = value;
    }

    /** Refuses a version as the target of a statement that changes rows. */
    public static void refuseChange(SqlParserPos position) {
        throw new StatementException(
                Reason.WRONG_OBJECT,
                "A version of a table never changes; leave the clause out to change the table as it is now",
                Places.of(position),
                null);
    }

    public SqlNode table() {
        return table;
    }

    public Clause clause() {
        return clause;
    }

    public SqlNode value() {
        return value;
    }

    @Override
    public SqlOperator getOperator() {
        return clause.operator;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(table, value);
    }

    @Override
    public SqlNode clone(SqlParserPos position) {
        return new SqlVersionedTable(position, table, clause, value);
    }

    @Override
    public void setOperand(int index, SqlNode operand) {
        if (index == 0) {
            table = operand;
        } else {
            value = operand;
        }
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        table.unparse(writer, 0, 0);
        writer.keyword(clause.sql);
        value.unparse(writer, 0, 0);
    }
}
