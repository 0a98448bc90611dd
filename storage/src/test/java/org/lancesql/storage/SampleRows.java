package org.lancesql.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.DecimalVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.FixedSizeBinaryVector;
import org.apache.arrow.vector.LargeVarBinaryVector;
import org.apache.arrow.vector.LargeVarCharVector;
import org.apache.arrow.vector.VarBinaryVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Rows of any types, whose values follow from the number of the row; a column {@code id} of longs has that number, and
 * columns that cannot be read are null.
 */
final class SampleRows implements BatchSource {
    private final Schema schema;
    private final int batchRows;
    private final int end;
    private int next;

    SampleRows(Schema schema, int from, int end, int batchRows) {
        this.schema = schema;
        this.next = from;
        this.end = end;
        this.batchRows = batchRows;
    }

    @Override
    public Schema schema() {
        return schema;
    }

    @Override
    public boolean load(VectorSchemaRoot root) {
        if (next == end) {
            return false;
        }
        int rows = Math.min(batchRows, end - next);
        root.allocateNew();
        for (FieldVector vector : root.getFieldVectors()) {
            for (int i = 0; i < rows; i++) {
                if (vector.getName().equals("id")) {
                    ((BigIntVector) vector).setSafe(i, next + i);
                } else if (!vector.getField().getMetadata().containsKey(FieldMetadata.UNREADABLE)) {
                    fill(vector, i, next + i);
                }
            }
        }
        root.setRowCount(rows);
        next += rows;
        return true;
    }

    /** The texts of the rows {@code [from, end)}, as {@link #texts(VectorSchemaRoot)} makes them. */
    static List<List<String>> texts(Schema schema, int from, int end, BufferAllocator allocator) {
        try (VectorSchemaRoot root = VectorSchemaRoot.create(schema, allocator)) {
            new SampleRows(schema, from, end, end - from).load(root);
            return texts(root);
        }
    }

    /** For each row of a batch the texts of its values. */
    static List<List<String>> texts(VectorSchemaRoot root) {
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < root.getRowCount(); i++) {
            List<String> row = new ArrayList<>();
            for (FieldVector vector : root.getFieldVectors()) {
                Object value = vector.getObject(i);
                row.add(value instanceof byte[] bytes ? Arrays.toString(bytes) : String.valueOf(value));
            }
            rows.add(row);
        }
        return rows;
    }

    static void fill(FieldVector vector, int slot, int row) {
        while (slot >= vector.getValueCapacity()) {
            vector.reAlloc();
        }
        if (vector.getField().isNullable() && row % 5 == 3) {
            vector.setNull(slot);
            return;
        }
        switch (vector.getMinorType()) {
            case LIST, MAP -> fillList((ListVector) vector, slot, row);
            case LARGELIST -> {
                LargeListVector list = (LargeListVector) vector;
                int start = (int) list.startNewValue(slot);
                fillItems(list.getDataVector(), start, row % 3, row);
                list.endValue(slot, row % 3);
            }
            case FIXED_SIZE_LIST -> {
                FixedSizeListVector list = (FixedSizeListVector) vector;
                fillItems(list.getDataVector(), list.startNewValue(slot), list.getListSize(), row);
            }
            case STRUCT -> {
                ((StructVector) vector).setIndexDefined(slot);
                for (FieldVector member : ((StructVector) vector).getChildrenFromFields()) {
                    fill(member, slot, row + 1);
                }
            }
            default -> fillFlat(vector, slot, row);
        }
    }

    private static void fillList(ListVector list, int slot, int row) {
        int start = list.startNewValue(slot);
        fillItems(list.getDataVector(), start, row % 3, row);
        list.endValue(slot, row % 3);
    }

    private static void fillItems(FieldVector items, int start, int count, int row) {
        for (int i = 0; i < count; i++) {
            fill(items, start + i, 7 * row + i);
        }
    }

    private static void fillFlat(FieldVector vector, int slot, int row) {
        byte[] text = text(vector.getField(), row).getBytes(StandardCharsets.UTF_8);
        if (vector instanceof VarCharVector texts) {
            texts.setSafe(slot, text);
        } else if (vector instanceof LargeVarCharVector texts) {
            texts.setSafe(slot, text);
        } else if (vector instanceof VarBinaryVector bytes) {
            bytes.setSafe(slot, text);
        } else if (vector instanceof LargeVarBinaryVector bytes) {
            bytes.setSafe(slot, text);
        } else if (vector instanceof FixedSizeBinaryVector bytes) {
            bytes.setSafe(slot, Arrays.copyOf(text, bytes.getByteWidth()));
        } else if (vector instanceof DecimalVector decimals) {
            decimals.setSafe(slot, row - 10L);
        } else if (vector instanceof BitVector bits) {
            bits.setSafe(slot, row & 1);
        } else {
            int width = ((BaseFixedWidthVector) vector).getTypeWidth();
            vector.getDataBuffer().setZero((long) slot * width, width);
            vector.getDataBuffer().setByte((long) slot * width, row % 100);
            ((BaseFixedWidthVector) vector).setIndexDefined(slot);
        }
    }

    private static String text(Field field, int row) {
        String text = String.join("", Collections.nCopies(row % 4, "é" + row));
        return FieldMetadata.isJson(field) ? "{\"k\":" + row + ",\"l\":[\"" + text + "\"]}" : text;
    }
}
