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

/** {@code DROP INDEX [IF EXISTS] name [ON table]}. */
public final class SqlDropIndex extends SqlDrop {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("DROP INDEX", SqlKind.DROP_INDEX);

    private final SqlIdentifier name;
    private final @Nullable SqlIdentifier table;

    public SqlDropIndex(SqlParserPos position, boolean ifExists, SqlIdentifier name, @Nullable SqlIdentifier table) {
        super(OPERATOR, position, ifExists);
        this.name = name;
        this.table = table;
    }

    public String name() {
        return name.getSimple();
    }

    /** The table, or null for the only one with such an index. */
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
        writer.keyword(ifExists ? "DROP INDEX IF EXISTS" : "DROP INDEX");
        name.unparse(writer, 0, 0);
        if (table != null) {
            writer.keyword("ON");
            table.unparse(writer, 0, 0);
        }
    }
}
