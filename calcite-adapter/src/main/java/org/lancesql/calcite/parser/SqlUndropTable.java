package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/** {@code UNDROP TABLE name [AS name]}. */
public final class SqlUndropTable extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("UNDROP TABLE", SqlKind.OTHER_DDL);

    private final SqlIdentifier table;
    private final @Nullable SqlIdentifier as;

    public SqlUndropTable(SqlParserPos position, SqlIdentifier table, @Nullable SqlIdentifier as) {
        super(position);
        this.table = table;
        this.as = as;
    }

    /** The name that the table had. */
    public SqlIdentifier table() {
        return table;
    }

    /** The name that it gets. */
    public SqlIdentifier as() {
        return as == null ? table : as;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<@Nullable SqlNode> getOperandList() {
        return ImmutableNullableList.of(table, as);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("UNDROP TABLE");
        table.unparse(writer, 0, 0);
        if (as != null) {
            writer.keyword("AS");
            as.unparse(writer, 0, 0);
        }
    }
}
