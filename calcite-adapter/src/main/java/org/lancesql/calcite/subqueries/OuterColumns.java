package org.lancesql.calcite.subqueries;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;

/** Finds the columns of queries around a plan, or around an expression, that are used in it. */
final class OuterColumns extends RexShuttle {
    private final Map<OuterColumn, RexFieldAccess> used = new LinkedHashMap<>();

    private OuterColumns() {}

    /** A column of a query around; the type of the whole row may differ from use to use. */
    record OuterColumn(CorrelationId query, int field) {
        static @Nullable OuterColumn of(RexFieldAccess access) {
            return access.getReferenceExpr() instanceof RexCorrelVariable variable
                    ? new OuterColumn(variable.id, access.getField().getIndex())
                    : null;
        }
    }

    /** The columns that are used, each with an expression for it. */
    static Map<OuterColumn, RexFieldAccess> in(List<RexNode> expressions) {
        OuterColumns columns = new OuterColumns();
        expressions.forEach(expression -> expression.accept(columns));
        return columns.used;
    }

    /** The same of a plan, without those that queries of the plan have. */
    static Map<OuterColumn, RexFieldAccess> in(RelNode plan) {
        OuterColumns columns = new OuterColumns();
        Set<CorrelationId> own = new HashSet<>();
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                if (node instanceof Correlate correlate) {
                    own.add(correlate.getCorrelationId());
                }
                node.accept(columns);
                super.visit(node, ordinal, parent);
            }
        }.go(plan);
        columns.used.keySet().removeIf(column -> own.contains(column.query()));
        return columns.used;
    }

    @Override
    public RexNode visitFieldAccess(RexFieldAccess access) {
        OuterColumn column = OuterColumn.of(access);
        if (column != null) {
            used.putIfAbsent(column, access);
        }
        return super.visitFieldAccess(access);
    }
}
