package org.lancesql.calcite.engine;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVectorHelper;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.BoundRows;
import org.lancesql.execution.Vectors;

/** The values that are bound to one parameter in many rows, if one type holds them all. */
abstract sealed class BoundColumn {
    private static final int MAX_PRECISION = 38;

    private final ArrowType type;
    private final int size;

    private BoundColumn(ArrowType type, int size) {
        this.type = type;
        this.size = size;
    }

    /**
     * The values of a parameter in the rows from {@code from} on, before {@code to}.
     *
     * @param target the parameter
     * @return empty when the values are of several types, are nested, or are no values of a parameter
     */
    static Optional<BoundColumn> of(BoundRows.Column bound, int from, int to, Field target) {
        if (bound.isIntegers()) {
            return Optional.of(new Integers(bound, from, to));
        }
        @Nullable Object[] values = new Object[to - from];
        for (int row = from; row < to; row++) {
            values[row - from] = bound.get(row);
        }
        ArrowType type = typeByClass(values, target);
        return Optional.ofNullable(type == null ? convert(values, target) : type)
                .map(common -> common instanceof ArrowType.Utf8 ? new Texts(values) : new Objects(common, values));
    }

    /** The type of values that need no conversion, or null. */
    private static @Nullable ArrowType typeByClass(@Nullable Object[] values, Field target) {
        Class<?> last = null;
        ArrowType type = null;
        for (Object value : values) {
            if (value == null || value.getClass() == last) {
                continue;
            }
            last = value.getClass();
            ArrowType next = ParameterValue.typeOfAll(last, target);
            if (next == null || type != null && !type.equals(next)) {
                return null;
            }
            type = next;
        }
        return type;
    }

    /** Gives the values the form that vectors take; returns their type, or null when there is no common one. */
    private static @Nullable ArrowType convert(@Nullable Object[] values, Field target) {
        ArrowType common = null;
        for (int row = 0; row < values.length; row++) {
            Object value = values[row];
            if (value == null) {
                continue;
            }
            ParameterValue natural = ParameterValue.of(value, target);
            common = natural == null ? null : common(common, natural.type());
            if (natural == null || common == null) {
                return null;
            }
            values[row] = natural.value();
        }
        return common;
    }

    private static @Nullable ArrowType common(@Nullable ArrowType before, ArrowType type) {
        if (before == null || before.equals(type)) {
            return type;
        }
        if (before instanceof ArrowType.Decimal one && type instanceof ArrowType.Decimal other) {
            int scale = Math.max(one.getScale(), other.getScale());
            int digits = Math.max(one.getPrecision() - one.getScale(), other.getPrecision() - other.getScale());
            return digits + scale > MAX_PRECISION ? null : new ArrowType.Decimal(digits + scale, scale, 128);
        }
        return null;
    }

    /** The type of the values. */
    ArrowType type() {
        return type;
    }

    /** Writes the values into a vector of the type, which has room for them. */
    void write(FieldVector vector) {
        fill(vector);
        vector.setValueCount(size);
    }

    abstract void fill(FieldVector vector);

    private static final class Integers extends BoundColumn {
        private final BoundRows.Column bound;
        private final int from;
        private final int to;

        Integers(BoundRows.Column bound, int from, int to) {
            super(ParameterValue.INTEGERS, to - from);
            this.bound = bound;
            this.from = from;
            this.to = to;
        }

        @Override
        void fill(FieldVector vector) {
            BigIntVector numbers = (BigIntVector) vector;
            if (bound.hasNull(from, to)) {
                for (int row = from; row < to; row++) {
                    if (!bound.isNull(row)) {
                        numbers.set(row - from, bound.integer(row));
                    }
                }
                return;
            }
            ArrowBuf data = numbers.getDataBuffer();
            for (int row = from; row < to; row++) {
                data.setLong((long) Long.BYTES * (row - from), bound.integer(row));
            }
            numbers.getValidityBuffer().setOne(0, BitVectorHelper.getValidityBufferSize(to - from));
        }
    }

    private static final class Objects extends BoundColumn {
        private final @Nullable Object[] values;

        Objects(ArrowType type, @Nullable Object[] values) {
            super(type, values.length);
            this.values = values;
        }

        @Override
        void fill(FieldVector vector) {
            for (int row = 0; row < values.length; row++) {
                Vectors.set(vector, row, values[row]);
            }
        }
    }

    /** Texts, whose bytes are gathered and copied many at once. */
    private static final class Texts extends BoundColumn {
        private static final int GATHERED_BYTES = 1 << 15;

        private final @Nullable Object[] values;
        private final byte[] gathered = new byte[GATHERED_BYTES];
        private int gatheredBytes;
        private long writtenBytes;

        Texts(@Nullable Object[] values) {
            super(ArrowType.Utf8.INSTANCE, values.length);
            this.values = values;
        }

        @Override
        void fill(FieldVector vector) {
            VarCharVector texts = (VarCharVector) vector;
            ArrowBuf offsets = texts.getOffsetBuffer();
            for (int row = 0; row < values.length; row++) {
                Object value = values[row];
                if (value != null) {
                    gather(((String) value).getBytes(StandardCharsets.UTF_8), texts);
                    BitVectorHelper.setBit(texts.getValidityBuffer(), row);
                }
                offsets.setInt((row + 1L) * BaseVariableWidthVector.OFFSET_WIDTH, (int) (writtenBytes + gatheredBytes));
            }
            flush(texts);
            texts.setLastSet(values.length - 1);
        }

        private void gather(byte[] text, VarCharVector texts) {
            if (text.length > gathered.length - gatheredBytes) {
                flush(texts);
            }
            if (text.length > gathered.length) {
                append(text, text.length, texts);
            } else {
                System.arraycopy(text, 0, gathered, gatheredBytes, text.length);
                gatheredBytes += text.length;
            }
        }

        private void flush(VarCharVector texts) {
            append(gathered, gatheredBytes, texts);
            gatheredBytes = 0;
        }

        /** Fails, as all writing of vectors does, where the bytes of all texts are more than an offset can tell. */
        private void append(byte[] bytes, int count, VarCharVector texts) {
            long needed = writtenBytes + count;
            if (needed > texts.getDataBuffer().capacity()) {
                texts.reallocDataBuffer(Math.max(needed, 2 * writtenBytes));
            }
            texts.getDataBuffer().setBytes(writtenBytes, bytes, 0, count);
            writtenBytes = needed;
        }
    }
}
