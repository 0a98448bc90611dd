package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCreate;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.util.ImmutableNullableList;
import org.jspecify.annotations.Nullable;

/** {@code CREATE [UNIQUE] INDEX [IF NOT EXISTS] name ON table (columns) [USING kind]}. */
public final class SqlCreateIndex extends SqlCreate {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("CREATE INDEX", SqlKind.CREATE_INDEX);

    private final boolean unique;
    private final SqlIdentifier name;
    private final SqlIdentifier table;
    private final List<SqlIdentifier> columns;
    private final @Nullable SqlIdentifier kind;

    /** @param columns identifiers; more than one part names a field of a struct */
    public SqlCreateIndex(
            SqlParserPos position,
            boolean replace,
            boolean unique,
            boolean ifNotExists,
            SqlIdentifier name,
            SqlIdentifier table,
            List<SqlNode> columns,
            @Nullable SqlIdentifier kind) {
        super(OPERATOR, position, replace, ifNotExists);
        this.unique = unique;
        this.name = name;
        this.table = table;
        this.columns = columns.stream().map(SqlIdentifier.class::cast).toList();
        this.kind = kind;
    }

    /** Whether no two rows may have the same values in the columns. */
    public boolean unique() {
        return unique;
    }

    public String name() {
        return name.getSimple();
    }

    public SqlIdentifier table() {
        return table;
    }

    public List<SqlIdentifier> columns() {
        return columns;
    }

    /** What USING names, or null. */
    public @Nullable SqlIdentifier kind() {
        return kind;
    }

    public boolean ifNotExists() {
        return ifNotExists;
    }

    @Override
    public List<@Nullable SqlNode> getOperandList() {
        return ImmutableNullableList.of(name, table, new SqlNodeList(columns, SqlParserPos.ZERO), kind);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword(unique ? "CREATE UNIQUE INDEX" : "CREATE INDEX");
        if (ifNotExists) {
            writer.keyword("IF NOT EXISTS");
        }
        name.unparse(writer, 0, 0);
        writer.keyword("ON");
        table.unparse(writer, 0, 0);
        SqlWriter.Frame frame = writer.startList("(", ")");
        for (SqlIdentifier column : columns) {
            writer.sep(",");
            column.unparse(writer, 0, 0);
        }
        writer.endList(frame);
        if (kind != null) {
            writer.keyword("USING");
            kind.unparse(writer, 0, 0);
        }
    }
}
