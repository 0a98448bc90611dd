package org.lancesql.calcite.runtime;

import org.jspecify.annotations.Nullable;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.join.DynamicKeys;
import org.lancesql.execution.join.HashJoinOperator;
import org.lancesql.execution.join.JoinShape;
import org.lancesql.execution.join.KeptRowsOperator;
import org.lancesql.execution.lanes.Lanes;

/**
 * A join; its probe side keeps its order, or has lanes.
 *
 * @param source which keys it tells the probe side, if any
 */
public record JoinFactory(
        OperatorFactory left,
        OperatorFactory right,
        JoinShape shape,
        @Nullable KeySource source) implements OperatorFactory {
    /**
     * One execution.
     *
     * @param probing that of the probe side
     */
    private record Opening(
            StatementExecution execution,
            StatementExecution probing,
            @Nullable DynamicKeys told) {}

    private Opening opening(StatementExecution execution) {
        if (source == null) {
            return new Opening(execution, execution, null);
        }
        DynamicKeys told = new DynamicKeys(source.key(), source.most());
        return new Opening(execution, execution.withKeys(source.number(), told), told);
    }

    @Override
    public BatchOperator open(StatementExecution execution) {
        Opening opening = opening(execution);
        if (shape.givesBuild()) {
            return keep(Lanes.one(left.open(execution)), opening);
        }
        return join(Lanes.one(probe().open(opening.probing())), opening).single();
    }

    @Override
    public Lanes lanes(StatementExecution execution) {
        Opening opening = opening(execution);
        if (shape.givesBuild()) {
            return Lanes.over(
                    keep(left.lanes(execution), opening), execution.context().workers());
        }
        return shape.hasLanes()
                ? join(probe().lanes(opening.probing()), opening)
                : OperatorFactory.super.lanes(execution);
    }

    private BatchOperator keep(Lanes kept, Opening opening) {
        Lanes marking;
        try {
            marking = right.lanes(opening.probing());
        } catch (Throwable failure) {
            kept.close();
            throw failure;
        }
        return new KeptRowsOperator(
                kept, marking, shape, opening.told(), opening.execution().context());
    }

    private OperatorFactory probe() {
        return shape.buildLeft() ? right : left;
    }

    private Lanes join(Lanes probe, Opening opening) {
        Lanes build;
        try {
            build = (shape.buildLeft() ? left : right).lanes(opening.execution());
        } catch (Throwable failure) {
            probe.close();
            throw failure;
        }
        return HashJoinOperator.lanes(
                probe, build, shape, opening.told(), opening.execution().context());
    }
}
