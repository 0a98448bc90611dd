package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code FOREIGN KEY ... REFERENCES table} in a CREATE TABLE, which is read so that it can be refused by name. */
public final class SqlForeignKey extends SessionCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("REFERENCES", SqlKind.OTHER);

    private final SqlIdentifier table;

    public SqlForeignKey(SqlParserPos position, SqlIdentifier table) {
        super(position, OPERATOR, table);
        this.table = table;
    }

    /** The table that it refers to. */
    public SqlIdentifier table() {
        return table;
    }
}
