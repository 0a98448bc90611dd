package org.lancesql.calcite.parser;

import java.util.Set;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code LIKE table [INCLUDING ...]} among the columns of a CREATE TABLE. */
public final class SqlLikeTable extends SessionCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("LIKE", SqlKind.OTHER);

    private final SqlIdentifier table;
    private final Set<Part> parts;

    /** What may be taken over beside names, types and NOT NULL. */
    public enum Part {
        DEFAULTS,
        /** CHECK. */
        CONSTRAINTS,
        /** PRIMARY KEY and UNIQUE. */
        INDEXES,
        IDENTITY
    }

    public SqlLikeTable(SqlParserPos position, SqlIdentifier table, Set<Part> parts) {
        super(position, OPERATOR, table);
        this.table = table;
        this.parts = Set.copyOf(parts);
    }

    public SqlIdentifier table() {
        return table;
    }

    public boolean includes(Part part) {
        return parts.contains(part);
    }
}
