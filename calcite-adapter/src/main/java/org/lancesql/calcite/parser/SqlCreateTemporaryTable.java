package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.ddl.SqlCreateTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code CREATE TEMPORARY TABLE}: a table of the session. */
public final class SqlCreateTemporaryTable extends SqlCreateTable {
    public SqlCreateTemporaryTable(
            SqlParserPos position,
            boolean replace,
            boolean ifNotExists,
            SqlIdentifier name,
            @Nullable SqlNodeList columns,
            @Nullable SqlNode query) {
        super(position, replace, ifNotExists, name, columns, query);
    }
}
