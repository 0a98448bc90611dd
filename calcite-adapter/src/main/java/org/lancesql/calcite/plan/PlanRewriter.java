package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.calcite.plan.Context;
import org.apache.calcite.plan.RelHintsPropagator;
import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptPlanner;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptRuleOperand;
import org.apache.calcite.plan.RelOptRuleOperandChildPolicy;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelTraitSet;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.plan.volcano.VolcanoPlanner;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.type.SqlTypeUtil;
import org.jspecify.annotations.Nullable;

/**
 * Applies rules to a plan from its leaves up, until none of them changes it, as Calcite's {@link HepPlanner} does. That
 * one copies the plan into a graph and back, and looks at all of the graph again after each change, which takes longer than
 * a small query; this one works on the tree and looks again at what has changed.
 */
final class PlanRewriter {
    private static final HepProgram NOTHING = HepProgram.builder().build();

    private final VolcanoPlanner planner;
    private final RelOptPlanner forgetful;
    private final Map<List<RelOptRule>, Rewriting> rewritings = new IdentityHashMap<>();

    /** @param cluster its planner must be a Volcano planner, which is asked whether planning may go on */
    PlanRewriter(RelOptCluster cluster) {
        this.planner = (VolcanoPlanner) cluster.getPlanner();
        this.forgetful = new ForgetfulPlanner(planner.getContext());
        forgetful.setExecutor(planner.getExecutor());
    }

    /** @param rules the same list each time: parts that they did not change before are not looked at again */
    RelNode rewrite(RelNode plan, List<RelOptRule> rules) {
        return rewritings.computeIfAbsent(rules, Rewriting::new).settle(plan);
    }

    RelNode rewriteIf(boolean applies, RelNode plan, List<RelOptRule> rules) {
        return applies ? rewrite(plan, rules) : plan;
    }

    /** Takes what rules tell of their results; the planner of the cluster would keep it for its own search. */
    private static final class ForgetfulPlanner extends HepPlanner {
        ForgetfulPlanner(Context context) {
            super(NOTHING, context);
        }

        @Override
        public RelNode changeTraits(RelNode node, RelTraitSet traits) {
            return node;
        }
    }

    /** The work of some rules. */
    private final class Rewriting {
        private final List<RelOptRule> rules;
        private final Set<RelNode> settled = Collections.newSetFromMap(new IdentityHashMap<>());

        Rewriting(List<RelOptRule> rules) {
            this.rules = rules;
        }

        private RelNode settle(RelNode node) {
            RelNode current = node;
            while (!settled.contains(current)) {
                RelNode settledBelow = settleInputs(current);
                RelNode changed = applyFirst(settledBelow);
                if (changed == null) {
                    settled.add(settledBelow);
                    return settledBelow;
                }
                current = changed;
            }
            return current;
        }

        private RelNode settleInputs(RelNode node) {
            List<RelNode> inputs = node.getInputs();
            List<RelNode> settledInputs = new ArrayList<>(inputs.size());
            boolean changed = false;
            for (RelNode input : inputs) {
                RelNode result = settle(input);
                changed |= result != input;
                settledInputs.add(result);
            }
            return changed ? node.copy(node.getTraitSet(), settledInputs) : node;
        }

        /** The result of the first rule that changes a node; null if none does. */
        private @Nullable RelNode applyFirst(RelNode node) {
            for (RelOptRule rule : rules) {
                RelNode result = apply(rule, node);
                if (result != null) {
                    return result;
                }
            }
            return null;
        }
    }

    private @Nullable RelNode apply(RelOptRule rule, RelNode node) {
        if (!rule.getOperand().matches(node)) {
            return null;
        }
        List<RelNode> bindings = new ArrayList<>();
        Map<RelNode, List<RelNode>> inputs = new HashMap<>(0);
        if (!bind(rule.getOperand(), node, bindings, inputs)) {
            return null;
        }
        Call call = new Call(forgetful, rule.getOperand(), bindings, inputs);
        if (!rule.matches(call)) {
            return null;
        }
        planner.checkCancel();
        rule.onMatch(call);
        return call.result;
    }

    private static boolean bind(
            RelOptRuleOperand operand, RelNode node, List<RelNode> bindings, Map<RelNode, List<RelNode>> inputs) {
        if (!operand.matches(node)) {
            return false;
        }
        bindings.add(node);
        List<RelOptRuleOperand> wanted = operand.getChildOperands();
        if (operand.childPolicy == RelOptRuleOperandChildPolicy.UNORDERED) {
            inputs.put(node, List.copyOf(node.getInputs()));
            return wanted.stream()
                    .allMatch(
                            child -> node.getInputs().stream().anyMatch(input -> bind(child, input, bindings, inputs)));
        }
        if (node.getInputs().size() < wanted.size()) {
            return false;
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!bind(wanted.get(i), node.getInput(i), bindings, inputs)) {
                return false;
            }
        }
        return true;
    }

    /** A rule at work on a node. Of several results, the first counts. */
    private static final class Call extends RelOptRuleCall {
        private @Nullable RelNode result;

        Call(
                RelOptPlanner planner,
                RelOptRuleOperand operand,
                List<RelNode> bindings,
                Map<RelNode, List<RelNode>> inputs) {
            super(planner, operand, bindings.toArray(new RelNode[0]), inputs);
        }

        @Override
        public void transformTo(RelNode node, Map<RelNode, RelNode> equivalents, RelHintsPropagator hints) {
            RelNode original = rel(0);
            if (isOtherNullability(original, node)) {
                return;
            }
            RelOptUtil.verifyTypeEquivalence(original, node, original);
            if (result == null) {
                result = hints.propagate(original, node);
            }
        }

        /**
         * Whether only what may be null differs: a rule that finds a column without nulls to be null has found that there are
         * no rows. It is not followed, as what is above was made for the old types.
         */
        private static boolean isOtherNullability(RelNode original, RelNode node) {
            List<RelDataType> before = RelOptUtil.getFieldTypeList(original.getRowType());
            List<RelDataType> after = RelOptUtil.getFieldTypeList(node.getRowType());
            return !before.equals(after)
                    && before.size() == after.size()
                    && IntStream.range(0, before.size())
                            .allMatch(i -> SqlTypeUtil.equalSansNullability(
                                    original.getCluster().getTypeFactory(), before.get(i), after.get(i)));
        }
    }
}
