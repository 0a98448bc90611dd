package org.lancesql.execution.rows;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies booleans. */
final class BitGather extends ColumnGather {
    BitGather(Field field, ColumnMemory source) {
        super(field, source);
    }

    @Override
    void copy(RowRun rows, FieldVector target) {
        copyValidity(rows, target);
        long bits = target.getDataBufferAddress();
        for (int i = 0; i < rows.count(); i++) {
            long address = rows.address(i);
            if (address != RowAddress.NONE) {
                int position = RowAddress.position(address);
                int bit = MemoryUtil.getByte(source.data(address) + (position >> 3)) >> (position & 7) & 1;
                long at = bits + (i >> 3);
                MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) | bit << (i & 7)));
            }
        }
    }
}
