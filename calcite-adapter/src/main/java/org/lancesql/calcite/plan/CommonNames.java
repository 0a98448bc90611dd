package org.lancesql.calcite.plan;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlValidatorImpl;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.plan.CommonColumns.Column;

/** Puts the expressions of common columns in place of their names, in a query and the sub-queries that see them. */
final class CommonNames {
    private static final Set<SqlKind> ORDERS = EnumSet.of(SqlKind.DESCENDING, SqlKind.NULLS_FIRST, SqlKind.NULLS_LAST);

    private final List<Column> columns;
    private final SqlValidatorImpl validator;
    private final SqlNameMatcher names;

    CommonNames(List<Column> columns, SqlValidatorImpl validator) {
        this.columns = List.copyOf(columns);
        this.validator = validator;
        this.names = validator.getCatalogReader().nameMatcher();
    }

    /** Changes the clauses of the query whose columns these are. */
    void replaceIn(SqlSelect select) {
        replaceInClauses(select, true);
    }

    private void replaceInClauses(SqlSelect select, boolean expandsStar) {
        if (select.getOrderList() != null) {
            SqlNodeList items = select.getSelectList();
            select.setOrderBy(keys(select.getOrderList(), name -> isAlias(name, items)));
        }
        select.setSelectList(items(select.getSelectList(), expandsStar));
        select.setWhere(replacedOrNull(select.getWhere()));
        if (select.getGroup() != null) {
            select.setGroupBy(keys(select.getGroup(), name -> false));
        }
        select.setHaving(replacedOrNull(select.getHaving()));
        replaceInOperands(select.getWindowList());
        select.setQualify(replacedOrNull(select.getQualify()));
    }

    private SqlNodeList items(SqlNodeList items, boolean expandsStar) {
        SqlNodeList result = new SqlNodeList(items.getParserPosition());
        for (SqlNode item : items) {
            if (expandsStar && item instanceof SqlIdentifier star && star.isStar() && star.names.size() == 1) {
                columns.forEach(column -> result.add(named(column.expression(), column.name(), star)));
            } else if (item instanceof SqlIdentifier name && replacement(name) != null) {
                result.add(named(replaced(name), name.getSimple(), name));
            } else {
                result.add(replaced(item));
            }
        }
        return result;
    }

    private static SqlNode named(SqlNode expression, String name, SqlNode place) {
        SqlParserPos position = place.getParserPosition();
        return SqlStdOperatorTable.AS.createCall(
                position, expression.clone(position), new SqlIdentifier(name, position));
    }

    private SqlNodeList keys(SqlNodeList list, Predicate<SqlIdentifier> isKept) {
        SqlNodeList result = new SqlNodeList(list.getParserPosition());
        for (SqlNode item : list) {
            SqlNode key = item;
            while (key instanceof SqlCall call && ORDERS.contains(call.getKind())) {
                key = call.operand(0);
            }
            result.add(key instanceof SqlIdentifier name && isKept.test(name) ? item : replaced(item));
        }
        return result;
    }

    /** Whether ORDER BY means a column of the result. */
    private boolean isAlias(SqlIdentifier name, SqlNodeList items) {
        return name.isSimple()
                && items.stream()
                        .anyMatch(item -> item.getKind() == SqlKind.AS
                                        && names.matches(
                                                name.getSimple(),
                                                ((SqlIdentifier) ((SqlCall) item).operand(1)).getSimple())
                                || item instanceof SqlIdentifier column
                                        && column.isSimple()
                                        && names.matches(name.getSimple(), column.getSimple()));
    }

    private @Nullable SqlNode replacedOrNull(@Nullable SqlNode node) {
        return node == null ? null : replaced(node);
    }

    /** The expression, whose parts are changed in place: scopes are kept by the identity of queries. */
    SqlNode replaced(SqlNode node) {
        if (node instanceof SqlIdentifier name) {
            SqlNode replacement = replacement(name);
            return replacement == null ? name : replacement.clone(name.getParserPosition());
        } else if (node instanceof SqlSelect select) {
            replaceInFrom(select.getFrom());
            withoutHidden(select).replaceInClauses(select, false);
        } else {
            replaceInOperands(node);
        }
        return node;
    }

    private void replaceInOperands(SqlNode node) {
        if (node instanceof SqlNodeList list) {
            for (int i = 0; i < list.size(); i++) {
                if (list.get(i) != null) {
                    list.set(i, replaced(list.get(i)));
                }
            }
        } else if (node instanceof SqlCall call) {
            // The names behind AS and OVER, and those of windows and queries of WITH, are no columns.
            boolean isFirstOnly = call.getKind() == SqlKind.AS
                    || call.getKind() == SqlKind.OVER && call.operand(1) instanceof SqlIdentifier;
            boolean beginsWithNames = call.getKind() == SqlKind.WINDOW || call.getKind() == SqlKind.WITH_ITEM;
            int operands = isFirstOnly ? 1 : call.operandCount();
            for (int i = beginsWithNames ? 2 : 0; i < operands; i++) {
                SqlNode operand = call.operand(i);
                SqlNode replaced = replacedOrNull(operand);
                if (replaced != operand) {
                    call.setOperand(i, replaced);
                }
            }
        }
    }

    private @Nullable SqlNode replacement(SqlIdentifier name) {
        return !name.isSimple()
                ? null
                : columns.stream()
                        .filter(Column::isCommon)
                        .filter(column -> names.matches(name.getSimple(), column.name()))
                        .map(Column::expression)
                        .findFirst()
                        .orElse(null);
    }

    private void replaceInFrom(@Nullable SqlNode from) {
        if (from instanceof SqlJoin join) {
            replaceInFrom(join.getLeft());
            replaceInFrom(join.getRight());
            if (join.getCondition() != null && !(join.getCondition() instanceof SqlNodeList)) {
                join.setOperand(5, replaced(join.getCondition()));
            }
        } else if (from instanceof SqlCall call) {
            boolean isWrapped = call.getKind() == SqlKind.AS || call.getKind() == SqlKind.LATERAL;
            if (isWrapped) {
                // Perhaps the name of a table, which is no column.
                replaceInFrom(call.operand(0));
            } else {
                replaced(call);
            }
        }
    }

    /** The same without what tables of a sub-query hide. */
    private CommonNames withoutHidden(SqlSelect select) {
        if (!(validator.getFromScope(select) instanceof ListScope tables)) {
            return this;
        }
        List<Column> visible = columns.stream()
                .filter(column -> !column.isCommon()
                        || tables.getChildren().stream()
                                .noneMatch(table -> names.field(table.getRowType(), column.name()) != null))
                .toList();
        return new CommonNames(visible, validator);
    }
}
