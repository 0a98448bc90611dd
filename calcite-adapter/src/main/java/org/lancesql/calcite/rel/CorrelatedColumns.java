package org.lancesql.calcite.rel;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.RexCompiler.CorrelateField;

/** Finds the correlated columns that a part of a plan takes from outside. */
final class CorrelatedColumns {
    private CorrelatedColumns() {}

    /** Each correlated column that the plan uses and does not itself define, with its type. */
    static Map<CorrelateField, RelDataType> usedBy(RelNode plan) {
        Map<CorrelateField, RelDataType> used = new LinkedHashMap<>();
        Set<String> defined = new HashSet<>();
        RexShuttle collector = new RexShuttle() {
            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                if (access.getReferenceExpr() instanceof RexCorrelVariable variable) {
                    used.put(
                            new CorrelateField(
                                    variable.getName(), access.getField().getIndex()),
                            access.getType());
                }
                return access;
            }
        };
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                if (node instanceof Correlate correlate) {
                    CorrelationId id = correlate.getCorrelationId();
                    defined.add(id.getName());
                }
                node.accept(collector);
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        used.keySet().removeIf(field -> defined.contains(field.variable()));
        return used;
    }
}
