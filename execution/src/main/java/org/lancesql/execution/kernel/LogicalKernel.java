package org.lancesql.execution.kernel;

import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/** AND or OR in three-valued logic; an operand is not evaluated on rows that the operands before it have decided. */
record LogicalKernel(boolean isAnd, List<Expression> operands) implements Condition {
    LogicalKernel {
        operands = List.copyOf(operands);
    }

    @Override
    public Field field() {
        return Types.BOOLEAN;
    }

    @Override
    public Selection select(Batch batch, Selection rows, ExecutionContext context) {
        Selection undecided = rows;
        Selection selected = Selections.NONE;
        for (Expression operand : operands) {
            if (undecided.size() == 0) {
                break;
            }
            Selection holds = Condition.select(operand, batch, undecided, context);
            if (isAnd) {
                undecided = holds;
            } else {
                selected = Selections.union(selected, holds);
                undecided = Selections.minus(undecided, holds);
            }
        }
        return isAnd ? undecided : selected;
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        BitVector result = (BitVector) Vectors.create(Types.BOOLEAN, context.allocator(), batch.length());
        try {
            if (isAnd) {
                fillTrue(result, batch.length());
            }
            Validity.fill(batch.length(), result);
            Selection undecided = rows;
            for (Expression operand : operands) {
                if (undecided.size() > 0) {
                    undecided = apply(operand, batch, undecided, result, context);
                }
            }
            result.setValueCount(batch.length());
            return result;
        } catch (Throwable failure) {
            result.close();
            throw failure;
        }
    }

    private static void fillTrue(BitVector result, int length) {
        MemoryUtil.setMemory(result.getDataBufferAddress(), (length + 7) / 8, (byte) -1);
    }

    /** Works one operand into the result and returns the rows that are still open. */
    private Selection apply(
            Expression operand, Batch batch, Selection rows, BitVector result, ExecutionContext context) {
        try (FieldVector values = operand.evaluate(batch, rows, context)) {
            int[] open = new int[rows.size()];
            int count = 0;
            for (int i = 0; i < rows.size(); i++) {
                int row = rows.position(i);
                if (values.isNull(row)) {
                    Validity.clearBit(result.getValidityBufferAddress(), row);
                } else if (Validity.bit(values.getDataBufferAddress(), row) == (isAnd ? 0 : 1)) {
                    Validity.setBit(result.getValidityBufferAddress(), row);
                    decide(result, row);
                    continue;
                }
                open[count++] = row;
            }
            return Selection.of(open, count);
        }
    }

    private void decide(BitVector result, int row) {
        if (isAnd) {
            Validity.clearBit(result.getDataBufferAddress(), row);
        } else {
            Validity.setBit(result.getDataBufferAddress(), row);
        }
    }
}
