package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.expression.NextIdentity;
import org.lancesql.calcite.rel.BatchRowCount;
import org.lancesql.calcite.rel.EnumerableToBatch;
import org.lancesql.calcite.rel.LanceTableScan;
import org.lancesql.calcite.schema.LanceTable;

/** What a plan reads, and whether anything in it belongs to one execution or one session. */
final class PlanLeaves {
    private final List<LanceTableScan> scans = new ArrayList<>();
    private final Set<LanceTable> tables = Collections.newSetFromMap(new IdentityHashMap<>());
    private boolean repeatable = true;

    private PlanLeaves() {}

    static PlanLeaves of(RelNode root) {
        PlanLeaves leaves = new PlanLeaves();
        RexShuttle calls = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                leaves.repeatable &= call.getOperator().isDeterministic() || call.getOperator() instanceof NextIdentity;
                return super.visitCall(call);
            }
        };
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
                leaves.add(node);
                node.accept(calls);
                super.visit(node, ordinal, parent);
            }
        }.go(root);
        return leaves;
    }

    private void add(RelNode node) {
        if (node instanceof LanceTableScan scan) {
            scans.add(scan);
            tables.add(scan.lanceTable());
        } else if (node instanceof BatchRowCount count) {
            tables.add(count.lanceTable());
        } else {
            // Generated code of whole operators keeps objects that were made with it.
            boolean readsElsewhere = node.getInputs().isEmpty() && !(node instanceof Values);
            repeatable &= !readsElsewhere && !(node instanceof EnumerableToBatch);
        }
    }

    List<LanceTableScan> scans() {
        return List.copyOf(scans);
    }

    Set<LanceTable> tables() {
        return Collections.unmodifiableSet(tables);
    }

    boolean isRepeatable() {
        return repeatable;
    }
}
