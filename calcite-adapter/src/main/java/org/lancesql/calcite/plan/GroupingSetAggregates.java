package org.lancesql.calcite.plan;

import com.google.common.collect.ImmutableList;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelCollation;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.util.ImmutableBitSet;
import org.lancesql.calcite.rel.GroupingSets;
import org.lancesql.calcite.rel.Otherwise;

/**
 * Makes one simple aggregation of one with several grouping sets: its rows come once for each set, with the keys of that set
 * and its number. The empty set has a group also where there are no rows.
 */
final class GroupingSetAggregates extends RelHomogeneousShuttle {
    private GroupingSetAggregates() {}

    static RelNode expand(RelNode plan) {
        return plan.accept(new GroupingSetAggregates());
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        return visited instanceof Aggregate aggregate && aggregate.getGroupType() != Aggregate.Group.SIMPLE
                ? new Expansion(aggregate).result()
                : visited;
    }

    /** One aggregation. */
    private static final class Expansion {
        private final Aggregate aggregate;
        private final RexBuilder rexBuilder;
        private final List<Integer> used;
        private final List<AggregateCall> calls;
        private final GroupingSets sets;

        Expansion(Aggregate aggregate) {
            this.aggregate = aggregate;
            this.rexBuilder = aggregate.getCluster().getRexBuilder();
            this.used = used();
            this.calls = aggregate.getAggCallList().stream()
                    .filter(call -> !isGrouping(call))
                    .toList();
            List<ImmutableBitSet> groupSets = aggregate.getGroupSets().stream()
                    .map(set -> moved(set, used::indexOf))
                    .toList();
            this.sets = GroupingSets.create(
                    columns(aggregate.getInput(), used), moved(aggregate.getGroupSet(), used::indexOf), groupSets);
        }

        /** The columns of the input that are keys, arguments or filters; what else there is need not be repeated. */
        private List<Integer> used() {
            ImmutableBitSet.Builder columns = ImmutableBitSet.builder().addAll(aggregate.getGroupSet());
            for (AggregateCall call : aggregate.getAggCallList()) {
                columns.addAll(call.getArgList()).addAll(call.getCollation().getKeys());
                if (call.hasFilter()) {
                    columns.set(call.filterArg);
                }
                if (call.distinctKeys != null) {
                    columns.addAll(call.distinctKeys);
                }
            }
            return columns.build().asList();
        }

        private RelNode columns(RelNode input, List<Integer> wanted) {
            if (wanted.size() == input.getRowType().getFieldCount()) {
                return input;
            }
            List<RexNode> columns = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (int column : wanted) {
                columns.add(rexBuilder.makeInputRef(input, column));
                names.add(input.getRowType().getFieldNames().get(column));
            }
            return LogicalProject.create(input, List.of(), columns, names, Set.of());
        }

        RelNode result() {
            RelNode grouped = grouped();
            if (aggregate.getGroupSets().stream().anyMatch(ImmutableBitSet::isEmpty)) {
                RelNode total = ofNoRows(grouped.getRowType());
                grouped = Otherwise.create(grouped, total);
            }
            int keys = sets.keys().cardinality();
            List<RexNode> columns = new ArrayList<>();
            for (int i = 0; i < keys; i++) {
                columns.add(rexBuilder.makeInputRef(grouped, i));
            }
            int next = keys + 1;
            for (AggregateCall call : aggregate.getAggCallList()) {
                columns.add(
                        isGrouping(call)
                                ? grouping(call, rexBuilder.makeInputRef(grouped, keys))
                                : rexBuilder.makeInputRef(grouped, next++));
            }
            RelNode result = LogicalProject.create(
                    grouped, List.of(), columns, aggregate.getRowType().getFieldNames(), Set.of());
            return RelOptUtil.createCastRel(result, aggregate.getRowType(), true);
        }

        private RelNode grouped() {
            int columns = used.size();
            ImmutableBitSet groupSet =
                    ImmutableBitSet.range(columns, columns + sets.keys().cardinality() + 1);
            List<AggregateCall> moved = new ArrayList<>();
            for (AggregateCall call : calls) {
                moved.add(call(call, used::indexOf, sets, false));
            }
            return LogicalAggregate.create(sets, aggregate.getHints(), groupSet, null, moved);
        }

        /** A call over other columns. */
        private static AggregateCall call(
                AggregateCall call, IntUnaryOperator columns, RelNode input, boolean hasEmptyGroup) {
            return AggregateCall.create(
                    call.getAggregation(),
                    call.isDistinct(),
                    call.isApproximate(),
                    call.ignoreNulls(),
                    call.rexList,
                    call.getArgList().stream().map(columns::applyAsInt).toList(),
                    call.hasFilter() ? columns.applyAsInt(call.filterArg) : -1,
                    call.distinctKeys == null ? null : moved(call.distinctKeys, columns),
                    collation(call, columns),
                    hasEmptyGroup,
                    input,
                    null,
                    call.getName());
        }

        private static ImmutableBitSet moved(ImmutableBitSet set, IntUnaryOperator columns) {
            return ImmutableBitSet.of(
                    set.asList().stream().mapToInt(columns::applyAsInt).toArray());
        }

        private static RelCollation collation(AggregateCall call, IntUnaryOperator columns) {
            return RelCollations.of(call.getCollation().getFieldCollations().stream()
                    .map(key -> key.withFieldIndex(columns.applyAsInt(key.getFieldIndex())))
                    .toList());
        }

        /** The groups of the empty sets where there are no rows, as rows of the aggregation. */
        private RelNode ofNoRows(RelDataType rowType) {
            RelNode none = LogicalValues.createEmpty(
                    aggregate.getCluster(), sets.getInput().getRowType());
            List<AggregateCall> totals = calls.stream()
                    .map(call -> call(call, used::indexOf, none, true))
                    .toList();
            RelNode total = totals.isEmpty()
                    ? LogicalValues.createOneRow(aggregate.getCluster())
                    : LogicalAggregate.create(
                            none, List.of(), ImmutableBitSet.of(), ImmutableList.of(ImmutableBitSet.of()), totals);
            int keys = sets.keys().cardinality();
            List<RexNode> columns = new ArrayList<>();
            for (int i = 0; i < rowType.getFieldCount(); i++) {
                RelDataType type = rowType.getFieldList().get(i).getType();
                columns.add(
                        i < keys
                                ? rexBuilder.makeNullLiteral(type)
                                : i == keys
                                        ? rexBuilder.makeLiteral(emptySet(), type, true)
                                        : rexBuilder.makeInputRef(total, i - keys - 1));
            }
            return LogicalProject.create(total, List.of(), columns, rowType.getFieldNames(), Set.of());
        }

        private BigDecimal emptySet() {
            return BigDecimal.valueOf(aggregate.getGroupSets().indexOf(ImmutableBitSet.of()));
        }

        private static boolean isGrouping(AggregateCall call) {
            SqlKind kind = call.getAggregation().getKind();
            return kind == SqlKind.GROUPING || kind == SqlKind.GROUPING_ID || kind == SqlKind.GROUP_ID;
        }

        /** A bit for each argument, which is one where the set of the row leaves it out. */
        private RexNode grouping(AggregateCall call, RexNode set) {
            List<RexNode> operands = new ArrayList<>();
            List<ImmutableBitSet> groupSets = aggregate.getGroupSets();
            for (int i = 0; i < groupSets.size(); i++) {
                if (i < groupSets.size() - 1) {
                    RexNode number = rexBuilder.makeLiteral(BigDecimal.valueOf(i), set.getType(), true);
                    operands.add(rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, set, number));
                }
                operands.add(rexBuilder.makeLiteral(bits(call, groupSets.get(i)), call.getType(), true));
            }
            return operands.size() == 1
                    ? operands.get(0)
                    : rexBuilder.makeCall(call.getType(), SqlStdOperatorTable.CASE, operands);
        }

        private BigDecimal bits(AggregateCall call, ImmutableBitSet set) {
            long bits = 0;
            if (call.getAggregation().getKind() != SqlKind.GROUP_ID) {
                List<Integer> arguments =
                        call.getArgList().isEmpty() ? aggregate.getGroupSet().asList() : call.getArgList();
                for (int argument : arguments) {
                    bits = bits << 1 | (set.get(argument) ? 0 : 1);
                }
            }
            return BigDecimal.valueOf(bits);
        }
    }
}
