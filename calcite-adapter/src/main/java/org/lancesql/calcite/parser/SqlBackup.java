package org.lancesql.calcite.parser;

import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code BACKUP DATABASE TO 'directory'}. */
public final class SqlBackup extends SqlCall {
    private static final SqlOperator OPERATOR = new SqlSpecialOperator("BACKUP DATABASE", SqlKind.OTHER);

    private final SqlLiteral target;

    public SqlBackup(SqlParserPos position, SqlLiteral target) {
        super(position);
        this.target = target;
    }

    /** Where the copy goes, as typed. */
    public String target() {
        return String.valueOf(target.getValueAs(String.class));
    }

    @Override
    public SqlOperator getOperator() {
        return OPERATOR;
    }

    @Override
    public List<SqlNode> getOperandList() {
        return List.of(target);
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrecedence, int rightPrecedence) {
        writer.keyword("BACKUP DATABASE TO");
        target.unparse(writer, 0, 0);
    }
}
