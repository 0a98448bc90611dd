package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SET SNAPSHOT AS OF moment | TAG 'x'}, {@code RESET SNAPSHOT}. */
public final class SqlSetSnapshot extends SessionCall {
    private static final org.apache.calcite.sql.SqlOperator OPERATOR =
            new org.apache.calcite.sql.SqlSpecialOperator("SET SNAPSHOT", SqlKind.OTHER);

    private final @Nullable SqlNode moment;
    private final @Nullable SqlNode tag;

    /** With neither of both it means the present. */
    public SqlSetSnapshot(SqlParserPos position, @Nullable SqlNode moment, @Nullable SqlNode tag) {
        super(position, OPERATOR, moment, tag);
        this.moment = moment;
        this.tag = tag;
    }

    /** An expression. */
    public @Nullable SqlNode moment() {
        return moment;
    }

    /** A text or a name. */
    public @Nullable SqlNode tag() {
        return tag;
    }
}
