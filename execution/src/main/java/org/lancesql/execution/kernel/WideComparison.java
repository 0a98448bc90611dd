package org.lancesql.execution.kernel;

import java.util.List;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** Compares exact numbers, times, timestamps or durations of any precision and scale. */
final class WideComparison extends ComparisonKernel {
    private final int leftScale;
    private final int rightScale;

    WideComparison(Test test, List<Expression> arguments) {
        super(test, arguments);
        this.leftScale = Types.scale(argumentType(0));
        this.rightScale = Types.scale(argumentType(1));
    }

    @Override
    int compare(Arguments arguments, Selection rows, int[] selected) {
        WideChunks left = new WideChunks(arguments.get(0), argumentType(0), rows.size());
        WideChunks right = new WideChunks(arguments.get(1), argumentType(1), rows.size());
        int count = 0;
        for (int from = 0; from < rows.size(); from += Chunks.SIZE) {
            int size = Math.min(Chunks.SIZE, rows.size() - from);
            left.load(rows, from, size);
            right.load(rows, from, size);
            for (int i = 0; i < size; i++) {
                int order = compare(left.high[i], left.low[i], right.high[i], right.low[i]);
                selected[count] = rows.position(from + i);
                count += (isEquality() ? order == 0 : order < 0) ^ isNegated() ? 1 : 0;
            }
        }
        return count;
    }

    private int compare(long leftHigh, long leftLow, long rightHigh, long rightLow) {
        return leftScale == rightScale
                ? Int128.compare(leftHigh, leftLow, rightHigh, rightLow)
                : Int128.toBigDecimal(leftHigh, leftLow, leftScale)
                        .compareTo(Int128.toBigDecimal(rightHigh, rightLow, rightScale));
    }
}
