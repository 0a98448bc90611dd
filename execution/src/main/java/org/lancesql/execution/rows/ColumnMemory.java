package org.lancesql.execution.rows;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.ListVector;
import org.lancesql.execution.Batch;

/**
 * Where one column of many batches lies in memory, looked up once so that loops over {@linkplain RowAddress addresses}
 * read it without objects. Borrows the vectors, which must not change or close meanwhile.
 */
public final class ColumnMemory {
    private final List<FieldVector> vectors;
    private final boolean allNull;
    private final boolean hasNulls;
    private final long[] validity;
    private final long[] data;
    private final long[] offsets;

    /** The vectors, one for each batch, of one type. */
    public ColumnMemory(List<FieldVector> vectors) {
        this.vectors = vectors;
        int count = vectors.size();
        this.validity = new long[count];
        this.data = new long[count];
        this.offsets = new long[count];
        this.allNull = count > 0 && vectors.get(0) instanceof NullVector;
        boolean nulls = allNull;
        for (int i = 0; i < count && !allNull; i++) {
            FieldVector vector = vectors.get(i);
            if (vector.getNullCount() > 0) {
                validity[i] = vector.getValidityBufferAddress();
                nulls = true;
            }
            if (vector instanceof BaseFixedWidthVector) {
                data[i] = vector.getDataBufferAddress();
            } else if (vector instanceof BaseVariableWidthVector) {
                data[i] = vector.getDataBufferAddress();
                offsets[i] = vector.getOffsetBufferAddress();
            } else if (vector instanceof ListVector) {
                offsets[i] = vector.getOffsetBufferAddress();
            }
        }
        this.hasNulls = nulls;
    }

    /** One column of each batch. */
    public static ColumnMemory of(List<Batch> batches, int column) {
        return new ColumnMemory(
                batches.stream().map(batch -> batch.column(column)).toList());
    }

    public List<FieldVector> vectors() {
        return vectors;
    }

    /** The items of lists, the entries of maps, or one of the members of structs, for each batch. */
    public ColumnMemory child(int index) {
        return new ColumnMemory(vectors.stream()
                .map(vector -> vector.getChildrenFromFields().get(index))
                .toList());
    }

    /** Whether any slot, selected or not, is null. */
    public boolean hasNulls() {
        return hasNulls;
    }

    public boolean isNull(long row) {
        if (allNull) {
            return true;
        }
        long bits = validity[RowAddress.batch(row)];
        int position = RowAddress.position(row);
        return bits != 0 && (MemoryUtil.getByte(bits + (position >> 3)) >> (position & 7) & 1) == 0;
    }

    /** Where the values of the row's batch start, for types of fixed width and for strings and binaries. */
    public long data(long row) {
        return data[RowAddress.batch(row)];
    }

    /** Where the values of the only batch start; 0 when there are more. */
    long onlyData() {
        return data.length == 1 ? data[0] : 0;
    }

    /** Where the row's string or binary value, or the elements of its list, start, relative to the values of its batch. */
    public int start(long row) {
        return MemoryUtil.getInt(offsets[RowAddress.batch(row)] + 4L * RowAddress.position(row));
    }

    /** Bytes of the row's string or binary value, or elements of its list. */
    public int length(long row) {
        long offset = offsets[RowAddress.batch(row)] + 4L * RowAddress.position(row);
        return MemoryUtil.getInt(offset + 4) - MemoryUtil.getInt(offset);
    }

    /** Bytes of the longest string or binary value, selected or not. */
    int longest() {
        int longest = 0;
        for (int i = 0; i < offsets.length; i++) {
            int start = 0;
            for (int row = 0; row <= vectors.get(i).getValueCount() && offsets[i] != 0; row++) {
                int end = MemoryUtil.getInt(offsets[i] + 4L * row);
                longest = row == 0 ? longest : Math.max(longest, end - start);
                start = end;
            }
        }
        return longest;
    }
}
