package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlDrop;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/** {@code DROP TAG [IF EXISTS] name ON table}, or {@code ON DATABASE}. */
public final class SqlDropTag extends SqlDrop {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("DROP TAG", SqlKind.OTHER_DDL);

    private final SqlIdentifier name;
    private final @Nullable SqlIdentifier table;

    public SqlDropTag(SqlParserPos position, boolean ifExists, SqlIdentifier name, @Nullable SqlIdentifier table) {
        super(OPERATOR, position, ifExists);
        this.name = name;
        this.table = table;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** The table; null for all tables of the database. */
    public @Nullable SqlIdentifier table() {
        return table;
    }

    public boolean ifExists() {
        return ifExists;
    }

    @Override
    public List<@Nullable SqlNode> getOperandList() {
        return ImmutableNullableList.of(name, table);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(ifExists ? "DROP TAG IF EXISTS" : "DROP TAG");
        name.unparse(writer, 0, 0);
        SqlReplaceTag.unparse(table, writer);
    }
}
