package org.lancesql.calcite.change;

import java.util.List;
import org.apache.calcite.sql.JoinConditionType;
import org.apache.calcite.sql.JoinType;
import org.apache.calcite.sql.SqlBasicTypeNameSpec;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.fun.SqlCase;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.type.SqlTypeName;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.calcite.parser.Places;
import org.lancesql.calcite.plan.Placeholder;
import org.lancesql.calcite.versionpin.HiddenName;

/** Makes trees of syntax. */
final class Trees {
    private static final SqlParserPos NOWHERE = SqlParserPos.ZERO;

    private Trees() {}

    /** Where the user wrote something. */
    static Position place(SqlNode node) {
        return Places.of(node);
    }

    static SqlNode as(SqlNode relation, SqlIdentifier alias) {
        return SqlStdOperatorTable.AS.createCall(relation.getParserPosition(), relation, alias);
    }

    /** A relation under an alias, with names for its columns. */
    static SqlNode as(SqlNode relation, String alias, List<String> columns) {
        SqlNodeList operands = new SqlNodeList(NOWHERE);
        operands.add(relation);
        operands.add(name(alias));
        columns.forEach(column -> operands.add(name(column)));
        return SqlStdOperatorTable.AS.createCall(operands);
    }

    private static SqlIdentifier name(String name) {
        return HiddenName.isHidden(name) ? HiddenName.reference(name) : new SqlIdentifier(name, NOWHERE);
    }

    static SqlSelect select(SqlNodeList items, @Nullable SqlNode from, @Nullable SqlNode where) {
        return new SqlSelect(NOWHERE, null, items, from, where, null, null, null, null, null, null, null, null);
    }

    static SqlNode with(@Nullable SqlNodeList with, SqlNode query) {
        return with == null ? query : new SqlWith(NOWHERE, with, query);
    }

    /** @param condition null for all pairs */
    static SqlNode join(SqlNode left, JoinType type, SqlNode right, @Nullable SqlNode condition) {
        return new SqlJoin(
                NOWHERE,
                left,
                SqlLiteral.createBoolean(false, NOWHERE),
                type.symbol(NOWHERE),
                right,
                (condition == null ? JoinConditionType.NONE : JoinConditionType.ON).symbol(NOWHERE),
                condition);
    }

    static SqlNode number(int value) {
        return SqlLiteral.createExactNumeric(Integer.toString(value), NOWHERE);
    }

    static SqlNode truth() {
        return SqlLiteral.createBoolean(true, NOWHERE);
    }

    static SqlNode nothing() {
        return SqlLiteral.createNull(NOWHERE);
    }

    /** A column of FROM that is a BIGINT. */
    static SqlNode bigint(int column) {
        return Placeholder.column(column, factory -> factory.createSqlType(SqlTypeName.BIGINT));
    }

    static SqlNode isNull(SqlNode value) {
        return SqlStdOperatorTable.IS_NULL.createCall(NOWHERE, value);
    }

    static SqlNode isNotNull(SqlNode value) {
        return SqlStdOperatorTable.IS_NOT_NULL.createCall(NOWHERE, value);
    }

    static SqlNode not(SqlNode condition) {
        return SqlStdOperatorTable.NOT.createCall(NOWHERE, condition);
    }

    /** A number, or NULL, as an INTEGER. */
    static SqlNode asInteger(SqlNode value) {
        return cast(value, SqlTypeName.INTEGER);
    }

    /** A number, or NULL, as a BIGINT. */
    static SqlNode asBigint(SqlNode value) {
        return cast(value, SqlTypeName.BIGINT);
    }

    private static SqlNode cast(SqlNode value, SqlTypeName type) {
        SqlBasicTypeNameSpec spec = new SqlBasicTypeNameSpec(type, NOWHERE);
        return SqlStdOperatorTable.CAST.createCall(NOWHERE, value, new SqlDataTypeSpec(spec, NOWHERE));
    }

    static SqlNode unionAll(SqlNode first, SqlNode second) {
        return SqlStdOperatorTable.UNION_ALL.createCall(NOWHERE, first, second);
    }

    static SqlNode equal(SqlNode left, SqlNode right) {
        return SqlStdOperatorTable.EQUALS.createCall(NOWHERE, left, right);
    }

    /** @param right null for true */
    static SqlNode and(SqlNode left, @Nullable SqlNode right) {
        return right == null ? left : SqlStdOperatorTable.AND.createCall(NOWHERE, left, right);
    }

    static SqlNode notExists(SqlNode query) {
        return SqlStdOperatorTable.NOT.createCall(NOWHERE, SqlStdOperatorTable.EXISTS.createCall(NOWHERE, query));
    }

    static SqlNode caseOf(List<SqlNode> conditions, List<SqlNode> values, SqlNode otherwise) {
        return conditions.isEmpty()
                ? otherwise
                : new SqlCase(
                        NOWHERE,
                        null,
                        new SqlNodeList(conditions, NOWHERE),
                        new SqlNodeList(values, NOWHERE),
                        otherwise);
    }

    static SqlNodeList list(List<SqlNode> items) {
        return new SqlNodeList(items, NOWHERE);
    }
}
