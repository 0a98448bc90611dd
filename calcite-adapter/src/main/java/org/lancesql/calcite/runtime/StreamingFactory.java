package org.lancesql.calcite.runtime;

import java.util.function.BiFunction;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.lanes.Lanes;

/**
 * An operator that treats each batch of its one input by itself, so that it has the lanes of its input.
 *
 * @param make makes an operator that owns its input, unless it throws
 */
public record StreamingFactory(OperatorFactory input, BiFunction<BatchOperator, StatementExecution, BatchOperator> make)
        implements OperatorFactory {
    @Override
    public BatchOperator open(StatementExecution execution) {
        return Opening.over(input.open(execution), opened -> make.apply(opened, execution));
    }

    @Override
    public Lanes lanes(StatementExecution execution) {
        return input.lanes(execution).map(lane -> make.apply(lane, execution));
    }
}
