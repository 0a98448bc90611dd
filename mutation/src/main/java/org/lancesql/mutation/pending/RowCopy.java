package org.lancesql.mutation.pending;

import java.util.Arrays;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Copies rows from one vector to the end of another of the same type. Arrow's own {@code VectorAppender} takes large lists
 * for lists and loses rows of nulls.
 */
final class RowCopy {
    private RowCopy() {}

    /**
     * Appends rows; whoever has appended all sets the value count of {@code target}.
     *
     * @param at rows that {@code target} has
     * @param positions of the rows in {@code source}, of which the first {@code count} are meant
     */
    static void append(FieldVector target, int at, FieldVector source, int[] positions, int count) {
        if (source instanceof NullVector) {
            return;
        }
        if (source instanceof StructVector from) {
            appendStructs((StructVector) target, at, from, positions, count);
        } else if (source instanceof ListVector from) {
            appendLists((ListVector) target, at, from, positions, count);
        } else if (source instanceof LargeListVector from) {
            appendLists((LargeListVector) target, at, from, positions, count);
        } else if (source instanceof FixedSizeListVector from) {
            appendLists((FixedSizeListVector) target, at, from, positions, count);
        } else {
            for (int i = 0; i < count; i++) {
                target.copyFromSafe(positions[i], at + i, source);
            }
        }
    }

    private static void appendStructs(StructVector target, int at, StructVector source, int[] positions, int count) {
        for (int i = 0; i < count; i++) {
            if (source.isNull(positions[i])) {
                target.setNull(at + i);
            } else {
                target.setIndexDefined(at + i);
            }
        }
        List<FieldVector> members = source.getChildrenFromFields();
        for (int i = 0; i < members.size(); i++) {
            append(target.getChildrenFromFields().get(i), at, members.get(i), positions, count);
        }
    }

    private static void appendLists(ListVector target, int at, ListVector source, int[] positions, int count) {
        Items items = new Items();
        int firstItem = at == 0 ? 0 : target.getElementEndIndex(at - 1);
        for (int i = 0; i < count; i++) {
            if (source.isNull(positions[i])) {
                target.setNull(at + i);
            } else {
                int start = source.getElementStartIndex(positions[i]);
                int length = source.getElementEndIndex(positions[i]) - start;
                target.startNewValue(at + i);
                target.endValue(at + i, length);
                items.add(start, length);
            }
        }
        append(target.getDataVector(), firstItem, source.getDataVector(), items.positions, items.count);
    }

    private static void appendLists(
            LargeListVector target, int at, LargeListVector source, int[] positions, int count) {
        Items items = new Items();
        int firstItem = at == 0 ? 0 : Math.toIntExact(target.getElementEndIndex(at - 1));
        for (int i = 0; i < count; i++) {
            if (source.isNull(positions[i])) {
                target.setNull(at + i);
            } else {
                int start = Math.toIntExact(source.getElementStartIndex(positions[i]));
                int length = Math.toIntExact(source.getElementEndIndex(positions[i])) - start;
                target.startNewValue(at + i);
                target.endValue(at + i, length);
                items.add(start, length);
            }
        }
        append(target.getDataVector(), firstItem, source.getDataVector(), items.positions, items.count);
    }

    private static void appendLists(
            FixedSizeListVector target, int at, FixedSizeListVector source, int[] positions, int count) {
        int size = source.getListSize();
        Items items = new Items();
        for (int i = 0; i < count; i++) {
            if (source.isNull(positions[i])) {
                target.setNull(at + i);
            } else {
                target.setNotNull(at + i);
            }
            items.add(Math.multiplyExact(positions[i], size), size);
        }
        append(
                target.getDataVector(),
                Math.multiplyExact(at, size),
                source.getDataVector(),
                items.positions,
                items.count);
    }

    /** Positions of the items of lists. */
    private static final class Items {
        private int[] positions = new int[64];
        private int count;

        void add(int start, int length) {
            int end = Math.addExact(count, length);
            if (end > positions.length) {
                positions = Arrays.copyOf(positions, Math.max(end, 2 * count));
            }
            for (int item = start; count < end; item++) {
                positions[count++] = item;
            }
        }
    }
}
