package org.lancesql.calcite.versionpin;

import java.util.Map;
import java.util.Optional;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlNode;
import org.lancesql.versioning.VersionSelector;

/** What the deferred pins of one statement mean for one planning of it. */
public interface PinValues {
    /** Tells of a pin that was found in the text. */
    void declare(Pin.Deferred pin, SqlNode expression);

    /** The version asked for; empty while a parameter of the expression is not bound. */
    Optional<VersionSelector> value(Pin.Deferred pin);

    /** Types of the parameters within the pins, by their index. */
    Map<Integer, RelDataType> parameters();
}
