package org.lancesql.execution.sort;

/**
 * One column that rows are ordered by.
 *
 * @param column index of the column
 * @param descending whether greater values come first
 * @param nullsFirst whether nulls come before all values, whatever the direction
 */
public record SortKey(int column, boolean descending, boolean nullsFirst) {
    public SortKey {
        if (column < 0) {
            throw new IllegalArgumentException("column " + column + " is negative");
        }
    }
}
