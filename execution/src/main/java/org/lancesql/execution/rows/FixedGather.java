package org.lancesql.execution.rows;

import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies values of 1, 2, 4, 8 or 16 bytes. */
final class FixedGather extends ColumnGather {
    FixedGather(Field field, ColumnMemory source) {
        super(field, source);
    }

    @Override
    void copy(RowRun rows, FieldVector target) {
        copyValidity(rows, target);
        long data = target.getDataBufferAddress();
        int width = ((BaseFixedWidthVector) target).getTypeWidth();
        switch (width) {
            case 4 -> copyInts(rows, data);
            case 8 -> copyLongs(rows, data);
            case 16 -> copyWide(rows, data);
            default -> copyNarrow(rows, data, width);
        }
    }

    private void copyInts(RowRun rows, long data) {
        long base = source.onlyData();
        for (int i = 0; i < rows.count(); i++) {
            long row = rows.address(i);
            if (row != RowAddress.NONE) {
                long from = (base == 0 ? source.data(row) : base) + 4L * RowAddress.position(row);
                MemoryUtil.putInt(data + 4L * i, MemoryUtil.getInt(from));
            }
        }
    }

    private void copyLongs(RowRun rows, long data) {
        long base = source.onlyData();
        for (int i = 0; i < rows.count(); i++) {
            long row = rows.address(i);
            if (row != RowAddress.NONE) {
                long from = (base == 0 ? source.data(row) : base) + 8L * RowAddress.position(row);
                MemoryUtil.putLong(data + 8L * i, MemoryUtil.getLong(from));
            }
        }
    }

    private void copyWide(RowRun rows, long data) {
        long base = source.onlyData();
        for (int i = 0; i < rows.count(); i++) {
            long row = rows.address(i);
            if (row != RowAddress.NONE) {
                long from = (base == 0 ? source.data(row) : base) + 16L * RowAddress.position(row);
                MemoryUtil.putLong(data + 16L * i, MemoryUtil.getLong(from));
                MemoryUtil.putLong(data + 16L * i + 8, MemoryUtil.getLong(from + 8));
            }
        }
    }

    private void copyNarrow(RowRun rows, long data, int width) {
        for (int i = 0; i < rows.count(); i++) {
            long row = rows.address(i);
            if (row != RowAddress.NONE) {
                long from = source.data(row) + (long) width * RowAddress.position(row);
                for (int b = 0; b < width; b++) {
                    MemoryUtil.putByte(data + (long) width * i + b, MemoryUtil.getByte(from + b));
                }
            }
        }
    }
}
