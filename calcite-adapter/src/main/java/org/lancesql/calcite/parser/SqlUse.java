package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code USE schema}, {@code USE catalog} or {@code USE catalog.schema}. */
public final class SqlUse extends SessionCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("USE", SqlKind.OTHER);

    private final SqlIdentifier name;

    public SqlUse(SqlParserPos position, SqlIdentifier name) {
        super(position, OPERATOR, name);
        this.name = name;
    }

    public SqlIdentifier name() {
        return name;
    }
}
