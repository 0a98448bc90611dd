package org.lancesql.calcite.engine;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;

/**
 * A plan with the constants of one statement.
 *
 * @param constants values of the plan's parameters; none for a plan whose parameters, if any, are the user's
 */
record BoundPlan(Planned planned, List<@Nullable Object> constants) {
    BoundPlan {
        requireNonNull(planned, "planned is null");
        constants = Collections.unmodifiableList(new ArrayList<>(constants));
    }

    /** A plan with all its constants in it. */
    static BoundPlan of(Planned planned) {
        return new BoundPlan(planned, List.of());
    }

    /** Whether parameters stand in the places of constants. */
    boolean isLifted() {
        return !constants.isEmpty();
    }

    /** The parameters that the user binds. */
    List<ResultColumn> parameters() {
        return isLifted() ? List.of() : planned.parameters();
    }
}
