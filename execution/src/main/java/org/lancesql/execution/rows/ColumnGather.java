package org.lancesql.execution.rows;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Vectors;

/** Copies values of one column of many batches into a new vector. */
abstract class ColumnGather {
    final Field field;
    final ColumnMemory source;

    ColumnGather(Field field, ColumnMemory source) {
        this.field = field;
        this.source = source;
    }

    static ColumnGather of(Field field, ColumnMemory source) {
        ArrowType type = field.getType();
        return switch (type.getTypeID()) {
            case Bool -> new BitGather(field, source);
            case Int, FloatingPoint, Decimal, Date, Time, Timestamp, Interval, Duration, FixedSizeBinary ->
                new FixedGather(field, source);
            case Utf8, Binary -> new BytesGather(field, source);
            case List, Map -> new ListGather(field, source);
            case Struct -> new StructGather(field, source);
            default -> new NullGather(field, source);
        };
    }

    /** The end of the longest run of {@code addresses[from, to)} that fits one vector. */
    int fit(long[] addresses, int from, int to) {
        return to;
    }

    final FieldVector gather(RowRun rows, BufferAllocator allocator) {
        FieldVector target = create(rows, allocator);
        try {
            if (rows.count() > 0) {
                copy(rows, target);
            }
            target.setValueCount(rows.count());
            return target;
        } catch (Throwable failure) {
            target.close();
            throw failure;
        }
    }

    FieldVector create(RowRun rows, BufferAllocator allocator) {
        return Vectors.create(field, allocator, rows.count());
    }

    /** Fills {@code target}, which has room for the rows and is all null. */
    abstract void copy(RowRun rows, FieldVector target);

    final boolean isNull(long address) {
        return address == RowAddress.NONE || source.isNull(address);
    }

    final void copyValidity(RowRun rows, FieldVector target) {
        long bits = target.getValidityBufferAddress();
        MemoryUtil.setMemory(bits, (rows.count() + 7) / 8, (byte) -1);
        if (rows.complete() && !source.hasNulls()) {
            return;
        }
        for (int i = 0; i < rows.count(); i++) {
            if (isNull(rows.address(i))) {
                long at = bits + (i >> 3);
                MemoryUtil.putByte(at, (byte) (MemoryUtil.getByte(at) & ~(1 << (i & 7))));
            }
        }
    }
}
