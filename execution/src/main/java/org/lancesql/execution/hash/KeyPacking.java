package org.lancesql.execution.hash;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * A way to pack the columns of a key into one long: so many bits for each, and one more for a null that is a value like
 * others. Columns of numbers of 64 bits and of strings get what the others leave; of their values only those fit that are
 * small, or short.
 */
final class KeyPacking {
    private static final int MIN_SHARED_BITS = 24;
    private static final int CHUNK_ROWS = 1_024;

    private final List<Field> fields;
    private final List<PackedColumn> columns;

    private KeyPacking(List<Field> fields, List<PackedColumn> columns) {
        this.fields = fields;
        this.columns = columns;
    }

    /** A packing for such keys, or null when their types have none or keys of these rows do not fit. */
    static @Nullable KeyPacking of(
            List<Field> fields, boolean[] nullsMatch, Batch batch, int[] keyColumns, Selection rows) {
        int left = Long.SIZE;
        int sharing = 0;
        for (int i = 0; i < fields.size(); i++) {
            PackedForm form = PackedForm.of(fields.get(i).getType());
            if (form == null) {
                return null;
            }
            left -= form.bits() + (nullsMatch[i] ? 1 : 0);
            sharing += form.isShared() ? 1 : 0;
        }
        int share = sharing == 0 ? 0 : left / sharing;
        if (left < 0 || sharing > 0 && share < MIN_SHARED_BITS) {
            return null;
        }
        List<PackedColumn> columns = new ArrayList<>();
        int shift = 0;
        for (int i = fields.size() - 1; i >= 0; i--) {
            PackedForm form = PackedForm.of(fields.get(i).getType());
            if (form != null) {
                PackedColumn column =
                        new PackedColumn(form, form.isShared() ? share : form.bits(), shift, nullsMatch[i]);
                columns.add(0, column);
                shift += column.width();
            }
        }
        KeyPacking packing = new KeyPacking(fields, columns);
        PackedKeys keys = new PackedKeys();
        packing.pack(batch, keyColumns, rows, keys);
        return keys.hasUnfit() ? null : packing;
    }

    /** Packs the keys of the selected rows. */
    void pack(Batch batch, int[] keyColumns, Selection rows, PackedKeys keys) {
        keys.begin(rows.size());
        long[] values = new long[Math.min(CHUNK_ROWS, rows.size())];
        long[] validities = new long[keyColumns.length];
        for (int i = 0; i < keyColumns.length; i++) {
            validities[i] = KeyPart.validity(batch.column(keyColumns[i]));
        }
        for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
            int count = Math.min(CHUNK_ROWS, rows.size() - from);
            for (int i = 0; i < keyColumns.length; i++) {
                columns.get(i).pack(batch.column(keyColumns[i]), validities[i], rows, from, count, values, keys);
            }
        }
    }

    /** The keys with the numbers {@code [from, to)} as columns. */
    List<FieldVector> unpack(WordTable words, int from, int to, BufferAllocator allocator) {
        try (OwnedVectors vectors = new OwnedVectors()) {
            for (int i = 0; i < fields.size(); i++) {
                FieldVector vector = vectors.add(Vectors.create(fields.get(i), allocator, to - from));
                for (int number = from; number < to; number++) {
                    columns.get(i).unpack(words.word(number), vector, number - from);
                }
                vector.setValueCount(to - from);
            }
            return vectors.release();
        }
    }
}
