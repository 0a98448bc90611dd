package org.lancesql.calcite.runtime;

import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.lanes.Lanes;

/** A compiled piece of a plan: opens an operator for one execution. Immutable. */
@FunctionalInterface
public interface OperatorFactory {
    /** Opens the operator and its inputs; on failure nothing stays open. Its rows have the order that the plan gives them. */
    BatchOperator open(StatementExecution execution);

    /** Opens it for a reader to which the order of rows does not matter, so that several threads can work on them. */
    default Lanes lanes(StatementExecution execution) {
        return Lanes.over(open(execution), execution.context().workers());
    }
}
