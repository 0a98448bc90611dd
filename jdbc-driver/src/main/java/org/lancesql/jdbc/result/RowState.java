package org.lancesql.jdbc.result;

import java.time.ZoneId;

/** Where a cursor stands, shared by it and its accessors. */
final class RowState {
    private final ZoneId zone;
    private int position;
    private boolean wasNull;

    RowState(ZoneId zone) {
        this.zone = zone;
    }

    /** Time zone of the session. */
    ZoneId zone() {
        return zone;
    }

    /** Position of the current row in the vectors. */
    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    /** Whether the value that was read last was null. */
    boolean wasNull() {
        return wasNull;
    }

    boolean noteNull(boolean isNull) {
        wasNull = isNull;
        return isNull;
    }
}
