package org.lancesql.calcite.rel;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.RexCompiler;
import org.lancesql.calcite.expression.RexCompiler.CorrelateField;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.execution.Expression;

/**
 * What compiling a plan knows of its surroundings.
 *
 * @param parameterCount number of dynamic parameters of the statement
 * @param correlates slots, behind the parameters, of the correlated columns that an enclosing operator sets
 * @param profile where the operators count what they do; null if nobody asks
 */
public record CompileContext(
        RexBuilder rexBuilder,
        int parameterCount,
        Map<CorrelateField, Integer> correlates,
        @Nullable PlanProfile profile) {
    public CompileContext(RexBuilder rexBuilder, int parameterCount, @Nullable PlanProfile profile) {
        this(rexBuilder, parameterCount, Map.of(), profile);
    }

    /** The operators of a node and of its inputs. */
    public OperatorFactory operators(BatchRel node) {
        OperatorFactory compiled = node.compile(this);
        return profile == null ? compiled : profile.measured(node, compiled);
    }

    Expression compile(RexNode node) {
        return new RexCompiler(rexBuilder, correlates, parameterCount).compile(node);
    }

    List<Expression> compile(List<RexNode> nodes) {
        return nodes.stream().map(this::compile).toList();
    }

    /** The context of a part of the plan to which further correlated columns are passed. */
    CompileContext withCorrelates(Collection<CorrelateField> fields) {
        Map<CorrelateField, Integer> all = new LinkedHashMap<>(correlates);
        for (CorrelateField field : fields) {
            all.put(field, all.size());
        }
        return new CompileContext(rexBuilder, parameterCount, all, profile);
    }
}
