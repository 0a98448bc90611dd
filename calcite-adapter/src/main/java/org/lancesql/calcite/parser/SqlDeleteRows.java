package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.session.MutationKind;

/** {@code DELETE FROM table [USING ...] [WHERE ...]}, and {@code TRUNCATE table}. */
public final class SqlDeleteRows extends SqlChange {
    private final @Nullable SqlNode using;
    private final @Nullable SqlNode where;
    private final boolean truncates;

    public SqlDeleteRows(SqlParserPos position, Frame frame, @Nullable SqlNode using, @Nullable SqlNode where) {
        this(position, frame, using, where, false);
    }

    private SqlDeleteRows(
            SqlParserPos position, Frame frame, @Nullable SqlNode using, @Nullable SqlNode where, boolean truncates) {
        super(position, SqlKind.DELETE, frame);
        this.using = using;
        this.where = where;
        this.truncates = truncates;
    }

    /** TRUNCATE: all rows go. */
    public static SqlDeleteRows truncate(SqlParserPos position, Frame frame) {
        return new SqlDeleteRows(position, frame, null, null, true);
    }

    public @Nullable SqlNode using() {
        return using;
    }

    public @Nullable SqlNode where() {
        return where;
    }

    @Override
    public MutationKind mutationKind() {
        return MutationKind.REMOVE;
    }

    @Override
    public String statementName() {
        return truncates ? "TRUNCATE" : "DELETE";
    }
}
