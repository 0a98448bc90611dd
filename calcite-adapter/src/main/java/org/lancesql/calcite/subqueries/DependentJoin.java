package org.lancesql.calcite.subqueries;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalCorrelate;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A join computed at once for all values of a domain. A side whose rows are kept without partners has the columns of the
 * domain, so that they are kept for each value; where both sides have them, only rows of the same value meet.
 */
final class DependentJoin {
    private final Join join;
    private final Domain domain;
    private final RelNode left;
    private final RelNode right;
    private final boolean ofLeft;
    private final boolean ofRight;

    DependentJoin(Join join, Domain domain, DependentRows dependent) {
        this.join = join;
        this.domain = domain;
        JoinRelType type = join.getJoinType();
        boolean rightUses = domain.isUsedIn(join.getRight());
        ofLeft = domain.isUsedIn(join.getLeft())
                || type.generatesNullsOnRight()
                || !type.projectsRight()
                || !rightUses && type != JoinRelType.RIGHT;
        ofRight = rightUses || type.generatesNullsOnLeft();
        left = ofLeft ? dependent.of(join.getLeft()) : join.getLeft();
        right = ofRight ? dependent.of(join.getRight()) : join.getRight();
    }

    static boolean isKnown(JoinRelType type) {
        return switch (type) {
            case INNER, LEFT, RIGHT, FULL, SEMI, ANTI -> true;
            default -> false;
        };
    }

    RelNode rows() {
        RexBuilder rexBuilder = join.getCluster().getRexBuilder();
        int leftOwn = join.getLeft().getRowType().getFieldCount();
        int rightOwn = join.getRight().getRowType().getFieldCount();
        int leftAll = left.getRowType().getFieldCount();
        int leftDomain = leftOwn;
        int rightDomain = leftAll + rightOwn;
        Map<Integer, Integer> places = domain.from(ofLeft ? leftDomain : rightDomain);
        List<RexNode> conditions = new ArrayList<>();
        conditions.add(join.getCondition()
                .accept(DomainColumns.over(
                        List.of(left, right),
                        domain.id(),
                        places,
                        place -> place < leftOwn ? place : place + leftAll - leftOwn)));
        if (ofLeft && ofRight) {
            List<Integer> leftPlaces = IntStream.range(leftOwn, leftAll).boxed().toList();
            conditions.add(domain.same(left, leftPlaces, right, rightOwn));
        }
        JoinRelType type = join.getJoinType();
        RelNode rows = LogicalJoin.create(
                left, right, join.getHints(), RexUtil.composeConjunction(rexBuilder, conditions), Set.of(), type);
        if (!type.projectsRight()) {
            return rows;
        }
        List<RexNode> columns = new ArrayList<>(Columns.refs(rows, 0, leftOwn));
        columns.addAll(Columns.refs(rows, leftAll, leftAll + rightOwn));
        return Columns.project(rows, columns, values(rows, leftDomain, rightDomain));
    }

    private List<RexNode> values(RelNode rows, int leftDomain, int rightDomain) {
        if (join.getJoinType() != JoinRelType.FULL) {
            int start = ofLeft && join.getJoinType() != JoinRelType.RIGHT ? leftDomain : rightDomain;
            return Columns.refs(rows, start, start + domain.size());
        }
        RexBuilder rexBuilder = rows.getCluster().getRexBuilder();
        return IntStream.range(0, domain.size())
                .mapToObj(i -> {
                    RexNode ofLeftRow = rexBuilder.makeInputRef(rows, leftDomain + i);
                    return rexBuilder.makeCall(
                            SqlStdOperatorTable.CASE,
                            rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, ofLeftRow),
                            ofLeftRow,
                            rexBuilder.makeInputRef(rows, rightDomain + i));
                })
                .toList();
    }

    /** A correlation that remains, whose right side takes the columns of the domain from its left side. */
    static RelNode correlate(Correlate correlate, Domain domain, RelNode left) {
        RexBuilder rexBuilder = correlate.getCluster().getRexBuilder();
        int leftOwn = correlate.getLeft().getRowType().getFieldCount();
        int leftAll = left.getRowType().getFieldCount();
        RexNode row = rexBuilder.makeCorrel(left.getRowType(), correlate.getCorrelationId());
        Map<OuterColumns.OuterColumn, Integer> places = new HashMap<>();
        for (int i = 0; i < leftOwn; i++) {
            places.put(new OuterColumns.OuterColumn(correlate.getCorrelationId(), i), i);
        }
        domain.from(leftOwn)
                .forEach((field, place) -> places.put(new OuterColumns.OuterColumn(domain.id(), field), place));
        RexShuttle moved = new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                Integer place = places.get(OuterColumns.OuterColumn.of(access));
                return place == null ? super.visitFieldAccess(access) : rexBuilder.makeFieldAccess(row, place);
            }
        };
        RelNode right = correlate.getRight().accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(moved);
            }
        });
        RelNode rows = LogicalCorrelate.create(
                left,
                right,
                correlate.getHints(),
                correlate.getCorrelationId(),
                correlate.getRequiredColumns().union(ImmutableBitSet.range(leftOwn, leftAll)),
                correlate.getJoinType());
        if (!correlate.getJoinType().projectsRight()) {
            return rows;
        }
        List<RexNode> columns = new ArrayList<>(Columns.refs(rows, 0, leftOwn));
        columns.addAll(Columns.refs(rows, leftAll, rows.getRowType().getFieldCount()));
        return Columns.project(rows, columns, Columns.refs(rows, leftOwn, leftAll));
    }
}
