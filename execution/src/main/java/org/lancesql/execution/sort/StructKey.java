package org.lancesql.execution.sort;

import java.util.List;
import org.lancesql.execution.rows.ColumnMemory;

/** Structs, by the first members that differ. */
final class StructKey extends KeyColumn {
    private final List<KeyColumn> members;

    StructKey(ColumnMemory memory, List<KeyColumn> members) {
        super(memory);
        this.members = members;
    }

    @Override
    int compare(long left, long right) {
        for (KeyColumn member : members) {
            int result = member.compareNullable(left, right);
            if (result != 0) {
                return result;
            }
        }
        return 0;
    }

    @Override
    boolean hasWords() {
        return false;
    }

    @Override
    long word(long row, int depth) {
        throw new UnsupportedOperationException("structs have no words");
    }
}
