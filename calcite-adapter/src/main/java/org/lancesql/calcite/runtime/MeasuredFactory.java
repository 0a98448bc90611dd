package org.lancesql.calcite.runtime;

import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.lanes.Lanes;
import org.lancesql.execution.profile.MeasuredOperator;
import org.lancesql.execution.profile.OperatorProfile;

/** An operator whose execution is measured. */
record MeasuredFactory(OperatorFactory operators, OperatorProfile profile, PlanProfile plan)
        implements OperatorFactory {
    @Override
    public BatchOperator open(StatementExecution execution) {
        StatementExecution own = execution.measuredBy(profile, plan.memory());
        return new MeasuredOperator(profile.open(() -> operators.open(own)), profile);
    }

    @Override
    public Lanes lanes(StatementExecution execution) {
        StatementExecution own = execution.measuredBy(profile, plan.memory());
        return profile.open(() -> operators.lanes(own)).measuredBy(profile);
    }
}
