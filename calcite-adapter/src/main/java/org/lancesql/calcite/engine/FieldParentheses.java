package org.lancesql.calcite.engine;

import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSpecialOperator;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.SqlWriter.Frame;
import org.apache.calcite.sql.util.SqlShuttle;
import org.jspecify.annotations.Nullable;

/** Lets the text of an expression say {@code (row).field}: without the parentheses the row would be taken for a table. */
final class FieldParentheses extends SqlShuttle {
    private static final Field FIELD = new Field();

    /** The first name is that of a column. */
    @Override
    public @Nullable SqlNode visit(SqlIdentifier identifier) {
        SqlNode value = identifier.getComponent(0);
        for (int i = 1; i < identifier.names.size(); i++) {
            value = FIELD.createCall(identifier.getParserPosition(), value, identifier.getComponent(i));
        }
        return identifier.isSimple() || identifier.isStar() ? identifier : value;
    }

    @Override
    public @Nullable SqlNode visit(SqlCall call) {
        SqlNode visited = super.visit(call);
        return visited instanceof SqlCall field && field.getKind() == SqlKind.DOT
                ? FIELD.createCall(field.getParserPosition(), field.getOperandList())
                : visited;
    }

    private static final class Field extends SqlSpecialOperator {
        Field() {
            super("FIELD", SqlKind.OTHER);
        }

        @Override
        public void unparse(SqlWriter writer, SqlCall call, int leftPrecedence, int rightPrecedence) {
            Frame parentheses = writer.startList("(", ")");
            call.operand(0).unparse(writer, 0, 0);
            writer.endList(parentheses);
            writer.setNeedWhitespace(false);
            writer.print(".");
            writer.setNeedWhitespace(false);
            call.operand(1).unparse(writer, 0, 0);
        }
    }
}
