package org.lancesql.calcite.runtime;

import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.join.HashJoinOperator;
import org.lancesql.execution.join.JoinShape;
import org.lancesql.execution.join.KeptRowsOperator;
import org.lancesql.execution.lanes.Lanes;

/** A join; its probe side keeps its order, or has lanes. */
public record JoinFactory(OperatorFactory left, OperatorFactory right, JoinShape shape) implements OperatorFactory {
    @Override
    public BatchOperator open(StatementExecution execution) {
        if (shape.givesBuild()) {
            return keep(Lanes.one(left.open(execution)), execution);
        }
        return join(Lanes.one(probe().open(execution)), execution).single();
    }

    @Override
    public Lanes lanes(StatementExecution execution) {
        if (shape.givesBuild()) {
            return Lanes.over(
                    keep(left.lanes(execution), execution), execution.context().workers());
        }
        return shape.hasLanes() ? join(probe().lanes(execution), execution) : OperatorFactory.super.lanes(execution);
    }

    private BatchOperator keep(Lanes kept, StatementExecution execution) {
        Lanes marking;
        try {
            marking = right.lanes(execution);
        } catch (Throwable failure) {
            kept.close();
            throw failure;
        }
        return new KeptRowsOperator(kept, marking, shape, execution.context());
    }

    private OperatorFactory probe() {
        return shape.buildLeft() ? right : left;
    }

    private Lanes join(Lanes probe, StatementExecution execution) {
        Lanes build;
        try {
            build = (shape.buildLeft() ? left : right).lanes(execution);
        } catch (Throwable failure) {
            probe.close();
            throw failure;
        }
        return HashJoinOperator.lanes(probe, build, shape, execution.context());
    }
}
