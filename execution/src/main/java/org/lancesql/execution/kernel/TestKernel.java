package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;

/**
 * The functions of one argument given by a table of their truth: IS [NOT] NULL, TRUE, FALSE, and NOT. Where
 * {@code onTrue} and {@code onFalse} are alike, the argument may have any type.
 *
 * @param nullForNull whether the function is null of null; else it is {@code onNull}
 */
record TestKernel(Expression argument, boolean onTrue, boolean onFalse, boolean onNull, boolean nullForNull)
        implements Condition {

    static TestKernel not(Expression argument) {
        return new TestKernel(argument, false, true, false, true);
    }

    static TestKernel isTrue(Expression argument) {
        return new TestKernel(argument, true, false, false, false);
    }

    static TestKernel isNotTrue(Expression argument) {
        return new TestKernel(argument, false, true, true, false);
    }

    static TestKernel isFalse(Expression argument) {
        return new TestKernel(argument, false, true, false, false);
    }

    static TestKernel isNotFalse(Expression argument) {
        return new TestKernel(argument, true, false, true, false);
    }

    static TestKernel isNull(Expression argument) {
        return new TestKernel(argument, false, false, true, false);
    }

    static TestKernel isNotNull(Expression argument) {
        return new TestKernel(argument, true, true, false, false);
    }

    @Override
    public Field field() {
        return Types.BOOLEAN;
    }

    @Override
    public Selection select(Batch batch, Selection rows, ExecutionContext context) {
        if (onTrue != onFalse && onFalse == onNull) {
            Selection holds = Condition.select(argument, batch, rows, context);
            return onTrue ? holds : Selections.minus(rows, holds);
        }
        try (Arguments opened = Arguments.open(List.of(argument), batch, rows, context)) {
            return select(opened, rows);
        }
    }

    private Selection select(Arguments opened, Selection rows) {
        Selection present = opened.notNull(rows);
        Selection holds = onTrue ? present : Selections.NONE;
        if (onTrue != onFalse) {
            holds = selectValue(opened.get(0), present, onTrue ? 1 : 0);
        }
        return onNull ? Selections.union(holds, Selections.minus(rows, present)) : holds;
    }

    private static Selection selectValue(Argument values, Selection rows, int bit) {
        if (rows.size() > 0 && values.isConstant()) {
            return Validity.bit(values.dataAddress(), 0) == bit ? rows : Selections.NONE;
        }
        return rows.size() == 0 ? rows : Validity.selectBits(values.dataAddress(), rows, bit);
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        if (!nullForNull) {
            return Booleans.ofRows(select(batch, rows, context), batch.length(), context);
        }
        try (Arguments opened = Arguments.open(List.of(argument), batch, rows, context)) {
            FieldVector result = Booleans.ofRows(select(opened, rows), batch.length(), context);
            Validity.combine(opened, batch.length(), result);
            return result;
        }
    }
}
