package org.lancesql.execution;

import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.BaseRepeatedValueVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.util.TransferPair;
import org.lancesql.execution.EvaluationException.Reason;

/** Writes canonical values into a vector of a type that a table stores, and refuses those that do not fit. */
final class StoredWriter {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final FieldVector column;

    StoredWriter(FieldVector column) {
        this.column = column;
    }

    /** Whether values lie in memory as those of the column do. */
    static boolean isSameInMemory(FieldVector canonical, FieldVector stored) {
        boolean flat = stored instanceof BaseFixedWidthVector || stored instanceof BaseVariableWidthVector;
        return flat
                && stored.getClass() == canonical.getClass()
                && (stored instanceof TimeStampVector
                        || stored.getField()
                                .getType()
                                .equals(canonical.getField().getType()));
    }

    void write(FieldVector canonical, Selection rows, int targetOffset) {
        if (targetOffset == 0
                && rows.isDense()
                && rows.size() > 0
                && isSameInMemory(canonical, column)
                && (column.getField().isNullable() || canonical.getNullCount() == 0)) {
            share(canonical, rows.size());
            return;
        }
        for (int i = 0; i < rows.size(); i++) {
            write(canonical, rows.position(i), column, targetOffset + i);
        }
        column.setValueCount(targetOffset + rows.size());
    }

    /** In two steps, because Arrow leaves the memory of some vectors with the first allocator when it cuts them. */
    private void share(FieldVector canonical, int rows) {
        TransferPair cut = canonical.getTransferPair(canonical.getField(), canonical.getAllocator());
        try (FieldVector part = (FieldVector) cut.getTo()) {
            cut.splitAndTransfer(0, rows);
            part.makeTransferPair(column).transfer();
        }
    }

    private void write(FieldVector from, int row, FieldVector to, int toRow) {
        if (from.isNull(row)) {
            writeNull(to, toRow);
            return;
        }
        switch (to.getMinorType()) {
            case LIST, MAP -> writeList((ListVector) from, row, (ListVector) to, toRow);
            case LARGELIST -> writeLargeList((ListVector) from, row, (LargeListVector) to, toRow);
            case FIXED_SIZE_LIST -> writeVector((ListVector) from, row, (FixedSizeListVector) to, toRow);
            case STRUCT -> writeStruct((StructVector) from, row, (StructVector) to, toRow);
            default -> writeFlat(from, row, to, toRow);
        }
    }

    private void writeNull(FieldVector to, int row) {
        if (!to.getField().isNullable()) {
            throw new EvaluationException(Reason.NULL_NOT_ALLOWED, name(to) + " is NOT NULL but got a null");
        }
        setNull(to, row);
    }

    private static void setNull(FieldVector to, int row) {
        if (to instanceof NullVector) {
            return;
        }
        while (row >= to.getValueCapacity() && to instanceof BaseFixedWidthVector) {
            to.reAlloc();
        }
        to.setNull(row);
        if (to instanceof StructVector struct) {
            struct.getChildrenFromFields().forEach(member -> setPlaceholder(member, row));
        }
    }

    /** Gives a member of a null struct a value where its own field forbids a null: Lance does not look at the struct. */
    private static void setPlaceholder(FieldVector member, int row) {
        if (member.getField().isNullable()) {
            setNull(member, row);
        } else if (member instanceof StructVector struct) {
            struct.setIndexDefined(row);
            struct.getChildrenFromFields().forEach(child -> setPlaceholder(child, row));
        } else if (member instanceof ListVector list) {
            list.startNewValue(row);
            list.endValue(row, 0);
        } else if (member instanceof LargeListVector list) {
            list.startNewValue(row);
            list.endValue(row, 0);
        } else if (member instanceof FixedSizeListVector vector) {
            vector.startNewValue(row);
            for (int i = 0; i < vector.getListSize(); i++) {
                setPlaceholder(vector.getDataVector(), row * vector.getListSize() + i);
            }
        } else if (member instanceof BaseVariableWidthVector bytes) {
            bytes.setSafe(row, new byte[0]);
        } else if (member instanceof BaseLargeVariableWidthVector bytes) {
            bytes.setSafe(row, new byte[0]);
        } else {
            makeRoom(member, row + 1);
            ((BaseFixedWidthVector) member).setIndexDefined(row);
        }
    }

    private void writeList(ListVector from, int row, ListVector to, int toRow) {
        int start = to.startNewValue(toRow);
        int count = from.getElementEndIndex(row) - from.getElementStartIndex(row);
        writeItems(from, row, to.getDataVector(), start, count);
        to.endValue(toRow, count);
    }

    private void writeLargeList(ListVector from, int row, LargeListVector to, int toRow) {
        int start = Math.toIntExact(to.startNewValue(toRow));
        int count = from.getElementEndIndex(row) - from.getElementStartIndex(row);
        writeItems(from, row, to.getDataVector(), start, count);
        to.endValue(toRow, count);
    }

    private void writeVector(ListVector from, int row, FixedSizeListVector to, int toRow) {
        int count = from.getElementEndIndex(row) - from.getElementStartIndex(row);
        if (count != to.getListSize()) {
            throw new EvaluationException(
                    Reason.INVALID_ARGUMENT, name(to) + " takes lists of " + to.getListSize() + " items, not " + count);
        }
        int start = to.startNewValue(toRow);
        writeItems(from, row, to.getDataVector(), start, count);
    }

    private void writeItems(ListVector from, int row, FieldVector to, int start, int count) {
        FieldVector items = from.getDataVector();
        int first = from.getElementStartIndex(row);
        if (items.getMinorType() == to.getMinorType()
                && items instanceof BaseFixedWidthVector fixed
                && !(items instanceof BitVector || items instanceof DurationVector)
                && items.getNullCount() == 0) {
            makeRoom(to, start + count);
            long width = fixed.getTypeWidth();
            MemoryUtil.copyMemory(
                    items.getDataBufferAddress() + first * width,
                    to.getDataBufferAddress() + start * width,
                    count * width);
            for (int i = 0; i < count; i++) {
                ((BaseFixedWidthVector) to).setIndexDefined(start + i);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            write(items, first + i, to, start + i);
        }
    }

    private static void makeRoom(FieldVector vector, int rows) {
        while (rows > vector.getValueCapacity()) {
            vector.reAlloc();
        }
    }

    private void writeStruct(StructVector from, int row, StructVector to, int toRow) {
        to.setIndexDefined(toRow);
        List<FieldVector> members = from.getChildrenFromFields();
        for (int i = 0; i < members.size(); i++) {
            write(members.get(i), row, to.getChildrenFromFields().get(i), toRow);
        }
    }

    private void writeFlat(FieldVector from, int row, FieldVector to, int toRow) {
        switch (to.getMinorType()) {
            case UINT1 -> ((UInt1Vector) to).setSafe(toRow, (int) checked(from, row, 0xFFL, to));
            case UINT2 -> ((UInt2Vector) to).setSafe(toRow, (int) checked(from, row, 0xFFFFL, to));
            case UINT4 -> ((UInt4Vector) to).setSafe(toRow, (int) checked(from, row, 0xFFFF_FFFFL, to));
            case UINT8 -> ((UInt8Vector) to).setSafe(toRow, checkedUnsignedLong((DecimalVector) from, row, to));
            case FLOAT2 -> ((Float2Vector) to).setSafe(toRow, toFloat16((Float4Vector) from, row, to));
            case DATEMILLI -> ((DateMilliVector) to).setSafe(toRow, Vectors.getLong(from, row) * MILLIS_PER_DAY);
            case TIMESEC -> ((TimeSecVector) to).setSafe(toRow, (int) toSeconds(from, row));
            case TIMESTAMPSEC, TIMESTAMPSECTZ -> ((TimeStampVector) to).setSafe(toRow, toSeconds(from, row));
            case DURATION -> ((DurationVector) to).setSafe(toRow, toUnits((DurationVector) from, row, to));
            case LARGEVARCHAR -> ((LargeVarCharVector) to).setSafe(toRow, Vectors.getBytes(from, row));
            case LARGEVARBINARY -> ((LargeVarBinaryVector) to).setSafe(toRow, Vectors.getBytes(from, row));
            case FIXEDSIZEBINARY -> writeFixedSize(from, row, (FixedSizeBinaryVector) to, toRow);
            case INT -> ((IntVector) to).setSafe(toRow, (int) Vectors.getLong(from, row));
            default -> copy(from, row, to, toRow);
        }
    }

    private static void copy(FieldVector from, int row, FieldVector to, int toRow) {
        if (from.getMinorType() != to.getMinorType()) {
            throw new IllegalArgumentException(
                    "Column " + to.getName() + " of type " + to.getField().getType() + " cannot take "
                            + from.getField().getType());
        }
        to.copyFromSafe(row, toRow, from);
    }

    private void writeFixedSize(FieldVector from, int row, FixedSizeBinaryVector to, int toRow) {
        byte[] value = from instanceof FixedSizeBinaryVector binary ? binary.get(row) : Vectors.getBytes(from, row);
        int size = to.getByteWidth();
        if (value.length != size) {
            throw new EvaluationException(
                    value.length > size ? Reason.STRING_TOO_LONG : Reason.INVALID_ARGUMENT,
                    name(to) + " takes values of " + size + " bytes, not " + value.length);
        }
        to.setSafe(toRow, value);
    }

    /** Seconds, of which a time or timestamp with a fraction is the last one not later. */
    private static long toSeconds(FieldVector from, int row) {
        return Math.floorDiv(Vectors.getLong(from, row), MILLIS_PER_SECOND);
    }

    /** An interval in the unit of the target; a finer part is cut off. */
    private static long toUnits(DurationVector from, int row, FieldVector to) {
        long value = Vectors.getLong(from, row);
        TimeUnit unit = ((ArrowType.Duration) to.getField().getType()).getUnit();
        return unit == TimeUnit.SECOND ? value / MILLIS_PER_SECOND : value;
    }

    private long checked(FieldVector from, int row, long max, FieldVector to) {
        long value = Vectors.getLong(from, row);
        if (value < 0 || value > max) {
            throw outOfRange(to, value, "0 to " + max);
        }
        return value;
    }

    private long checkedUnsignedLong(DecimalVector from, int row, FieldVector to) {
        BigInteger value = from.getObjectNotNull(row).toBigInteger();
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw outOfRange(to, value, "0 to " + Long.toUnsignedString(-1));
        }
        return value.longValue();
    }

    private short toFloat16(Float4Vector from, int row, FieldVector to) {
        float value = from.get(row);
        short half = Float16.toFloat16(value);
        if (Float.isInfinite(Float16.toFloat(half)) && Float.isFinite(value)) {
            throw outOfRange(to, value, "-65504 to 65504");
        }
        return half;
    }

    private EvaluationException outOfRange(FieldVector to, Object value, String range) {
        return new EvaluationException(
                Reason.NUMERIC_OUT_OF_RANGE, name(to) + " cannot hold " + value + "; its range is " + range);
    }

    private String name(FieldVector vector) {
        if (vector == column) {
            return "Column " + column.getName();
        }
        boolean isItem = vector.getName().equals(BaseRepeatedValueVector.DATA_VECTOR_NAME);
        return "Column " + column.getName() + " (" + (isItem ? "item" : vector.getName()) + ")";
    }
}
