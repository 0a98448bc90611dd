package org.lancesql.execution;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.DateMilliVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.DurationVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.Float2Vector;
import org.apache.arrow.vector.Float4Vector;
import org.apache.arrow.vector.TimeSecVector;
import org.apache.arrow.vector.TimeStampVector;
import org.apache.arrow.vector.UInt1Vector;
import org.apache.arrow.vector.UInt2Vector;
import org.apache.arrow.vector.UInt4Vector;
import org.apache.arrow.vector.UInt8Vector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.ipc.message.ArrowFieldNode;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.EvaluationException.Reason;

/**
 * Turns vectors of the types that tables store into canonical ones. Memory is shared wherever the layout is the same:
 * only offsets are made anew for values that were of fixed size or had offsets of 64 bits.
 */
final class StoredReader {
    private static final long MILLIS_PER_DAY = 86_400_000;
    private static final long MILLIS_PER_SECOND = 1_000;

    private final BufferAllocator allocator;

    private StoredReader(BufferAllocator allocator) {
        this.allocator = allocator;
    }

    /** Takes ownership of {@code stored}. */
    static FieldVector toCanonical(FieldVector stored, Field canonical, BufferAllocator allocator) {
        if (CanonicalTypes.haveSameType(canonical, stored.getField())) {
            // Arrow's list vectors do not keep the name of their child, so that only types need to agree.
            return stored;
        }
        try (stored) {
            FieldVector result = canonical.createVector(allocator);
            try {
                new StoredReader(allocator).convert(stored, result);
                return result;
            } catch (Throwable failure) {
                result.close();
                throw failure;
            }
        }
    }

    private void convert(FieldVector stored, FieldVector result) {
        if (stored.getValueCount() == 0) {
            result.allocateNew();
            result.setValueCount(0);
            return;
        }
        switch (stored.getMinorType()) {
            case LIST, MAP, STRUCT -> load(stored, result, stored.getFieldBuffers());
            case LARGELIST ->
                loadWithOffsets(
                        stored,
                        result,
                        narrowed(stored, stored.getFieldBuffers().get(1)));
            case FIXED_SIZE_LIST ->
                loadWithOffsets(stored, result, steps(stored, ((FixedSizeListVector) stored).getListSize()));
            case LARGEVARCHAR, LARGEVARBINARY ->
                loadWithOffsets(
                        stored,
                        result,
                        narrowed(stored, stored.getFieldBuffers().get(1)));
            default -> convertFlat(stored, result);
        }
        List<FieldVector> children = stored.getChildrenFromFields();
        for (int i = 0; i < children.size(); i++) {
            convert(children.get(i), result.getChildrenFromFields().get(i));
        }
    }

    private void convertFlat(FieldVector stored, FieldVector result) {
        if (hasLayoutOf(stored, result)) {
            load(stored, result, stored.getFieldBuffers());
        } else if (stored instanceof FixedSizeBinaryVector binary) {
            loadWithOffsets(stored, result, steps(stored, binary.getByteWidth()));
        } else {
            copyRows(stored, result);
        }
    }

    private static boolean hasLayoutOf(FieldVector stored, FieldVector result) {
        return switch (stored.getMinorType()) {
            // Only the name of the zone differs.
            case TIMESTAMPMILLITZ, TIMESTAMPMICROTZ, TIMESTAMPNANOTZ, DURATION ->
                !isSeconds(stored.getField().getType());
            // Months, kept as integers.
            case INT -> true;
            default -> stored.getMinorType() == result.getMinorType();
        };
    }

    private static boolean isSeconds(ArrowType type) {
        return type instanceof ArrowType.Duration duration && duration.getUnit() == TimeUnit.SECOND;
    }

    private static void load(FieldVector stored, FieldVector result, List<ArrowBuf> buffers) {
        result.loadFieldBuffers(new ArrowFieldNode(stored.getValueCount(), stored.getNullCount()), buffers);
    }

    /** Loads validity and, where there are any, values of {@code stored} with other offsets, which it releases. */
    private static void loadWithOffsets(FieldVector stored, FieldVector result, ArrowBuf offsets) {
        try (offsets) {
            List<ArrowBuf> own = stored.getFieldBuffers();
            boolean hasValues = stored.getChildrenFromFields().isEmpty();
            load(
                    stored,
                    result,
                    hasValues ? List.of(own.get(0), offsets, own.get(own.size() - 1)) : List.of(own.get(0), offsets));
        }
    }

    private ArrowBuf narrowed(FieldVector stored, ArrowBuf wide) {
        int count = stored.getValueCount() + 1;
        if (wide.getLong(8L * (count - 1)) > Integer.MAX_VALUE) {
            throw new EvaluationException(
                    Reason.STRING_TOO_LONG, "Column " + stored.getName() + " has more than 2 GiB in a batch of rows");
        }
        ArrowBuf offsets = allocator.buffer(4L * count);
        for (int i = 0; i < count; i++) {
            offsets.setInt(4L * i, (int) wide.getLong(8L * i));
        }
        return offsets.writerIndex(4L * count);
    }

    private ArrowBuf steps(FieldVector stored, int step) {
        int count = stored.getValueCount() + 1;
        Math.multiplyExact(count, step);
        ArrowBuf offsets = allocator.buffer(4L * count);
        for (int i = 0; i < count; i++) {
            offsets.setInt(4L * i, i * step);
        }
        return offsets.writerIndex(4L * count);
    }

    private static void copyRows(FieldVector stored, FieldVector result) {
        int length = stored.getValueCount();
        ((BaseFixedWidthVector) result).allocateNew(length);
        for (int row = 0; row < length; row++) {
            if (!stored.isNull(row)) {
                copyRow(stored, row, result);
            }
        }
        result.setValueCount(length);
    }

    private static void copyRow(FieldVector from, int row, FieldVector to) {
        switch (from.getMinorType()) {
            case UINT1 -> Vectors.setLong(to, row, ((UInt1Vector) from).getValueAsLong(row));
            case UINT2 -> Vectors.setLong(to, row, ((UInt2Vector) from).getValueAsLong(row));
            case UINT4 -> Vectors.setLong(to, row, ((UInt4Vector) from).getValueAsLong(row));
            case UINT8 -> ((DecimalVector) to).set(row, new BigDecimal(unsigned(((UInt8Vector) from).get(row))));
            case FLOAT2 -> ((Float4Vector) to).set(row, ((Float2Vector) from).getValueAsFloat(row));
            case DATEMILLI ->
                Vectors.setLong(to, row, Math.floorDiv(((DateMilliVector) from).get(row), MILLIS_PER_DAY));
            case TIMESEC -> Vectors.setLong(to, row, ((TimeSecVector) from).get(row) * MILLIS_PER_SECOND);
            case TIMESTAMPSEC, TIMESTAMPSECTZ ->
                Vectors.setLong(to, row, toMillis(from, ((TimeStampVector) from).get(row), "a timestamp"));
            case DURATION ->
                Vectors.setLong(to, row, toMillis(from, DurationVector.get(from.getDataBuffer(), row), "an interval"));
            default -> throw new IllegalStateException(from.getMinorType().name());
        }
    }

    private static long toMillis(FieldVector from, long seconds, String what) {
        try {
            return Math.multiplyExact(seconds, MILLIS_PER_SECOND);
        } catch (ArithmeticException e) {
            throw new EvaluationException(
                    Reason.INVALID_DATETIME, "Column " + from.getName() + " has " + what + " out of range", e);
        }
    }

    private static BigInteger unsigned(long value) {
        return new BigInteger(Long.toUnsignedString(value));
    }
}
