package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code LIKE table [INCLUDING DEFAULTS]} among the columns of a CREATE TABLE. */
public final class SqlLikeTable extends SessionCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("LIKE", SqlKind.OTHER);

    private final SqlIdentifier table;
    private final boolean includesDefaults;

    public SqlLikeTable(SqlParserPos position, SqlIdentifier table, boolean includesDefaults) {
        super(position, OPERATOR, table);
        this.table = table;
        this.includesDefaults = includesDefaults;
    }

    public SqlIdentifier table() {
        return table;
    }

    public boolean includesDefaults() {
        return includesDefaults;
    }
}
