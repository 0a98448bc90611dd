package org.lancesql.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.Float16;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException.Reason;

/** Copies values between the types that tables store and the canonical ones. */
final class StoredVectors {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    private StoredVectors() {}

    static FieldVector toCanonical(FieldVector stored, Field canonical, BufferAllocator allocator) {
        if (canonical.getType().equals(stored.getField().getType())) {
            return stored;
        }
        try (stored) {
            if (stored instanceof TimeStampVector && !isSeconds(stored)) {
                return renamed(stored, canonical, allocator);
            }
            int length = stored.getValueCount();
            FieldVector result = Vectors.create(canonical, allocator, length);
            try {
                for (int row = 0; row < length; row++) {
                    if (!stored.isNull(row)) {
                        read(stored, row, result);
                    }
                }
                result.setValueCount(length);
                return result;
            } catch (Throwable failure) {
                result.close();
                throw failure;
            }
        }
    }

    private static boolean isSeconds(FieldVector vector) {
        return ((ArrowType.Timestamp) vector.getField().getType()).getUnit() == TimeUnit.SECOND;
    }

    /** The same memory under another name of the zone. */
    private static FieldVector renamed(FieldVector stored, Field field, BufferAllocator allocator) {
        FieldVector result = field.createVector(allocator);
        stored.makeTransferPair(result).transfer();
        return result;
    }

    private static void read(FieldVector from, int row, FieldVector to) {
        switch (from.getMinorType()) {
            case UINT1 -> Vectors.setLong(to, row, ((UInt1Vector) from).getValueAsLong(row));
            case UINT2 -> Vectors.setLong(to, row, ((UInt2Vector) from).getValueAsLong(row));
            case UINT4 -> Vectors.setLong(to, row, ((UInt4Vector) from).getValueAsLong(row));
            case UINT8 -> ((DecimalVector) to).set(row, new BigDecimal(unsigned(((UInt8Vector) from).get(row))));
            case FLOAT2 -> ((Float4Vector) to).set(row, ((Float2Vector) from).getValueAsFloat(row));
            case DATEMILLI ->
                Vectors.setLong(to, row, Math.floorDiv(((DateMilliVector) from).get(row), MILLIS_PER_DAY));
            case TIMESEC -> Vectors.setLong(to, row, ((TimeSecVector) from).get(row) * MILLIS_PER_SECOND);
            case TIMESTAMPSEC, TIMESTAMPSECTZ -> Vectors.setLong(to, row, toMillis(from, row));
            case LARGEVARCHAR -> Vectors.setBytes(to, row, ((LargeVarCharVector) from).get(row));
            case LARGEVARBINARY -> Vectors.setBytes(to, row, ((LargeVarBinaryVector) from).get(row));
            case FIXEDSIZEBINARY -> Vectors.setBytes(to, row, ((FixedSizeBinaryVector) from).get(row));
            default -> throw new IllegalStateException(from.getMinorType().name());
        }
    }

    private static long toMillis(FieldVector from, int row) {
        try {
            return Math.multiplyExact(((TimeStampVector) from).get(row), MILLIS_PER_SECOND);
        } catch (ArithmeticException e) {
            throw new EvaluationException(
                    Reason.INVALID_DATETIME, "Column " + from.getName() + " has a timestamp out of range", e);
        }
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }

    static void toStored(FieldVector canonical, Selection rows, FieldVector target, int targetOffset) {
        boolean same = canonical.getMinorType() == target.getMinorType();
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            int targetRow = targetOffset + i;
            if (canonical.isNull(row)) {
                writeNull(target, targetRow);
            } else if (same) {
                target.copyFromSafe(row, targetRow, canonical);
            } else {
                write(canonical, row, target, targetRow);
            }
        }
        target.setValueCount(targetOffset + rows.size());
    }

    private static void writeNull(FieldVector target, int row) {
        if (!target.getField().isNullable()) {
            throw new EvaluationException(
                    Reason.NULL_NOT_ALLOWED, "Column " + target.getName() + " is NOT NULL but got a null");
        }
        while (row >= target.getValueCapacity() && target instanceof BaseFixedWidthVector) {
            target.reAlloc();
        }
        target.setNull(row);
    }

    private static void write(FieldVector from, int row, FieldVector to, int toRow) {
        switch (to.getMinorType()) {
            case UINT1 -> ((UInt1Vector) to).setSafe(toRow, (int) checked(from, row, 0xFFL, to));
            case UINT2 -> ((UInt2Vector) to).setSafe(toRow, (int) checked(from, row, 0xFFFFL, to));
            case UINT4 -> ((UInt4Vector) to).setSafe(toRow, (int) checked(from, row, 0xFFFF_FFFFL, to));
            case UINT8 -> ((UInt8Vector) to).setSafe(toRow, checkedUnsignedLong((DecimalVector) from, row, to));
            case FLOAT2 -> ((Float2Vector) to).setSafe(toRow, toFloat16((Float4Vector) from, row, to));
            case DATEMILLI -> ((DateMilliVector) to).setSafe(toRow, Vectors.getLong(from, row) * MILLIS_PER_DAY);
            case TIMESEC -> ((TimeSecVector) to).setSafe(toRow, (int) toSeconds(from, row));
            case TIMESTAMPSEC, TIMESTAMPSECTZ -> ((TimeStampVector) to).setSafe(toRow, toSeconds(from, row));
            case LARGEVARCHAR -> ((LargeVarCharVector) to).setSafe(toRow, Vectors.getBytes(from, row));
            case LARGEVARBINARY -> ((LargeVarBinaryVector) to).setSafe(toRow, Vectors.getBytes(from, row));
            case FIXEDSIZEBINARY -> ((FixedSizeBinaryVector) to).setSafe(toRow, ofSize(from, row, to));
            default ->
                throw new IllegalArgumentException(
                        "Column " + to.getName() + " of type " + to.getField().getType() + " cannot take "
                                + from.getField().getType());
        }
    }

    /** Seconds, of which a time or timestamp with a fraction is the last one not later. */
    private static long toSeconds(FieldVector from, int row) {
        return Math.floorDiv(Vectors.getLong(from, row), MILLIS_PER_SECOND);
    }

    private static long checked(FieldVector from, int row, long max, FieldVector to) {
        long value = Vectors.getLong(from, row);
        if (value < 0 || value > max) {
            throw outOfRange(to, value, "0 to " + max);
        }
        return value;
    }

    private static long checkedUnsignedLong(DecimalVector from, int row, FieldVector to) {
        BigInteger value = from.getObjectNotNull(row).toBigInteger();
        if (value.signum() < 0 || value.bitLength() > Long.SIZE) {
            throw outOfRange(to, value, "0 to " + Long.toUnsignedString(-1));
        }
        return value.longValue();
    }

    private static short toFloat16(Float4Vector from, int row, FieldVector to) {
        float value = from.get(row);
        short half = Float16.toFloat16(value);
        if (Float.isInfinite(Float16.toFloat(half)) && Float.isFinite(value)) {
            throw outOfRange(to, value, "-65504 to 65504");
        }
        return half;
    }

    private static byte[] ofSize(FieldVector from, int row, FieldVector to) {
        byte[] value = Vectors.getBytes(from, row);
        int size = ((FixedSizeBinaryVector) to).getByteWidth();
        if (value.length != size) {
            throw new EvaluationException(
                    value.length > size ? Reason.STRING_TOO_LONG : Reason.INVALID_ARGUMENT,
                    "Column " + to.getName() + " takes values of " + size + " bytes, not " + value.length);
        }
        return value;
    }

    private static EvaluationException outOfRange(FieldVector to, Object value, String range) {
        return new EvaluationException(
                Reason.NUMERIC_OUT_OF_RANGE,
                "Column " + to.getName() + " cannot hold " + value + "; its range is " + range);
    }
}
