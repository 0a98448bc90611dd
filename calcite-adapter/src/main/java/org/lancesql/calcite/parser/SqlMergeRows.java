package org.lancesql.calcite.parser;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.lancesql.calcite.parser.MergeClause.Action;
import org.lancesql.mutation.session.MutationKind;

/** {@code MERGE INTO table USING source ON condition WHEN ...}. */
public final class SqlMergeRows extends SqlChange {
    private final SqlNode source;
    private final SqlNode condition;
    private final List<MergeClause> clauses;

    public SqlMergeRows(
            SqlParserPos position, Frame frame, SqlNode source, SqlNode condition, List<MergeClause> clauses) {
        super(position, SqlKind.MERGE, frame);
        this.source = requireNonNull(source, "source is null");
        this.condition = requireNonNull(condition, "condition is null");
        this.clauses = List.copyOf(clauses);
    }

    public SqlNode source() {
        return source;
    }

    public SqlNode condition() {
        return condition;
    }

    /** In order: the first that fits a pair is the one that counts. */
    public List<MergeClause> clauses() {
        return clauses;
    }

    @Override
    public MutationKind mutationKind() {
        boolean deletes = has(Action.DELETE);
        boolean others = has(Action.INSERT) || has(Action.UPDATE);
        if (deletes) {
            return others ? MutationKind.MIXED : MutationKind.REMOVE;
        }
        return MutationKind.ADD;
    }

    private boolean has(Action action) {
        return clauses.stream().anyMatch(clause -> clause.action() == action);
    }

    @Override
    public String statementName() {
        return "MERGE";
    }
}
