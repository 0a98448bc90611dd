package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

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
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.session.MutationKind;

/**
 * A statement that changes the rows of a table. The validator never meets it: planning turns it into a query for the rows
 * that it changes.
 */
public abstract class SqlChange extends SqlCall {
    private final Frame frame;
    private final SqlOperator operator;

    /**
     * What all these statements have.
     *
     * @param with common table expressions before the statement
     * @param target the table
     * @param alias its name within the statement, if it has another
     * @param returning select items, or null where none were asked for
     */
    public record Frame(
            @Nullable SqlNodeList with,
            SqlIdentifier target,
            @Nullable SqlIdentifier alias,
            @Nullable SqlNodeList returning) {
        public Frame {
            requireNonNull(target, "target is null");
        }
    }

    SqlChange(SqlParserPos position, SqlKind kind, Frame frame) {
        super(position);
        this.frame = requireNonNull(frame, "frame is null");
        this.operator = new SqlSpecialOperator(kind.sql, kind);
    }

    /** What the mixed-mutation rule asks. */
    public abstract MutationKind mutationKind();

    /** What the statement is called in messages and in the history. */
    public abstract String statementName();

    public @Nullable SqlNodeList with() {
        return frame.with;
    }

    public SqlIdentifier target() {
        return frame.target;
    }

    public @Nullable SqlIdentifier alias() {
        return frame.alias;
    }

    /** The name that the table's columns may be qualified with. */
    public String targetName() {
        SqlIdentifier name = frame.alias == null ? frame.target : frame.alias;
        return name.names.get(name.names.size() - 1);
    }

    public @Nullable SqlNodeList returning() {
        return frame.returning;
    }

    @Override
    public SqlOperator getOperator() {
        return operator;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(frame.target);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(statementName());
        frame.target.unparse(writer, 0, 0);
    }
}
