package org.lancesql.execution.hash;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Selection;

/**
 * How many bits the columns of a key need in a long when strings are numbered, by the values of the first rows. What is left
 * is shared out, for values that are larger and strings that are still to come.
 */
final class PackedNeeds {
    /** More strings than this are no dictionary. */
    private static final int MAX_CODE_BITS = 20;

    private static final int MIN_CODE_BITS = 8;
    /** Of so many rows and more, one in so many at most may have a string of its own. */
    private static final int MIN_ROWS = 1_024;

    private static final int ROWS_PER_CODE = 4;

    private final List<PackedForm> forms;
    private final int[] bits;
    private final int[] most;
    private final List<@Nullable BytesCodes> codes = new ArrayList<>();

    private PackedNeeds(List<PackedForm> forms) {
        this.forms = forms;
        this.bits = new int[forms.size()];
        this.most = new int[forms.size()];
    }

    /** The columns of keys like those of these rows, the first one highest, or null when they need more than a long. */
    static @Nullable List<PackedColumn> columns(
            List<PackedForm> forms,
            boolean[] nullsMatch,
            List<FieldVector> vectors,
            Selection rows,
            BufferAllocator allocator) {
        PackedNeeds needs = new PackedNeeds(forms);
        try {
            int left = Long.SIZE;
            for (int i = 0; i < forms.size() && left >= 0; i++) {
                left -= needs.measure(i, vectors.get(i), rows, allocator) + (nullsMatch[i] ? 1 : 0);
            }
            if (left < 0) {
                needs.close();
                return null;
            }
            needs.share(left);
            return needs.columns(nullsMatch);
        } catch (Throwable failure) {
            needs.close();
            throw failure;
        }
    }

    /** Bits that a column needs; more than there are when it is not to be packed. */
    private int measure(int column, FieldVector vector, Selection rows, BufferAllocator allocator) {
        PackedForm form = forms.get(column);
        long validity = KeyPart.validity(vector);
        BytesCodes numbers = form == PackedForm.BYTES ? new BytesCodes(allocator) : null;
        codes.add(numbers);
        if (numbers != null) {
            most[column] = MAX_CODE_BITS;
            bits[column] = codeBits(numbers, vector, validity, rows);
        } else {
            most[column] = form.isShared() ? Long.SIZE : form.bits();
            bits[column] = form.isSigned() ? numberBits(form, vector, validity, rows) : form.bits();
        }
        return bits[column];
    }

    private static int codeBits(BytesCodes numbers, FieldVector vector, long validity, Selection rows) {
        long data = vector.getDataBufferAddress();
        long offsets = vector.getOffsetBufferAddress();
        int most = rows.size() < MIN_ROWS ? rows.size() : rows.size() / ROWS_PER_CODE;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            if (!KeyPart.isNull(validity, row)) {
                long value = data + MemoryUtil.getInt(offsets + (long) Integer.BYTES * row);
                if (numbers.add(value, KeyPart.length(offsets, row)) >= most) {
                    return Long.SIZE + 1;
                }
            }
        }
        return Math.max(MIN_CODE_BITS, Integer.SIZE - Integer.numberOfLeadingZeros(numbers.size()));
    }

    private int numberBits(PackedForm form, FieldVector vector, long validity, Selection rows) {
        long[] values = new long[rows.size()];
        form.load(vector, validity, rows, 0, values.length, values);
        long all = 0;
        for (int i = 0; i < values.length; i++) {
            int row = rows.position(i);
            if (!KeyPart.isNull(validity, row)) {
                if (!form.hasNumber(vector, row)) {
                    return Long.SIZE + 1;
                }
                all |= values[i] ^ values[i] >> 63;
            }
        }
        return Long.SIZE + 1 - Long.numberOfLeadingZeros(all);
    }

    private void share(int spare) {
        int left = spare;
        for (boolean given = true; left > 0 && given; ) {
            given = false;
            for (int i = 0; i < bits.length && left > 0; i++) {
                if (bits[i] < most[i]) {
                    bits[i]++;
                    left--;
                    given = true;
                }
            }
        }
    }

    private List<PackedColumn> columns(boolean[] nullsMatch) {
        List<PackedColumn> columns = new ArrayList<>();
        int shift = 0;
        for (int i = bits.length - 1; i >= 0; i--) {
            PackedColumn column = new PackedColumn(forms.get(i), bits[i], shift, nullsMatch[i], codes.get(i));
            columns.add(0, column);
            shift += column.width();
        }
        return columns;
    }

    private void close() {
        for (BytesCodes numbers : codes) {
            if (numbers != null) {
                numbers.close();
            }
        }
    }
}
