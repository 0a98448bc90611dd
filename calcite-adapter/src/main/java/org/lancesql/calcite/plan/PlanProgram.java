package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.volcano.AbstractConverter;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.rules.AggregateExpandDistinctAggregatesRule;
import org.apache.calcite.rel.rules.AggregateReduceFunctionsRule;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.sql2rel.RelFieldTrimmer;
import org.apache.calcite.tools.RelBuilder;
import org.lancesql.calcite.estimates.PlanSamples;
import org.lancesql.calcite.expression.TextCast;
import org.lancesql.calcite.joinorder.JoinOrder;
import org.lancesql.calcite.latecolumns.LateColumns;
import org.lancesql.calcite.rel.BatchAggregate;
import org.lancesql.calcite.rel.BatchConvention;
import org.lancesql.calcite.rel.BatchRel;
import org.lancesql.calcite.rules.BatchRules;
import org.lancesql.calcite.rules.ScanRuleSet;
import org.lancesql.calcite.subqueries.Decorrelation;
import org.lancesql.calcite.subqueries.JoinConditions;
import org.lancesql.calcite.subqueries.OneRowQueries;
import org.lancesql.calcite.subqueries.OwnVariables;
import org.lancesql.calcite.subqueries.RowValueIn;
import org.lancesql.calcite.subqueries.SemiJoins;

/**
 * The phases from a logical plan to a physical one: sub-queries become joins, conditions move down, joins are ordered,
 * scans absorb what is above them, and the rest gets its physical form.
 */
final class PlanProgram {
    private static final List<RelOptRule> SUB_QUERIES = List.of(
            CoreRules.FILTER_SUB_QUERY_TO_CORRELATE,
            CoreRules.PROJECT_SUB_QUERY_TO_CORRELATE,
            CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

    /**
     * What counts distinct values does so in one operator; other functions get their distinct values from an aggregate below,
     * where the order of LISTAGG's or ARRAY_AGG's values would be forgotten: those leave duplicates out themselves.
     */
    private static final List<RelOptRule> DISTINCT_AGGREGATES = List.of(
            AggregateExpandDistinctAggregatesRule.Config.DEFAULT
                    .withOperandSupplier(operand -> operand.operand(LogicalAggregate.class)
                            .predicate(aggregate -> hasNoOrder(aggregate) && !BatchAggregate.countsDistinct(aggregate))
                            .anyInputs())
                    .toRule(),
            CoreRules.UNION_TO_DISTINCT);

    /** For row code, which computes distinct values of no function. */
    private static final List<RelOptRule> DISTINCT_ROW_AGGREGATES =
            List.of(CoreRules.AGGREGATE_EXPAND_DISTINCT_AGGREGATES, CoreRules.UNION_TO_DISTINCT);

    /** Statistics of floating-point numbers have functions of their own: their formulas would lose digits. */
    private static final List<RelOptRule> AGGREGATES = List.of(AggregateReduceFunctionsRule.Config.DEFAULT
            .withExtraCondition(call -> call.getAggregation().getKind() == SqlKind.AVG
                    || call.getAggregation().getKind() == SqlKind.SUM
                    || call.getType().getSqlTypeName() != SqlTypeName.DOUBLE)
            .toRule());

    private static final List<RelOptRule> ROW_AGGREGATES = List.of(CoreRules.AGGREGATE_REDUCE_FUNCTIONS);

    private static final List<RelOptRule> WINDOWS = List.of(CoreRules.PROJECT_TO_LOGICAL_PROJECT_AND_WINDOW);

    private static final List<RelOptRule> PUSH = List.of(
            CoreRules.FILTER_INTO_JOIN,
            CoreRules.JOIN_CONDITION_PUSH,
            CoreRules.JOIN_PUSH_EXPRESSIONS,
            FlatFilters.BELOW_PROJECTS,
            CoreRules.FILTER_AGGREGATE_TRANSPOSE,
            CoreRules.FILTER_SET_OP_TRANSPOSE,
            CoreRules.FILTER_MERGE,
            CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE,
            CoreRules.FILTER_REDUCE_EXPRESSIONS,
            CoreRules.PROJECT_REDUCE_EXPRESSIONS);

    private static final List<RelOptRule> TIDY = List.of(CoreRules.PROJECT_MERGE, CoreRules.PROJECT_REMOVE);

    private static final List<RelOptRule> SCANS = ScanRuleSet.scans();

    private static final List<RelOptRule> SYSTEM_SCANS = ScanRuleSet.systemScans();

    private static final List<RelOptRule> ABSORB = absorb();

    private PlanProgram() {}

    private static boolean hasNoOrder(LogicalAggregate aggregate) {
        return aggregate.getAggCallList().stream()
                .allMatch(call -> call.getCollation().getFieldCollations().isEmpty());
    }

    private static List<RelOptRule> absorb() {
        List<RelOptRule> rules = new ArrayList<>(ScanRuleSet.absorption());
        rules.add(CoreRules.SORT_PROJECT_TRANSPOSE);
        rules.add(CoreRules.PROJECT_MERGE);
        rules.add(CoreRules.PROJECT_REMOVE);
        return List.copyOf(rules);
    }

    /** Runs all phases. The planner must be the Volcano planner of the plan's cluster. */
    static BatchRel run(RelNode logical) {
        return logical instanceof Values ? physical(logical) : optimised(logical);
    }

    private static BatchRel optimised(RelNode logical) {
        RelBuilder builder = RelFactories.LOGICAL_BUILDER.create(logical.getCluster(), null);
        RelFieldTrimmer trimmer = new RelFieldTrimmer(null, builder);
        PlanRewriter rewriter = new PlanRewriter(logical.getCluster());
        RelNode plan = TypeNormalizer.normalize(ValuesRows.gather(logical));
        RelNode typed = plan;
        if (PlanShape.of(plan).hasSubQueries()) {
            plan = withoutSubQueries(
                    SemiJoins.of(
                            RowValueIn.rewrite(OneRowQueries.inline(OwnVariables.of(JoinConditions.rewrite(plan))))),
                    rewriter);
        }
        plan = ConstantKeys.takeOut(PlanShape.of(plan).hasCorrelations() ? Decorrelation.of(plan) : plan);
        plan = ConstantAggregates.takeOut(plan == typed ? plan : TypeNormalizer.normalize(plan));
        // Columns of a chain are left out once, below.
        plan = pullFactors(PlanShape.of(plan).isChain() ? plan : trimmer.trim(plan));
        plan = GroupingSetAggregates.expand(plan);
        PlanShape shape = PlanShape.of(plan);
        plan = OwnAggregates.substitute(rewriter.rewriteIf(
                shape.hasAggregates() || shape.hasUnions(),
                plan,
                shape.hasRowAggregates() ? DISTINCT_ROW_AGGREGATES : DISTINCT_AGGREGATES));
        // Several distinct aggregates were made grouping sets.
        plan = GroupingSetAggregates.expand(plan);
        shape = PlanShape.of(plan);
        plan = shape.hasAggregates() ? ExactAverages.widen(plan) : plan;
        plan = rewriter.rewriteIf(shape.hasAggregates(), plan, shape.hasRowAggregates() ? ROW_AGGREGATES : AGGREGATES);
        plan = AggregateArguments.widen(plan);
        plan = rewriter.rewriteIf(PlanShape.of(plan).hasWindows(), plan, WINDOWS);
        plan = rewriter.rewrite(plan, PUSH);
        boolean joins = PlanShape.of(plan).hasJoins();
        plan = rewriter.rewriteIf(joins, joins ? pullFactors(plan) : plan, PUSH);
        plan = rewriter.rewrite(plan, SCANS);
        if (joins) {
            PlanSamples.take(plan);
            plan = rewriter.rewrite(JoinOrder.of(plan), PUSH);
        }
        plan = rewriter.rewrite(plan, SYSTEM_SCANS);
        plan = rewriter.rewrite(UnusedColumns.mayBeIn(plan) ? trimmer.trim(plan) : plan, TIDY);
        plan = rewriter.rewrite(plan, ABSORB);
        RelNode prepared = RowKeys.pad(UnnestInputs.withoutNulls(Unnesting.flatten(plan)));
        BatchRel physical =
                LateColumns.mark(SharedSubPlans.mark(physical(TextCast.plain(rewriter.rewrite(prepared, TIDY)))));
        return joins ? KeyedScans.mark(physical) : physical;
    }

    /** The plan with joins and correlations in place of sub-queries, the innermost first, which no rule has to look into. */
    private static RelNode withoutSubQueries(RelNode plan, PlanRewriter rewriter) {
        RexShuttle inner = new RexShuttle() {
            @Override
            public RexNode visitSubQuery(RexSubQuery subQuery) {
                RexSubQuery visited = (RexSubQuery) super.visitSubQuery(subQuery);
                return visited.clone(withoutSubQueries(visited.rel, rewriter));
            }
        };
        RelNode settled = plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                return super.visit(node).accept(inner);
            }
        });
        return rewriter.rewrite(settled, SUB_QUERIES);
    }

    /** {@code (a and b) or (a and c)} becomes {@code a and (b or c)}, so that join keys in disjunctions are found. */
    private static RelNode pullFactors(RelNode plan) {
        return plan.accept(new RelHomogeneousShuttle() {
            @Override
            public RelNode visit(RelNode node) {
                RelNode visited = super.visit(node);
                if (!(visited instanceof Filter filter)) {
                    return visited;
                }
                RexNode factored = RexUtil.pullFactors(filter.getCluster().getRexBuilder(), filter.getCondition());
                return factored.equals(filter.getCondition())
                        ? filter
                        : filter.copy(filter.getTraitSet(), filter.getInput(), factored);
            }
        });
    }

    private static BatchRel physical(RelNode plan) {
        return BatchRules.direct(plan).orElseGet(() -> cheapest(plan));
    }

    /** The best mixture of batch and row operators. */
    private static BatchRel cheapest(RelNode plan) {
        RelOptPlanner planner = plan.getCluster().getPlanner();
        BatchRules.physical().forEach(planner::addRule);
        planner.addRule(AbstractConverter.ExpandConversionRule.INSTANCE);
        RelTraitSet batch = plan.getCluster().traitSetOf(BatchConvention.INSTANCE);
        planner.setRoot(plan.getTraitSet().equals(batch) ? plan : planner.changeTraits(plan, batch));
        return (BatchRel) planner.findBestExp();
    }
}
