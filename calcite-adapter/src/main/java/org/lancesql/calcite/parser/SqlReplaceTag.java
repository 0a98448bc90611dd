package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/** {@code REPLACE TAG name ON place}. */
public final class SqlReplaceTag extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("REPLACE TAG", SqlKind.OTHER_DDL);

    private final SqlIdentifier name;
    private final @Nullable SqlNode place;

    public SqlReplaceTag(SqlParserPos position, SqlIdentifier name, @Nullable SqlNode place) {
        super(position);
        this.name = name;
        this.place = place;
    }

    public SqlIdentifier name() {
        return name;
    }

    /** The table, maybe at a version; null for all tables of the database. */
    public @Nullable SqlNode place() {
        return place;
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<@Nullable SqlNode> getOperandList() {
        return ImmutableNullableList.of(name, place);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("REPLACE TAG");
        name.unparse(writer, 0, 0);
        unparse(place, writer);
    }

    static void unparse(@Nullable SqlNode place, SqlWriter writer) {
        writer.keyword("ON");
        if (place == null) {
            writer.keyword("DATABASE");
        } else {
            place.unparse(writer, 0, 0);
        }
    }
}
