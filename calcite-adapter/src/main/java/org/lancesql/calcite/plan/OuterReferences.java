package org.lancesql.calcite.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOperator;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.util.SqlShuttle;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.apache.calcite.util.Util;
import org.jspecify.annotations.Nullable;

/**
 * Lets a sub-query with aggregates use columns of the queries around it beside them, as if they were constants (SQL:2016, part
 * 2, 7.16). Calcite takes them for columns of the sub-query that are not grouped by, unless they stand in a sub-query of
 * their own; so they get one, where their table is named.
 */
final class OuterReferences {
    private static final Set<String> AGGREGATES = Operators.TABLE.getOperatorList().stream()
            .filter(SqlOperator::isAggregator)
            .map(operator -> operator.getName().toUpperCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());

    /** The names of tables in FROM, of the query that is being visited and of those around it, the innermost first. */
    private final Deque<Set<String>> tables = new ArrayDeque<>();

    void enter(SqlSelect select) {
        Set<String> names = new HashSet<>();
        add(select.getFrom(), names);
        tables.push(names);
    }

    private static void add(@Nullable SqlNode from, Set<String> names) {
        if (from instanceof SqlJoin join) {
            add(join.getLeft(), names);
            add(join.getRight(), names);
        } else if (from != null) {
            String alias = SqlValidatorUtil.alias(from);
            names.add(alias == null ? "" : alias.toUpperCase(Locale.ROOT));
        }
    }

    /** Leaves the query that was entered last, which is changed where it has to be. */
    void leave(SqlNode query) {
        Set<String> own = tables.pop();
        if (tables.isEmpty() || !(query instanceof SqlSelect select) || !isAggregating(select)) {
            return;
        }
        Set<String> around = new HashSet<>();
        tables.forEach(around::addAll);
        around.removeAll(own);
        Constants constants = new Constants(around);
        select.setSelectList(constants.items(select.getSelectList()));
        SqlNode having = select.getHaving();
        select.setHaving(having == null ? null : having.accept(constants));
    }

    private static boolean isAggregating(SqlSelect select) {
        return select.getGroup() != null || select.getHaving() != null || hasAggregate(select.getSelectList());
    }

    private static boolean hasAggregate(SqlNodeList items) {
        try {
            items.accept(new SqlBasicVisitor<@Nullable Void>() {
                @Override
                public @Nullable Void visit(SqlCall call) {
                    if (isAggregate(call)) {
                        throw new Util.FoundOne(call);
                    }
                    return call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.OVER ? null : super.visit(call);
                }
            });
            return false;
        } catch (Util.FoundOne found) {
            return true;
        }
    }

    private static boolean isAggregate(SqlCall call) {
        return AGGREGATES.contains(call.getOperator().getName().toUpperCase(Locale.ROOT));
    }

    /** Puts columns of tables around into sub-queries, but for those in arguments of aggregates. */
    private static final class Constants extends SqlShuttle {
        private final Set<String> around;

        Constants(Set<String> around) {
            this.around = around;
        }

        SqlNodeList items(SqlNodeList items) {
            SqlNodeList result = new SqlNodeList(items.getParserPosition());
            for (SqlNode item : items) {
                SqlNode changed = item.accept(this);
                boolean losesName = changed != item && item instanceof SqlIdentifier;
                result.add(
                        losesName
                                ? SqlStdOperatorTable.AS.createCall(
                                        item.getParserPosition(),
                                        changed,
                                        new SqlIdentifier(
                                                Util.last(((SqlIdentifier) item).names), item.getParserPosition()))
                                : changed);
            }
            return result;
        }

        @Override
        public SqlNode visit(SqlIdentifier column) {
            List<String> names = column.names;
            boolean isAround = names.size() > 1
                    && !column.isStar()
                    && around.contains(names.get(names.size() - 2).toUpperCase(Locale.ROOT));
            if (!isAround) {
                return column;
            }
            SqlParserPos position = column.getParserPosition();
            return new SqlSelect(
                    position, null, SqlNodeList.of(column), null, null, null, null, null, null, null, null, null, null);
        }

        @Override
        public @Nullable SqlNode visit(SqlCall call) {
            return isAggregate(call) || call.isA(SqlKind.QUERY) || call.getKind() == SqlKind.OVER
                    ? call
                    : super.visit(call);
        }
    }
}
