package org.lancesql.execution.hash;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;

/**
 * A way to pack the columns of a key into one long: so many bits for each, and one more for a null that is a value like
 * others. Columns of numbers of 64 bits and of strings get what the others leave; of their values only those fit that are
 * small, or short. Where strings are longer but few, their numbers in a dictionary are packed.
 */
final class KeyPacking implements AutoCloseable {
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
            List<Field> fields,
            boolean[] nullsMatch,
            Batch batch,
            int[] keyColumns,
            Selection rows,
            BufferAllocator allocator) {
        List<PackedForm> forms = new ArrayList<>();
        for (Field field : fields) {
            PackedForm form = PackedForm.of(field.getType());
            if (form == null) {
                return null;
            }
            forms.add(form);
        }
        KeyPacking plain = plain(fields, forms, nullsMatch);
        if (plain != null) {
            PackedKeys keys = new PackedKeys();
            plain.pack(batch, keyColumns, rows, keys, true);
            if (!keys.hasUnfit()) {
                return plain;
            }
        }
        if (!forms.contains(PackedForm.BYTES)) {
            return null;
        }
        List<FieldVector> vectors =
                Arrays.stream(keyColumns).mapToObj(batch::column).toList();
        List<PackedColumn> columns = PackedNeeds.columns(forms, nullsMatch, vectors, rows, allocator);
        return columns == null ? null : new KeyPacking(fields, columns);
    }

    /** A packing that holds all but long strings and large numbers, or null when there is none. */
    private static @Nullable KeyPacking plain(List<Field> fields, List<PackedForm> forms, boolean[] nullsMatch) {
        int left = Long.SIZE;
        int sharing = 0;
        for (int i = 0; i < forms.size(); i++) {
            left -= forms.get(i).bits() + (nullsMatch[i] ? 1 : 0);
            sharing += forms.get(i).isShared() ? 1 : 0;
        }
        int share = sharing == 0 ? 0 : left / sharing;
        if (left < 0 || sharing > 0 && share < MIN_SHARED_BITS) {
            return null;
        }
        List<PackedColumn> columns = new ArrayList<>();
        int shift = 0;
        for (int i = forms.size() - 1; i >= 0; i--) {
            PackedForm form = forms.get(i);
            PackedColumn column =
                    new PackedColumn(form, form.isShared() ? share : form.bits(), shift, nullsMatch[i], null);
            columns.add(0, column);
            shift += column.width();
        }
        return new KeyPacking(fields, columns);
    }

    /**
     * Packs the keys of the selected rows.
     *
     * @param adds whether keys with strings that were not seen before are added; else they are in no table
     */
    void pack(Batch batch, int[] keyColumns, Selection rows, PackedKeys keys, boolean adds) {
        keys.begin(rows.size());
        long[] values = new long[Math.min(CHUNK_ROWS, rows.size())];
        long[] validities = new long[keyColumns.length];
        for (int i = 0; i < keyColumns.length; i++) {
            validities[i] = KeyPart.validity(batch.column(keyColumns[i]));
        }
        for (int from = 0; from < rows.size(); from += CHUNK_ROWS) {
            int count = Math.min(CHUNK_ROWS, rows.size() - from);
            for (int i = 0; i < keyColumns.length; i++) {
                columns.get(i).pack(batch.column(keyColumns[i]), validities[i], rows, from, count, values, keys, adds);
            }
        }
    }

    /** The keys with the numbers {@code [from, to)} as columns. */
    List<FieldVector> unpack(WordTable words, int from, int to, BufferAllocator allocator) {
        try (OwnedVectors vectors = new OwnedVectors()) {
            for (int i = 0; i < fields.size(); i++) {
                vectors.add(columns.get(i).unpack(words, from, to, fields.get(i), allocator));
            }
            return vectors.release();
        }
    }

    @Override
    public void close() {
        columns.forEach(PackedColumn::close);
    }
}
