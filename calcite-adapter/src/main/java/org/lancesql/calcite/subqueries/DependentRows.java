package org.lancesql.calcite.subqueries;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexWindowBounds;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Computes a plan at once for all values of a domain. The result has the columns of the plan and then those of the domain: for
 * values of the domain, the rows that the plan has for them. There may be rows for other values too, which are never asked for.
 */
final class DependentRows {
    private final Domain domain;

    DependentRows(Domain domain) {
        this.domain = domain;
    }

    /** Whether each node that depends on the domain is of a kind that is known here. */
    static boolean arePossible(RelNode plan, Domain domain) {
        return !domain.isUsedIn(plan)
                || isKnown(plan) && plan.getInputs().stream().allMatch(input -> arePossible(input, domain));
    }

    private static boolean isKnown(RelNode node) {
        if (node instanceof Aggregate aggregate) {
            return !aggregate.hasEmptyGroup() || EmptyGroups.isOfAllRows(aggregate) && EmptyGroups.areKnown(aggregate);
        }
        if (node instanceof Join join) {
            return DependentJoin.isKnown(join.getJoinType());
        }
        return node instanceof Filter
                || node instanceof Project
                || node instanceof Sort
                || node instanceof SetOp
                || node instanceof Correlate;
    }

    RelNode of(RelNode node) {
        if (!domain.isUsedIn(node)) {
            return crossed(node);
        }
        if (node instanceof Filter filter) {
            return filter(filter);
        }
        if (node instanceof Project project) {
            return project(project);
        }
        if (node instanceof Aggregate aggregate) {
            return EmptyGroups.isOfAllRows(aggregate) ? allRows(aggregate) : groups(aggregate);
        }
        if (node instanceof Sort sort) {
            return sort(sort);
        }
        if (node instanceof SetOp setOp) {
            return setOp.copy(
                    setOp.getTraitSet(),
                    setOp.getInputs().stream().map(this::of).toList());
        }
        if (node instanceof Join join) {
            return new DependentJoin(join, domain, this).rows();
        }
        if (node instanceof Correlate correlate) {
            return DependentJoin.correlate(correlate, domain, of(correlate.getLeft()));
        }
        throw new IllegalArgumentException("cannot compute for many rows at once: " + node);
    }

    private RelNode crossed(RelNode node) {
        if (node instanceof Values values && values.getTuples().size() == 1) {
            RelNode rows = domain.rows();
            return Columns.project(rows, List.copyOf(values.getTuples().get(0)), Columns.refs(rows, 0, domain.size()));
        }
        return LogicalJoin.create(
                node,
                domain.rows(),
                List.of(),
                node.getCluster().getRexBuilder().makeLiteral(true),
                Set.of(),
                JoinRelType.INNER);
    }

    private RelNode filter(Filter filter) {
        RelNode plain = filter.getInput();
        if (!domain.isUsedIn(plain)) {
            Map<Integer, Integer> equal = EqualColumns.of(filter, domain);
            if (equal.keySet().containsAll(domain.fields())) {
                return EqualColumns.filter(filter, domain, equal);
            }
        }
        RelNode input = of(plain);
        return LogicalFilter.create(input, filter.getCondition().accept(columns(input)));
    }

    private RelNode project(Project project) {
        RelNode input = of(project.getInput());
        return Columns.project(input, columns(input).visitList(project.getProjects()), domainOf(input));
    }

    /** For expressions over the input of a node that has the columns of the domain now. */
    private DomainColumns columns(RelNode rows) {
        return DomainColumns.over(
                rows, domain.id(), domain.from(rows.getRowType().getFieldCount() - domain.size()));
    }

    private List<RexNode> domainOf(RelNode rows) {
        int columns = rows.getRowType().getFieldCount();
        return Columns.refs(rows, columns - domain.size(), columns);
    }

    /** The groups of an aggregate for each value; no group where there are no rows. */
    RelNode groups(Aggregate aggregate) {
        RelNode input = of(aggregate.getInput());
        int inputColumns = aggregate.getInput().getRowType().getFieldCount();
        ImmutableBitSet keys = ImmutableBitSet.range(inputColumns, inputColumns + domain.size());
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .map(call -> call.adaptTo(input, call.getArgList(), call.filterArg, true, false))
                .toList();
        RelNode groups = LogicalAggregate.create(
                input,
                aggregate.getHints(),
                aggregate.getGroupSet().union(keys),
                aggregate.getGroupSets().stream().map(keys::union).toList(),
                calls);
        int own = aggregate.getGroupCount();
        List<RexNode> columns = new ArrayList<>(Columns.refs(groups, 0, own));
        columns.addAll(Columns.refs(groups, own + domain.size(), own + domain.size() + calls.size()));
        return Columns.project(groups, columns, Columns.refs(groups, own, own + domain.size()));
    }

    /** The one row of an aggregate for each value. */
    private RelNode allRows(Aggregate aggregate) {
        RelNode groups = groups(aggregate);
        int calls = aggregate.getAggCallList().size();
        RelNode values = domain.rows();
        List<Integer> places = IntStream.range(0, domain.size()).boxed().toList();
        RelNode rows = LogicalJoin.create(
                values, groups, List.of(), domain.same(values, places, groups, calls), Set.of(), JoinRelType.LEFT);
        RexBuilder rexBuilder = rows.getCluster().getRexBuilder();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            columns.add(EmptyGroups.valueOr(
                    aggregate.getAggCallList().get(i), rexBuilder.makeInputRef(rows, domain.size() + i), rexBuilder));
        }
        return Columns.project(rows, columns, Columns.refs(rows, 0, domain.size()));
    }

    /** The first rows for each value; an order alone means nothing in the middle of a query. */
    private RelNode sort(Sort sort) {
        RelNode input = of(sort.getInput());
        if (sort.fetch == null && sort.offset == null) {
            return input;
        }
        RexBuilder rexBuilder = input.getCluster().getRexBuilder();
        int columns = input.getRowType().getFieldCount();
        RelDataType bigint = rexBuilder.getTypeFactory().createSqlType(SqlTypeName.BIGINT);
        RexNode number = rexBuilder.makeOver(
                bigint,
                SqlStdOperatorTable.ROW_NUMBER,
                List.of(),
                domainOf(input),
                order(sort, rexBuilder, input),
                RexWindowBounds.UNBOUNDED_PRECEDING,
                RexWindowBounds.CURRENT_ROW,
                true,
                true,
                false,
                false);
        RelNode rows = Columns.project(input, Columns.refs(input, 0, columns), List.of(number));
        RexNode place = rexBuilder.makeInputRef(rows, columns);
        if (sort.offset != null) {
            rows = LogicalFilter.create(
                    rows, rexBuilder.makeCall(SqlStdOperatorTable.GREATER_THAN, place, sort.offset));
            place = rexBuilder.makeCall(SqlStdOperatorTable.MINUS, place, sort.offset);
        }
        if (sort.fetch != null) {
            rows = LogicalFilter.create(
                    rows, rexBuilder.makeCall(SqlStdOperatorTable.LESS_THAN_OR_EQUAL, place, sort.fetch));
        }
        return Columns.project(rows, Columns.refs(rows, 0, columns), List.of());
    }

    private static ImmutableList<RexFieldCollation> order(Sort sort, RexBuilder rexBuilder, RelNode input) {
        ImmutableList.Builder<RexFieldCollation> order = ImmutableList.builder();
        for (RelFieldCollation key : sort.getCollation().getFieldCollations()) {
            Set<SqlKind> flags = new HashSet<>();
            if (key.getDirection().isDescending()) {
                flags.add(SqlKind.DESCENDING);
            }
            if (key.nullDirection == RelFieldCollation.NullDirection.FIRST) {
                flags.add(SqlKind.NULLS_FIRST);
            } else if (key.nullDirection == RelFieldCollation.NullDirection.LAST) {
                flags.add(SqlKind.NULLS_LAST);
            }
            order.add(new RexFieldCollation(rexBuilder.makeInputRef(input, key.getFieldIndex()), flags));
        }
        return order.build();
    }
}
