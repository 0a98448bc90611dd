package org.lancesql.calcite.versionpin;

import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDynamicParam;
import org.apache.calcite.sql.SqlNode;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException.Position;
import org.lancesql.versioning.VersionSelector;

/** What the deferred pins of one statement, and its parameters outside of the query, mean for one planning of it. */
public interface PinValues {
    /**
     * Tells of a reference that was found in the text.
     *
     * @param value what stands behind AS OF
     */
    void refer(PinnedName reference, SqlNode value);

    /** Where the version of a reference stands in the text; null when it was not found there. */
    @Nullable Position place(PinnedName reference);

    /**
     * Tells of a parameter whose value a plan is made for, because it stands where the planner needs values.
     *
     * @param column stored one that the value is compared with
     * @return whether it is bound
     */
    boolean declare(SqlDynamicParam parameter, Field column);

    /** The value of a parameter that is bound, converted to the type of the column that it was declared with. */
    @Nullable Object value(SqlDynamicParam parameter);

    /** Tells of a pin that was found in the text. */
    void declare(Pin.Deferred pin, SqlNode expression);

    /** The version asked for; empty while a parameter of the expression is not bound. */
    Optional<VersionSelector> value(Pin.Deferred pin);

    /** Types of the parameters outside of the query, by their index. */
    Map<Integer, RelDataType> parameters();
}
