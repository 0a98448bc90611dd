package org.lancesql.calcite.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlInsert;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.RelationName;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.SqlInsertDefaultValues;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.types.SqlTypes;

/** Spells an INSERT out: which columns it fills, and what each DEFAULT among its values stands for. */
final class InsertTree {
    private final String table;
    private final List<Field> columns;

    private InsertTree(String table, List<Field> columns) {
        this.table = table;
        this.columns = columns;
    }

    /** @param target the table that the rows go to */
    static SqlInsert complete(SqlNode node, EngineContext engine, RelationName target, SessionContext session) {
        InsertTree tree = new InsertTree(
                target.name(), engine.catalog(session).requireTable(target).columns());
        if (node instanceof SqlInsertDefaultValues defaults) {
            return tree.ofDefaults(defaults);
        }
        SqlInsert insert = (SqlInsert) node;
        SqlNode source = insert.getSource();
        if (source.getKind() != SqlKind.VALUES) {
            if (insert.getTargetColumnList() == null) {
                int width = engine.width(SqlTexts.copy(source), session);
                insert.setOperand(3, tree.firstColumns(width, source));
            }
            return insert;
        }
        int width = ((SqlCall) ((SqlCall) source).operand(0)).operandCount();
        SqlNodeList targets = insert.getTargetColumnList();
        if (targets == null) {
            targets = tree.firstColumns(width, source);
            insert.setOperand(3, targets);
        }
        insert.setOperand(2, tree.withoutDefaults((SqlCall) source, targets));
        return insert;
    }

    private SqlInsert ofDefaults(SqlInsertDefaultValues insert) {
        SqlParserPos position = insert.getParserPosition();
        SqlNodeList targets = firstColumns(columns.size(), insert);
        List<SqlNode> row =
                new ArrayList<>(Collections.nCopies(columns.size(), SqlStdOperatorTable.DEFAULT.createCall(position)));
        SqlCall values = (SqlCall)
                SqlStdOperatorTable.VALUES.createCall(position, SqlStdOperatorTable.ROW.createCall(position, row));
        return new SqlInsert(position, SqlNodeList.EMPTY, insert.table(), withoutDefaults(values, targets), targets);
    }

    /** The columns that values without a column list go to. */
    private SqlNodeList firstColumns(int width, SqlNode source) {
        SqlParserPos position = source.getParserPosition();
        if (width > columns.size()) {
            throw new StatementException(
                    Reason.SYNTAX,
                    "INSERT gives " + width + " values; table " + table + " has " + columns.size() + " columns",
                    place(position),
                    null);
        }
        List<SqlNode> names = new ArrayList<>();
        for (Field column : columns.subList(0, width)) {
            names.add(new SqlIdentifier(column.getName(), position));
        }
        return new SqlNodeList(names, position);
    }

    private SqlNode withoutDefaults(SqlCall values, SqlNodeList targets) {
        List<SqlNode> rows = new ArrayList<>();
        for (SqlNode row : values.getOperandList()) {
            List<SqlNode> cells = new ArrayList<>(((SqlCall) row).getOperandList());
            for (int i = 0; i < cells.size() && i < targets.size(); i++) {
                cells.set(i, cell(cells.get(i), (SqlIdentifier) targets.get(i)));
            }
            rows.add(((SqlCall) row).getOperator().createCall(row.getParserPosition(), cells));
        }
        return values.getOperator().createCall(values.getParserPosition(), rows);
    }

    /** The value for a column; a text for an array as an expression, because Calcite would take it for a constant array. */
    private SqlNode cell(SqlNode value, SqlIdentifier target) {
        if (value.getKind() == SqlKind.DEFAULT) {
            return defaultOf(target, value.getParserPosition());
        }
        Field column = column(target);
        boolean isArray = column != null && column.getType().isComplex();
        if (!isArray || !(value instanceof SqlCharStringLiteral)) {
            return value;
        }
        SqlParserPos position = value.getParserPosition();
        SqlBasicTypeNameSpec text = new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position);
        return SqlStdOperatorTable.CAST.createCall(position, value, new SqlDataTypeSpec(text, position));
    }

    private @Nullable Field column(SqlIdentifier target) {
        String name = target.names.get(target.names.size() - 1);
        return columns.stream()
                .filter(field -> field.getName().equalsIgnoreCase(name))
                .findFirst()
                .orElse(null);
    }

    private SqlNode defaultOf(SqlIdentifier target, SqlParserPos position) {
        Field column = column(target);
        @Nullable String text = column == null ? null : column.getMetadata().get(SqlTypes.DEFAULT_KEY);
        if (text != null) {
            return SqlTexts.parseExpression(text);
        }
        if (column != null && !column.isNullable()) {
            throw new StatementException(
                    Reason.NOT_NULL_VIOLATION,
                    "Column " + column.getName() + " of table " + table
                            + " has no default value and does not allow NULLs",
                    place(position),
                    null);
        }
        return SqlLiteral.createNull(position);
    }

    private static Position place(SqlParserPos position) {
        return new Position(Math.max(1, position.getLineNum()), Math.max(1, position.getColumnNum()));
    }
}
