package org.lancesql.calcite.plan;

import com.google.common.collect.ImmutableSet;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalFilter;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;

/** Moves filters below projections, with a flat condition: Calcite's own rule leaves OR within OR, which no filter may have. */
final class FlatFilters {
    private static final RelFactories.FilterFactory FLAT = (input, condition, variables) -> LogicalFilter.create(
            input, RexUtil.flatten(input.getCluster().getRexBuilder(), condition), ImmutableSet.copyOf(variables));

    static final RelOptRule BELOW_PROJECTS = CoreRules.FILTER_PROJECT_TRANSPOSE
            .config
            .withCopyFilter(false)
            .withRelBuilderFactory(RelBuilder.proto(Contexts.of(FLAT, RelBuilder.Config.DEFAULT.withSimplify(false))))
            .as(FilterProjectTransposeRule.Config.class)
            .toRule();

    private FlatFilters() {}
}
