package org.lancesql.execution.kernel;

import org.apache.arrow.vector.BitVector;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** Makes vectors of booleans. */
final class Booleans {
    private Booleans() {}

    /** A vector that is true on the selected rows, false on all others, null nowhere. */
    static BitVector ofRows(Selection rows, int length, ExecutionContext context) {
        BitVector result = (BitVector) Vectors.create(Types.BOOLEAN, context.allocator(), length);
        long address = result.getDataBufferAddress();
        for (int i = 0; i < rows.size(); i++) {
            Validity.setBit(address, rows.position(i));
        }
        Validity.fill(length, result);
        result.setValueCount(length);
        return result;
    }
}
