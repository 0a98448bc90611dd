package org.lancesql.execution.sort;

import org.lancesql.execution.rows.ColumnMemory;
import org.lancesql.execution.rows.RowAddress;

/** Lists, and maps as lists of entries: by the first elements that differ, else the longer one is greater. */
final class ListKey extends KeyColumn {
    private final KeyColumn elements;

    ListKey(ColumnMemory memory, KeyColumn elements) {
        super(memory);
        this.elements = elements;
    }

    @Override
    int compare(long left, long right) {
        int leftLength = memory.length(left);
        int rightLength = memory.length(right);
        int leftStart = memory.start(left);
        int rightStart = memory.start(right);
        for (int i = 0; i < Math.min(leftLength, rightLength); i++) {
            int result = elements.compareNullable(
                    RowAddress.of(RowAddress.batch(left), leftStart + i),
                    RowAddress.of(RowAddress.batch(right), rightStart + i));
            if (result != 0) {
                return result;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    @Override
    boolean hasWords() {
        return false;
    }

    @Override
    long word(long row, int depth) {
        throw new UnsupportedOperationException("lists have no words");
    }
}
