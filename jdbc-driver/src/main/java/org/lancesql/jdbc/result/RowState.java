package org.lancesql.jdbc.result;

import java.time.ZoneId;

/** Where a cursor stands, shared by it and its accessors. */
final class RowState {
    private final ZoneId zone;
    private final ArrayRows arrayRows;
    private int position;
    private boolean wasNull;

    RowState(ZoneId zone, ArrayRows arrayRows) {
        this.zone = zone;
        this.arrayRows = arrayRows;
    }

    /** The state of what is within the values of a column, for example the elements of its arrays. */
    RowState ofElements() {
        return new RowState(zone, arrayRows);
    }

    /** Shows arrays as rows. */
    ArrayRows arrayRows() {
        return arrayRows;
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
