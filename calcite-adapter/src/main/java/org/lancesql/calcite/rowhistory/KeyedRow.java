package org.lancesql.calcite.rowhistory;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row as one version has it.
 *
 * @param id what it is called for as long as it exists; null on tables whose rows keep no ids
 * @param fragment id of the fragment that it is in
 * @param values of the columns of the table as it is now
 */
record KeyedRow(@Nullable Long id, int fragment, List<@Nullable Object> values) {
    /** Whether two rows have the same values, those of binaries compared byte by byte. */
    boolean hasValuesOf(KeyedRow other) {
        return Arrays.deepEquals(values.toArray(), other.values.toArray());
    }
}
