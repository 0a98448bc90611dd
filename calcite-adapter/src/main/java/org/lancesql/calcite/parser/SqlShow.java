package org.lancesql.calcite.parser;

import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** {@code SHOW subject [object] [LIKE 'pattern']}. */
public final class SqlShow extends SessionCall {
    private final Subject subject;
    private final @Nullable SqlIdentifier object;
    private final @Nullable SqlNode pattern;

    /** What is shown. */
    public enum Subject {
        /** Of the schema {@code object}, or what needs no schema to be named. */
        TABLES,
        SCHEMAS,
        DATABASES,
        /** Of the table {@code object}. */
        COLUMNS,
        VARIABLES,
        /** Of the table or view {@code object}. */
        DEFINITION,
        /** The setting {@code object}. */
        SETTING
    }

    public SqlShow(SqlParserPos position, Subject subject, @Nullable SqlIdentifier object, @Nullable SqlNode pattern) {
        super(position, new SqlSpecialOperator("SHOW " + subject, SqlKind.OTHER), object, pattern);
        this.subject = subject;
        this.object = object;
        this.pattern = pattern;
    }

    public Subject subject() {
        return subject;
    }

    public @Nullable SqlIdentifier object() {
        return object;
    }

    /** The pattern that names must match, or null. */
    public @Nullable String pattern() {
        return pattern instanceof SqlCharStringLiteral literal ? literal.getValueAs(String.class) : null;
    }
}
