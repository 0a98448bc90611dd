package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.util.SqlBasicVisitor;
import org.apache.calcite.sql.validate.ListScope;
import org.apache.calcite.sql.validate.SqlNameMatcher;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql.validate.SqlValidatorScope;
import org.apache.calcite.sql.validate.SqlValidatorUtil;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.parser.Places;

/**
 * Refuses aggregates in a sub-query all of whose columns are of queries around it: for the standard they are aggregates of
 * the query around (SQL:2016, part 2, 6.9), which Calcite takes for those of the sub-query.
 */
final class OuterAggregates {
    private OuterAggregates() {}

    static void refuse(SqlCall aggregate, SqlValidatorScope scope, SqlValidator validator) {
        if (!(scope.getNode() instanceof SqlSelect select)
                || !(validator.getFromScope(select) instanceof ListScope tables)) {
            return;
        }
        List<SqlIdentifier> columns = columns(aggregate);
        SqlNameMatcher names = validator.getCatalogReader().nameMatcher();
        if (!columns.isEmpty() && columns.stream().noneMatch(column -> isOwn(column, select, tables, names))) {
            throw new StatementException(
                    Reason.NOT_SUPPORTED,
                    "An aggregate of columns of the query around only, which is one of that query, is not supported;"
                            + " aggregate in a derived table and name its column here",
                    Places.of(aggregate),
                    null);
        }
    }

    private static List<SqlIdentifier> columns(SqlCall aggregate) {
        List<SqlIdentifier> columns = new ArrayList<>();
        aggregate.accept(new SqlBasicVisitor<Void>() {
            @Override
            public Void visit(SqlIdentifier column) {
                if (!column.isStar()) {
                    columns.add(column);
                }
                return super.visit(column);
            }
        });
        return columns;
    }

    private static boolean isOwn(SqlIdentifier column, SqlSelect select, ListScope tables, SqlNameMatcher names) {
        if (column.isSimple()) {
            return tables.getChildren().stream()
                    .anyMatch(table -> names.field(table.getRowType(), column.getSimple()) != null);
        }
        List<String> qualifiers = column.names.subList(0, column.names.size() - 1);
        return aliases(select.getFrom())
                .anyMatch(alias -> qualifiers.stream().anyMatch(name -> names.matches(alias, name)));
    }

    private static Stream<String> aliases(@Nullable SqlNode from) {
        return from instanceof SqlJoin join
                ? Stream.concat(aliases(join.getLeft()), aliases(join.getRight()))
                : Stream.ofNullable(from == null ? null : SqlValidatorUtil.alias(from));
    }
}
