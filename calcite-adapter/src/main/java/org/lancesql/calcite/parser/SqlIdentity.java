package org.lancesql.calcite.parser;

import java.math.BigDecimal;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code GENERATED ... AS IDENTITY} of a column in a CREATE TABLE. */
public final class SqlIdentity extends SessionCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("IDENTITY", SqlKind.OTHER);

    private final SqlIdentifier column;
    private final boolean always;
    private final @Nullable SqlLiteral start;
    private final @Nullable SqlLiteral increment;

    /** @param always whether values of the statement's own are refused */
    public SqlIdentity(
            SqlParserPos position,
            SqlIdentifier column,
            boolean always,
            @Nullable SqlLiteral start,
            @Nullable SqlLiteral increment) {
        super(position, OPERATOR, column, start, increment);
        this.column = column;
        this.always = always;
        this.start = start;
        this.increment = increment;
    }

    public String column() {
        return column.getSimple();
    }

    public boolean always() {
        return always;
    }

    /** What START WITH says; null when it says nothing. */
    public @Nullable BigDecimal start() {
        return start == null ? null : start.bigDecimalValue();
    }

    /** What INCREMENT BY says; null when it says nothing. */
    public @Nullable BigDecimal increment() {
        return increment == null ? null : increment.bigDecimalValue();
    }
}
