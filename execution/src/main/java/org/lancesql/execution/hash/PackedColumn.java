package org.lancesql.execution.hash;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.ByteRuns;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * The place of one column in a packed key: {@code bits} from {@code shift} on, and one above for a null that matches. Strings
 * are there themselves, or by the numbers that they have among those that came.
 */
final class PackedColumn implements AutoCloseable {
    private final PackedForm form;
    private final int bits;
    private final int shift;
    private final boolean nullsMatch;
    private final long mask;
    /** Added to signed numbers so that neighbours stay neighbours. */
    private final long bias;

    private final boolean isWhole;
    /** Whether a value that does not fit is told by what is read of it alone. */
    private final boolean tellsUnfit;

    private final @Nullable BytesCodes codes;

    /** @param codes numbers of strings, of which it takes ownership; or null */
    PackedColumn(PackedForm form, int bits, int shift, boolean nullsMatch, @Nullable BytesCodes codes) {
        this.form = form;
        this.bits = bits;
        this.shift = shift;
        this.nullsMatch = nullsMatch;
        this.mask = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        this.bias = form.isSigned() && bits < Long.SIZE ? 1L << bits - 1 : 0;
        this.isWhole = bits == form.bits() || form == PackedForm.INT64 && bits == Long.SIZE;
        this.tellsUnfit = bits < Long.SIZE && form != PackedForm.DECIMAL;
        this.codes = codes;
    }

    /** Bits of the key that the column takes. */
    int width() {
        return bits + (nullsMatch ? 1 : 0);
    }

    /**
     * Adds the column's part to the words of the selected rows {@code [from, from + count)}.
     *
     * @param validity address of the bitmap of the vector, 0 for one without nulls
     * @param values room for as many
     * @param adds whether strings that were not seen before get numbers; else no key has them
     */
    void pack(
            FieldVector vector,
            long validity,
            Selection rows,
            int from,
            int count,
            long[] values,
            PackedKeys keys,
            boolean adds) {
        if (codes != null) {
            packCodes(codes, vector, validity, rows, from, count, keys, adds);
            return;
        }
        form.load(vector, validity, rows, from, count, values);
        if (isWhole && validity == 0) {
            for (int i = 0; i < count; i++) {
                keys.words[from + i] |= (values[i] + bias) << shift;
            }
            return;
        }
        if (validity == 0 && tellsUnfit && packPresent(from, count, values, keys)) {
            return;
        }
        for (int i = 0; i < count; i++) {
            int row = rows.position(from + i);
            if (KeyPart.isNull(validity, row)) {
                packNull(from + i, keys);
            } else {
                long number = values[i] + bias;
                keys.words[from + i] |= (number & mask) << shift;
                if (!isWhole && ((number & ~mask) != 0 || !form.hasNumber(vector, row))) {
                    keys.flag(from + i, PackedKeys.UNFIT);
                }
            }
        }
    }

    /** Adds the column's part of rows that have all a value; false when some do not fit and must be found. */
    private boolean packPresent(int from, int count, long[] values, PackedKeys keys) {
        long all = 0;
        for (int i = 0; i < count; i++) {
            long number = values[i] + bias;
            keys.words[from + i] |= (number & mask) << shift;
            all |= number;
        }
        return (all & ~mask) == 0;
    }

    private void packCodes(
            BytesCodes numbers,
            FieldVector vector,
            long validity,
            Selection rows,
            int from,
            int count,
            PackedKeys keys,
            boolean adds) {
        long data = vector.getDataBufferAddress();
        long offsets = vector.getOffsetBufferAddress();
        for (int i = from; i < from + count; i++) {
            int row = rows.position(i);
            if (KeyPart.isNull(validity, row)) {
                packNull(i, keys);
                continue;
            }
            long value = data + MemoryUtil.getInt(offsets + (long) Integer.BYTES * row);
            int length = KeyPart.length(offsets, row);
            int number = adds ? numbers.add(value, length) : numbers.find(value, length);
            if (number == BytesCodes.NONE) {
                keys.flag(i, PackedKeys.EXCLUDED);
            } else if (number > mask) {
                keys.flag(i, PackedKeys.UNFIT);
            } else {
                keys.words[i] |= (long) number << shift;
            }
        }
    }

    private void packNull(int index, PackedKeys keys) {
        if (nullsMatch) {
            keys.words[index] |= 1L << shift + bits;
        } else {
            keys.flag(index, PackedKeys.EXCLUDED);
        }
    }

    /** The column of the keys with the numbers {@code [from, to)}. */
    FieldVector unpack(WordTable words, int from, int to, Field field, BufferAllocator allocator) {
        if (codes != null) {
            return unpackCodes(codes, words, from, to, field, allocator);
        }
        FieldVector vector = Vectors.create(field, allocator, to - from);
        try {
            for (int number = from; number < to; number++) {
                long word = words.word(number);
                if (!isNull(word)) {
                    form.store((word >>> shift & mask) - bias, vector, number - from);
                }
            }
            vector.setValueCount(to - from);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    private FieldVector unpackCodes(
            BytesCodes numbers, WordTable words, int from, int to, Field field, BufferAllocator allocator) {
        int total = 0;
        for (int number = from; number < to; number++) {
            long word = words.word(number);
            total = Math.addExact(total, isNull(word) ? 0 : numbers.length((int) (word >>> shift & mask)));
        }
        BaseVariableWidthVector vector = (BaseVariableWidthVector) field.createVector(allocator);
        try {
            vector.allocateNew(total, to - from);
            long offsets = vector.getOffsetBufferAddress();
            int end = 0;
            MemoryUtil.putInt(offsets, 0);
            for (int row = 0; row < to - from; row++) {
                long word = words.word(from + row);
                if (!isNull(word)) {
                    int code = (int) (word >>> shift & mask);
                    ByteRuns.copy(numbers.address(code), vector.getDataBufferAddress() + end, numbers.length(code));
                    end += numbers.length(code);
                    KeyPart.setValid(vector, row);
                }
                MemoryUtil.putInt(offsets + (long) Integer.BYTES * (row + 1), end);
            }
            vector.setLastSet(to - from - 1);
            vector.setValueCount(to - from);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    private boolean isNull(long word) {
        return nullsMatch && (word >>> shift + bits & 1) != 0;
    }

    @Override
    public void close() {
        if (codes != null) {
            codes.close();
        }
    }
}
