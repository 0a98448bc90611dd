package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SET setting = value}, {@code SET setting TO DEFAULT}, {@code RESET setting} or {@code RESET ALL}. */
public final class SqlSetSetting extends SessionCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("SET", SqlKind.SET_OPTION);

    private final @Nullable SqlIdentifier name;
    private final @Nullable SqlNode value;

    /**
     * @param name null for all settings, whose value is then null
     * @param value a literal or a name; null for the value that the session began with
     */
    public SqlSetSetting(SqlParserPos position, @Nullable SqlIdentifier name, @Nullable SqlNode value) {
        super(position, OPERATOR, name, value);
        this.name = name;
        this.value = value;
    }

    public @Nullable SqlIdentifier name() {
        return name;
    }

    public @Nullable SqlNode value() {
        return value;
    }
}
