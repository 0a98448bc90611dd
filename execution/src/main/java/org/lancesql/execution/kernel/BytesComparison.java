package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.lancesql.execution.ByteRuns;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** Compares strings by their UTF-8 bytes, which is the order of code points, or binary values by unsigned bytes. */
final class BytesComparison extends ComparisonKernel {
    BytesComparison(Test test, List<Expression> arguments) {
        super(test, arguments);
    }

    @Override
    int compare(Arguments arguments, Selection rows, int[] selected) {
        Argument left = arguments.get(0);
        Argument right = arguments.get(1);
        boolean negated = isNegated();
        boolean equality = isEquality();
        if (equality && !left.isConstant() && right.isConstant()) {
            return selectEqual(left, right.bytesAddress(0), right.bytesLength(0), rows, selected);
        }
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            int leftLength = left.bytesLength(row);
            int rightLength = right.bytesLength(row);
            boolean holds;
            if (equality) {
                holds = leftLength == rightLength
                        && ByteRuns.equal(left.bytesAddress(row), right.bytesAddress(row), leftLength);
            } else {
                holds = Bytes.compare(left.bytesAddress(row), leftLength, right.bytesAddress(row), rightLength) < 0;
            }
            selected[count] = row;
            count += holds ^ negated ? 1 : 0;
        }
        return count;
    }

    private int selectEqual(Argument values, long constant, int length, Selection rows, int[] selected) {
        long data = values.dataAddress();
        long offsets = values.vector().getOffsetBufferAddress();
        boolean negated = isNegated();
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            int start = MemoryUtil.getInt(offsets + 4L * row);
            boolean holds = MemoryUtil.getInt(offsets + 4L * row + 4) - start == length
                    && ByteRuns.equal(data + start, constant, length);
            selected[count] = row;
            count += holds ^ negated ? 1 : 0;
        }
        return count;
    }
}
