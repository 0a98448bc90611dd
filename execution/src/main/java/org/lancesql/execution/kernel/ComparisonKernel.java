package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/** A comparison of two arguments, reduced to equality or order, each possibly negated; null-aware for IS DISTINCT FROM. */
abstract class ComparisonKernel extends Kernel implements Condition {
    /**
     * How the arguments are compared.
     *
     * @param equality whether they are tested for equality, else for the first being less
     * @param negated whether the outcome is inverted
     * @param nullAware whether null is a value like others
     */
    record Test(boolean equality, boolean negated, boolean nullAware) {}

    private final Test test;

    ComparisonKernel(Test test, List<Expression> arguments) {
        super(Types.BOOLEAN, arguments);
        this.test = test;
    }

    final boolean isEquality() {
        return test.equality;
    }

    final boolean isNegated() {
        return test.negated;
    }

    /**
     * Writes the rows on which the comparison holds to {@code selected} and returns their number.
     *
     * @param rows the rows to compare; no argument is null on them
     */
    abstract int compare(Arguments arguments, Selection rows, int[] selected);

    @Override
    public final Selection select(Batch batch, Selection rows, ExecutionContext context) {
        try (Arguments opened = Arguments.open(arguments(), batch, rows, context)) {
            return select(opened, rows);
        }
    }

    private Selection select(Arguments opened, Selection rows) {
        Selection present = opened.notNull(rows);
        int[] selected = new int[present.size()];
        int count = present.size() == 0 ? 0 : compare(opened, present, selected);
        Selection result = count == rows.size() ? rows : Selection.of(selected, count);
        return test.nullAware && present.size() < rows.size()
                ? Selections.union(result, selectNulls(opened, Selections.minus(rows, present)))
                : result;
    }

    private Selection selectNulls(Arguments opened, Selection rows) {
        int[] selected = new int[rows.size()];
        int count = 0;
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            boolean bothNull = opened.get(0).isNull(row) && opened.get(1).isNull(row);
            selected[count] = row;
            count += bothNull != test.negated ? 1 : 0;
        }
        return Selection.of(selected, count);
    }

    @Override
    final void compute(Arguments arguments, Selection rows, int length, FieldVector result, ExecutionContext context) {
        throw new UnsupportedOperationException("evaluate is overridden");
    }

    @Override
    public final FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        try (Arguments opened = Arguments.open(arguments(), batch, rows, context)) {
            FieldVector result = Booleans.ofRows(select(opened, rows), batch.length(), context);
            if (!test.nullAware) {
                Validity.combine(opened, batch.length(), result);
            }
            return result;
        }
    }
}
