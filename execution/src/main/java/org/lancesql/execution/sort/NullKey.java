package org.lancesql.execution.sort;

import org.lancesql.execution.rows.ColumnMemory;

/** A column of nulls, all equal. */
final class NullKey extends KeyColumn {
    NullKey(ColumnMemory memory) {
        super(memory);
    }

    @Override
    int compare(long left, long right) {
        return 0;
    }

    @Override
    long word(long row, int depth) {
        return 0;
    }
}
