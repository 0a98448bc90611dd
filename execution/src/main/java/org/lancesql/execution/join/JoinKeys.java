package org.lancesql.execution.join;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * What two rows must have in common to match: the columns of the left row equal those of the right, one by one. No
 * columns match every pair.
 *
 * @param left columns of the left input
 * @param right columns of the right input, of the same types
 * @param fields types of the columns, which {@link org.lancesql.execution.hash.KeyCodec} supports
 * @param nullsMatch for each column whether null equals null
 */
public record JoinKeys(int[] left, int[] right, List<Field> fields, boolean[] nullsMatch) {
    public JoinKeys {
        left = left.clone();
        right = right.clone();
        fields = List.copyOf(fields);
        nullsMatch = nullsMatch.clone();
        if (left.length != right.length || left.length != fields.size() || left.length != nullsMatch.length) {
            throw new IllegalArgumentException("keys of " + left.length + " and " + right.length + " columns");
        }
    }
}
