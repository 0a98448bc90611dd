package org.lancesql.calcite.plan;

import java.util.List;
import org.apache.calcite.sql.SqlOperatorTable;
import org.apache.calcite.sql.fun.SqlLibrary;
import org.apache.calcite.sql.fun.SqlLibraryOperatorTableFactory;
import org.apache.calcite.sql.fun.SqlLibraryOperators;
import org.apache.calcite.sql.util.SqlOperatorTables;

/** The functions and operators of SQL texts: the standard's, PostgreSQL's, and a few of wide use. */
final class Operators {
    static final SqlOperatorTable TABLE = SqlOperatorTables.chain(
            SqlLibraryOperatorTableFactory.INSTANCE.getOperatorTable(SqlLibrary.STANDARD, SqlLibrary.POSTGRESQL),
            SqlOperatorTables.of(List.of(SqlLibraryOperators.SAFE_CAST, SqlLibraryOperators.TRY_CAST)));

    private Operators() {}
}
