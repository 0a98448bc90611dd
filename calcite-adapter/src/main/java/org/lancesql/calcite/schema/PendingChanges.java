package org.lancesql.calcite.schema;

/**
 * How much the open transaction has changed a table, as one of its statements finds it.
 *
 * @param added rows that are read besides those of the version
 * @param removed rows of the version that are not read
 */
public record PendingChanges(long added, long removed) {
    @Override
    public String toString() {
        return "+" + added + " -" + removed;
    }
}
