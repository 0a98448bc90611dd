package org.lancesql.calcite.change;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlCharStringLiteral;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.expression.NextIdentity;
import org.lancesql.calcite.parser.Assignment;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.calcite.plan.AssignOperator;
import org.lancesql.calcite.types.IdentityColumn;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.calcite.versionpin.HiddenName;

/** The values that a statement gives to the columns of its target, each made one of the column's type. */
final class ColumnValues {
    private static final String ROW = HiddenName.of("row");

    private final Target target;

    ColumnValues(Target target) {
        this.target = target;
    }

    /** What SET assigns, by the places of the columns. */
    Map<Integer, SqlNode> of(List<Assignment> assignments) {
        Map<Integer, SqlNode> values = new TreeMap<>();
        Set<Integer> seen = new HashSet<>();
        for (Assignment assignment : assignments) {
            List<SqlNode> given = values(assignment);
            for (int i = 0; i < given.size(); i++) {
                SqlIdentifier name = (SqlIdentifier) assignment.columns().get(i);
                int column = target.column(name);
                target.requireOnce(seen.add(column), name);
                values.put(column, value(column, given.get(i)));
            }
        }
        return values;
    }

    private List<SqlNode> values(Assignment assignment) {
        SqlNode value = assignment.value();
        if (!assignment.isRow()) {
            return List.of(value);
        }
        int columns = assignment.columns().size();
        List<SqlNode> operands = ((SqlCall) value).getOperandList();
        if (operands.size() == 1 && operands.get(0).isA(SqlKind.QUERY)) {
            requireWidth(operands.get(0), columns);
            return ofQuery(typedItems(operands.get(0), target.columns(assignment.columns())), columns);
        }
        requireWidth(columns, operands.size(), value);
        return operands;
    }

    /** Looks at queries whose width can be seen; of others it is known when they are validated. */
    private static void requireWidth(SqlNode query, int columns) {
        if (query instanceof SqlSelect select
                && select.getSelectList().stream()
                        .noneMatch(item -> item instanceof SqlIdentifier name && name.isStar())) {
            requireWidth(columns, select.getSelectList().size(), query);
        }
    }

    private static void requireWidth(int columns, int values, SqlNode place) {
        if (values != columns) {
            throw new StatementException(
                    Reason.SYNTAX,
                    "SET names " + columns + " columns and gives " + values + " values",
                    Trees.place(place),
                    null);
        }
    }

    /** A scalar sub-query for each column of a row's sub-query. */
    private static List<SqlNode> ofQuery(SqlNode query, int columns) {
        if (columns == 1) {
            return List.of(scalar(query));
        }
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns; i++) {
            names.add(HiddenName.of("value" + i));
        }
        List<SqlNode> values = new ArrayList<>();
        for (String name : names) {
            SqlNode rows = Trees.as(SqlTexts.copy(query), ROW, names);
            values.add(scalar(Trees.select(SqlNodeList.of(HiddenName.reference(ROW, name)), rows, null)));
        }
        return values;
    }

    private static SqlNode scalar(SqlNode query) {
        return SqlStdOperatorTable.SCALAR_QUERY.createCall(query.getParserPosition(), query);
    }

    /** A value, or DEFAULT, for a column. */
    SqlNode value(int column, SqlNode value) {
        Field field = target.columns().get(column);
        if (value.getKind() == SqlKind.DEFAULT) {
            return defaultOf(column, value);
        }
        refuseValue(column, value, "set it to DEFAULT or leave it out");
        return new AssignOperator(field).of(plain(field, value));
    }

    /** Refuses a value for a column that is GENERATED ALWAYS. */
    void refuseValue(int column, SqlNode place, String rule) {
        Field field = target.columns().get(column);
        if (IdentityColumn.of(field).filter(IdentityColumn::always).isPresent()) {
            throw new StatementException(
                    Reason.GENERATED_ALWAYS,
                    "Column " + field.getName() + " of table " + target.table()
                            + " is GENERATED ALWAYS AS IDENTITY and takes no values of a statement; " + rule,
                    Trees.place(place),
                    null);
        }
    }

    /** A query whose select list gives its own parameters the types of the columns that they are for. */
    SqlNode typedItems(SqlNode query, List<Integer> columns) {
        if (!(query instanceof SqlSelect select) || select.getSelectList().size() != columns.size()) {
            return query;
        }
        SqlNodeList items = SqlNodeList.clone(select.getSelectList());
        for (int i = 0; i < columns.size(); i++) {
            items.set(i, typedParameter(columns.get(i), items.get(i)));
        }
        SqlSelect typed = (SqlSelect) SqlTexts.copy(select);
        typed.setSelectList(items);
        return typed;
    }

    /** A parameter of the type of a column; anything else as it is. */
    SqlNode typedParameter(int column, SqlNode value) {
        return value instanceof SqlDynamicParam
                ? new AssignOperator(target.columns().get(column)).of(value)
                : value;
    }

    /** A text for an array as an expression, because Calcite would take it for a constant array. */
    static SqlNode plain(Field field, SqlNode value) {
        if (!field.getType().isComplex() || !(value instanceof SqlCharStringLiteral)) {
            return value;
        }
        SqlParserPos position = value.getParserPosition();
        SqlBasicTypeNameSpec text = new SqlBasicTypeNameSpec(SqlTypeName.VARCHAR, position);
        return SqlStdOperatorTable.CAST.createCall(position, value, new SqlDataTypeSpec(text, position));
    }

    /**
     * What a column gets that is given nothing.
     *
     * @param place what to point at when that cannot be
     */
    SqlNode defaultOf(int column, SqlNode place) {
        return new AssignOperator(target.columns().get(column)).of(plainDefault(column, place));
    }

    /** The same, of whatever type it has by itself. */
    SqlNode plainDefault(int column, SqlNode place) {
        Field field = target.columns().get(column);
        if (IdentityColumn.of(field).isPresent()) {
            return new NextIdentity(target.store(), target.table(), field).createCall(place.getParserPosition());
        }
        @Nullable String text = field.getMetadata().get(SqlTypes.DEFAULT_KEY);
        if (text == null && !field.isNullable()) {
            throw new StatementException(
                    Reason.NOT_NULL_VIOLATION,
                    "Column " + field.getName() + " of table " + target.table()
                            + " has no default value and does not allow NULLs; give it a value",
                    Trees.place(place),
                    null);
        }
        return text == null ? SqlLiteral.createNull(place.getParserPosition()) : SqlTexts.parseExpression(text);
    }

    /**
     * A new row.
     *
     * @param columns those that have values, or null for the first ones
     * @param row the values, or null for none
     * @param place what to point at when a column is left without a value
     */
    List<SqlNode> newRow(@Nullable SqlNodeList columns, @Nullable SqlCall row, SqlNode place) {
        List<SqlNode> given = row == null ? List.of() : row.getOperandList();
        List<Integer> named = columns == null ? firstColumns(given.size(), place) : target.columns(columns);
        if (named.size() != given.size()) {
            throw new StatementException(
                    Reason.SYNTAX,
                    "INSERT names " + named.size() + " columns and gives " + given.size() + " values",
                    Trees.place(place),
                    null);
        }
        List<SqlNode> values = new ArrayList<>();
        for (int column = 0; column < target.width(); column++) {
            int at = named.indexOf(column);
            values.add(at < 0 ? defaultOf(column, place) : value(column, given.get(at)));
        }
        return values;
    }

    /** The columns that values without a column list go to. */
    List<Integer> firstColumns(int count, SqlNode place) {
        if (count > target.width()) {
            throw new StatementException(
                    Reason.SYNTAX,
                    "INSERT gives " + count + " values; table " + target.table() + " has " + target.width()
                            + " columns",
                    Trees.place(place),
                    null);
        }
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(i);
        }
        return columns;
    }
}
