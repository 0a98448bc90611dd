package org.lancesql.calcite.subqueries;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;

/** Where all columns of a domain equal columns of the rows, those have its values, and it need not be computed. */
final class EqualColumns {
    private EqualColumns() {}

    /** The places of columns of the input that columns of the domain have to equal, none of which is null. */
    static Map<Integer, Integer> of(Filter filter, Domain domain) {
        Map<Integer, Integer> places = new HashMap<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            if (condition.isA(SqlKind.EQUALS)) {
                RexNode left = ((RexCall) condition).getOperands().get(0);
                RexNode right = ((RexCall) condition).getOperands().get(1);
                put(places, left, right, domain);
                put(places, right, left, domain);
            }
        }
        return places;
    }

    private static void put(Map<Integer, Integer> places, RexNode own, RexNode outer, Domain domain) {
        if (!(own instanceof RexInputRef ref) || !(outer instanceof RexFieldAccess access)) {
            return;
        }
        OuterColumns.OuterColumn column = OuterColumns.OuterColumn.of(access);
        RelDataType type = access.getType();
        // Floating-point numbers that are equal may still differ.
        if (column != null
                && column.query().equals(domain.id())
                && SqlTypeUtil.equalSansNullability(ref.getType(), type)
                && !SqlTypeUtil.isApproximateNumeric(type)) {
            places.putIfAbsent(column.field(), ref.getIndex());
        }
    }

    /** The rows of the filter for all values that its own columns have. */
    static RelNode filter(Filter filter, Domain domain, Map<Integer, Integer> places) {
        RelNode input = filter.getInput();
        RexBuilder rexBuilder = input.getCluster().getRexBuilder();
        DomainColumns columns = DomainColumns.over(input, domain.id(), places);
        List<RexNode> conditions = new ArrayList<>();
        for (RexNode condition : RelOptUtil.conjunctions(filter.getCondition())) {
            RexNode own = condition.accept(columns);
            boolean isSame = own.isA(SqlKind.EQUALS)
                    && ((RexCall) own)
                            .getOperands()
                            .get(0)
                            .equals(((RexCall) own).getOperands().get(1));
            conditions.add(
                    isSame
                            ? rexBuilder.makeCall(
                                    SqlStdOperatorTable.IS_NOT_NULL,
                                    ((RexCall) own).getOperands().get(0))
                            : own);
        }
        RelNode rows = LogicalFilter.create(input, RexUtil.composeConjunction(rexBuilder, conditions));
        List<RexNode> values = domain.fields().stream()
                .<RexNode>map(field -> rexBuilder.makeInputRef(rows, requireNonNull(places.get(field))))
                .toList();
        return Columns.project(rows, Columns.refs(rows, 0, rows.getRowType().getFieldCount()), values);
    }
}
