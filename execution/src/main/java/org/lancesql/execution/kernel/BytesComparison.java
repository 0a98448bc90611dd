package org.lancesql.execution.kernel;

import java.util.List;
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
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            int leftLength = left.bytesLength(row);
            int rightLength = right.bytesLength(row);
            boolean holds;
            if (equality) {
                holds = leftLength == rightLength
                        && Bytes.equal(left.bytesAddress(row), right.bytesAddress(row), leftLength);
            } else {
                holds = Bytes.compare(left.bytesAddress(row), leftLength, right.bytesAddress(row), rightLength) < 0;
            }
            selected[count] = row;
            count += holds ^ negated ? 1 : 0;
        }
        return count;
    }
}
