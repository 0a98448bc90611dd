package org.lancesql.execution.hash;

import org.apache.arrow.vector.FieldVector;
import org.lancesql.execution.Selection;

/** The place of one column in a packed key: {@code bits} from {@code shift} on, and one above for a null that matches. */
final class PackedColumn {
    private final PackedForm form;
    private final int bits;
    private final int shift;
    private final boolean nullsMatch;
    private final long mask;
    /** Added to signed numbers so that neighbours stay neighbours. */
    private final long bias;

    private final boolean isWhole;

    PackedColumn(PackedForm form, int bits, int shift, boolean nullsMatch) {
        this.form = form;
        this.bits = bits;
        this.shift = shift;
        this.nullsMatch = nullsMatch;
        this.mask = bits == Long.SIZE ? -1 : (1L << bits) - 1;
        this.bias = form.isSigned() && bits < Long.SIZE ? 1L << bits - 1 : 0;
        this.isWhole = !form.isShared() || form == PackedForm.INT64 && bits == Long.SIZE;
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
     */
    void pack(FieldVector vector, long validity, Selection rows, int from, int count, long[] values, PackedKeys keys) {
        form.load(vector, validity, rows, from, count, values);
        if (isWhole && validity == 0) {
            for (int i = 0; i < count; i++) {
                keys.words[from + i] |= (values[i] + bias) << shift;
            }
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

    private void packNull(int index, PackedKeys keys) {
        if (nullsMatch) {
            keys.words[index] |= 1L << shift + bits;
        } else {
            keys.flag(index, PackedKeys.EXCLUDED);
        }
    }

    /** Sets a slot of a vector, which is null until then, to the column's part of a word. */
    void unpack(long word, FieldVector vector, int row) {
        if (!nullsMatch || (word >>> shift + bits & 1) == 0) {
            form.store((word >>> shift & mask) - bias, vector, row);
        }
    }
}
