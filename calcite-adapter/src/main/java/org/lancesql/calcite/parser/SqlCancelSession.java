package org.lancesql.calcite.parser;

import java.math.BigInteger;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNumericLiteral;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code CANCEL SESSION number}. */
public final class SqlCancelSession extends SessionCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("CANCEL SESSION", SqlKind.OTHER);

    private final SqlNumericLiteral number;

    public SqlCancelSession(SqlParserPos position, SqlNumericLiteral number) {
        super(position, OPERATOR, number);
        this.number = number;
    }

    /** Number of the session, as {@code lancesql_sessions} has it. */
    public BigInteger number() {
        return number.bigDecimalValue().toBigIntegerExact();
    }
}
