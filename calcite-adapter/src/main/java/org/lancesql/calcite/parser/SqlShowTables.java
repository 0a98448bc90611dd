package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW TABLES [LIKE 'pattern']}. */
public final class SqlShowTables extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("SHOW TABLES", SqlKind.OTHER);

    private final @Nullable SqlNode pattern;

    public SqlShowTables(SqlParserPos position, @Nullable SqlNode pattern) {
        super(position);
        this.pattern = pattern;
    }

    /** A string literal, or null for all tables. */
    public @Nullable SqlNode pattern() {
        return pattern;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return pattern == null ? List.of() : List.of(pattern);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("SHOW TABLES");
        if (pattern != null) {
            writer.keyword("LIKE");
            pattern.unparse(writer, 0, 0);
        }
    }
}
