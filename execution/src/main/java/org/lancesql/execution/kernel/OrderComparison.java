package org.lancesql.execution.kernel;

import java.util.List;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.sort.ValueOrder;

/** Compares UUIDs, lists, structs and maps as sorting does. */
final class OrderComparison extends ComparisonKernel {
    OrderComparison(Test test, List<Expression> arguments) {
        super(test, arguments);
    }

    @Override
    int compare(Arguments arguments, Selection rows, int[] selected) {
        Argument left = arguments.get(0);
        Argument right = arguments.get(1);
        ValueOrder order = new ValueOrder(arguments().get(0).field(), left.vector(), right.vector());
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            int result = order.compare(left.slot(row), right.slot(row));
            selected[count] = row;
            count += (isEquality() ? result == 0 : result < 0) ^ isNegated() ? 1 : 0;
        }
        return count;
    }
}
