package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.session.MutationKind;

/** {@code UPDATE table SET ... [FROM ...] [WHERE ...]}. */
public final class SqlUpdateRows extends SqlChange {
    private final List<Assignment> assignments;
    private final @Nullable SqlNode from;
    private final @Nullable SqlNode where;

    public SqlUpdateRows(
            SqlParserPos position,
            Frame frame,
            List<Assignment> assignments,
            @Nullable SqlNode from,
            @Nullable SqlNode where) {
        super(position, SqlKind.UPDATE, frame);
        this.assignments = List.copyOf(assignments);
        this.from = from;
        this.where = where;
    }

    public List<Assignment> assignments() {
        return assignments;
    }

    public @Nullable SqlNode from() {
        return from;
    }

    public @Nullable SqlNode where() {
        return where;
    }

    @Override
    public MutationKind mutationKind() {
        return MutationKind.ADD;
    }

    @Override
    public String statementName() {
        return "UPDATE";
    }
}
