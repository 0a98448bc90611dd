package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/** {@code CREATE [OR REPLACE] TAG [IF NOT EXISTS] name ON place}. */
public final class SqlCreateTag extends SqlCreate {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("CREATE TAG", SqlKind.OTHER_DDL);

    private final SqlIdentifier name;
    private final @Nullable SqlNode place;

    public SqlCreateTag(
            SqlParserPos position, boolean replace, boolean ifNotExists, SqlIdentifier name, @Nullable SqlNode place) {
        super(OPERATOR, position, replace, ifNotExists);
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

    public boolean replace() {
        return getReplace();
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    @Override
    public List<@Nullable SqlNode> getOperandList() {
        return ImmutableNullableList.of(name, place);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(getReplace() ? "CREATE OR REPLACE TAG" : "CREATE TAG");
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
        name.unparse(writer, 0, 0);
        SqlReplaceTag.unparse(place, writer);
    }
}
