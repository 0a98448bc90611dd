package org.lancesql.storage;

import java.util.List;
import java.util.Objects;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.memory.util.ByteFunctionHelpers;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BaseLargeVariableWidthVector;
import org.apache.arrow.vector.BaseVariableWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;

/**
 * Whether a slot of one vector holds, bit by bit, what a slot of another of the same type does. Arrow's own comparison
 * looks below structs that are null, where anything may be.
 */
final class SameValues {
    private SameValues() {}

    static boolean areSame(FieldVector left, int i, FieldVector right, int j) {
        if (left.isNull(i) || right.isNull(j)) {
            return left.isNull(i) && right.isNull(j);
        }
        if (left instanceof BitVector bits) {
            return bits.get(i) == ((BitVector) right).get(j);
        } else if (left instanceof BaseFixedWidthVector numbers) {
            int width = numbers.getTypeWidth();
            return areSame(left.getDataBuffer(), (long) i * width, right.getDataBuffer(), (long) j * width, width);
        } else if (left instanceof BaseVariableWidthVector texts) {
            BaseVariableWidthVector others = (BaseVariableWidthVector) right;
            return texts.getValueLength(i) == others.getValueLength(j)
                    && areSame(
                            left.getDataBuffer(),
                            texts.getStartOffset(i),
                            right.getDataBuffer(),
                            others.getStartOffset(j),
                            texts.getValueLength(i));
        } else if (left instanceof BaseLargeVariableWidthVector texts) {
            BaseLargeVariableWidthVector others = (BaseLargeVariableWidthVector) right;
            return areSame(texts.getObject(i), others.getObject(j));
        }
        return areSameNested(left, i, right, j);
    }

    private static boolean areSame(ArrowBuf left, long start, ArrowBuf right, long otherStart, long length) {
        return ByteFunctionHelpers.equal(left, start, start + length, right, otherStart, otherStart + length) == 1;
    }

    private static boolean areSame(Object left, Object right) {
        return Objects.deepEquals(left, right);
    }

    private static boolean areSameNested(FieldVector left, int i, FieldVector right, int j) {
        if (left instanceof StructVector struct) {
            List<FieldVector> members = struct.getChildrenFromFields();
            List<FieldVector> others = ((StructVector) right).getChildrenFromFields();
            for (int m = 0; m < members.size(); m++) {
                if (!areSame(members.get(m), i, others.get(m), j)) {
                    return false;
                }
            }
            return true;
        } else if (left instanceof ListVector list) {
            ListVector other = (ListVector) right;
            int start = list.getElementStartIndex(i);
            int otherStart = other.getElementStartIndex(j);
            return areSame(
                    list.getDataVector(),
                    start,
                    list.getElementEndIndex(i) - start,
                    other.getDataVector(),
                    otherStart,
                    other.getElementEndIndex(j) - otherStart);
        } else if (left instanceof LargeListVector list) {
            LargeListVector other = (LargeListVector) right;
            int start = Math.toIntExact(list.getElementStartIndex(i));
            int otherStart = Math.toIntExact(other.getElementStartIndex(j));
            return areSame(
                    list.getDataVector(),
                    start,
                    Math.toIntExact(list.getElementEndIndex(i)) - start,
                    other.getDataVector(),
                    otherStart,
                    Math.toIntExact(other.getElementEndIndex(j)) - otherStart);
        } else if (left instanceof FixedSizeListVector list) {
            FixedSizeListVector other = (FixedSizeListVector) right;
            int size = list.getListSize();
            return areSame(list.getDataVector(), i * size, size, other.getDataVector(), j * size, other.getListSize());
        }
        return areSame(left.getObject(i), right.getObject(j));
    }

    private static boolean areSame(
            FieldVector left, int start, int length, FieldVector right, int otherStart, int otherLength) {
        boolean same = length == otherLength;
        for (int i = 0; same && i < length; i++) {
            same = areSame(left, start + i, right, otherStart + i);
        }
        return same;
    }
}
