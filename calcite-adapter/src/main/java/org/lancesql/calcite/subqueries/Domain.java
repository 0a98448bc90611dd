package org.lancesql.calcite.subqueries;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The values that the columns of the left side of a correlation have which the right side uses.
 *
 * @param id names the left side's row in the right side
 * @param left the left side
 * @param fields the places of the columns in it
 */
record Domain(CorrelationId id, RelNode left, List<Integer> fields) {
    Domain {
        fields = List.copyOf(fields);
    }

    static Domain of(Correlate correlate) {
        return new Domain(correlate.getCorrelationId(), correlate.getLeft(), List.of()).in(correlate.getRight());
    }

    /** The domain of those columns that a part of the right side uses. */
    Domain in(RelNode part) {
        List<Integer> used = OuterColumns.in(part).keySet().stream()
                .filter(column -> column.query().equals(id))
                .map(OuterColumns.OuterColumn::field)
                .sorted()
                .toList();
        return new Domain(id, left, used);
    }

    /** Whether values can be told apart, and come out the same when the left side is computed again. */
    boolean isComputable() {
        return Uncorrelated.isRepeatable(left)
                && fields.stream()
                        .map(field ->
                                left.getRowType().getFieldList().get(field).getType())
                        .noneMatch(type ->
                                type.isStruct() || type.getComponentType() != null || type.getKeyType() != null);
    }

    int size() {
        return fields.size();
    }

    /** The values, each once. */
    RelNode rows() {
        RexBuilder rexBuilder = left.getCluster().getRexBuilder();
        List<RexNode> columns = fields.stream()
                .<RexNode>map(field -> rexBuilder.makeInputRef(left, field))
                .toList();
        return LogicalAggregate.create(
                Columns.project(left, columns, List.of()),
                List.of(),
                ImmutableBitSet.range(fields.size()),
                null,
                List.of());
    }

    boolean isUsedIn(RelNode plan) {
        return OuterColumns.in(plan).keySet().stream()
                .anyMatch(column -> column.query().equals(id));
    }

    boolean isUsedIn(List<RexNode> expressions) {
        return OuterColumns.in(expressions).keySet().stream()
                .anyMatch(column -> column.query().equals(id));
    }

    /** Where the columns are, if they start at a place. */
    Map<Integer, Integer> from(int place) {
        return IntStream.range(0, fields.size()).boxed().collect(Collectors.toMap(fields::get, i -> place + i));
    }

    /** The condition that some columns of the left input of a join are the domain's that the right input has from a place on. */
    RexNode same(RelNode leftRows, List<Integer> leftPlaces, RelNode rightRows, int rightStart) {
        RexBuilder rexBuilder = left.getCluster().getRexBuilder();
        RelOptPredicateList known = left.getCluster().getMetadataQuery().getPulledUpPredicates(rightRows);
        int shift = leftRows.getRowType().getFieldCount();
        List<RexNode> conditions = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            RexNode leftColumn = rexBuilder.makeInputRef(leftRows, leftPlaces.get(i));
            RexNode rightColumn = rexBuilder.makeInputRef(rightRows, rightStart + i);
            boolean isNeverNull = isNeverNull(leftColumn, RelOptPredicateList.EMPTY, rexBuilder)
                    || isNeverNull(rightColumn, known, rexBuilder);
            RelDataType type = leftColumn.getType();
            conditions.add(rexBuilder.makeCall(
                    isNeverNull && !SqlTypeUtil.isApproximateNumeric(type)
                            ? SqlStdOperatorTable.EQUALS
                            : SqlStdOperatorTable.IS_NOT_DISTINCT_FROM,
                    leftColumn,
                    RexUtil.shift(rightColumn, shift)));
        }
        return RexUtil.composeConjunction(rexBuilder, conditions);
    }

    private static boolean isNeverNull(RexNode column, RelOptPredicateList known, RexBuilder rexBuilder) {
        return !column.getType().isNullable()
                || known.pulledUpPredicates.contains(rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, column));
    }
}
