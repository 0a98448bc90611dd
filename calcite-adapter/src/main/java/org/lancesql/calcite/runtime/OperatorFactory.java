package org.lancesql.calcite.runtime;

import org.lancesql.execution.BatchOperator;

/** A compiled piece of a plan: opens an operator for one execution. Immutable. */
@FunctionalInterface
public interface OperatorFactory {
    /** Opens the operator and its inputs; on failure nothing stays open. */
    BatchOperator open(StatementExecution execution);
}
