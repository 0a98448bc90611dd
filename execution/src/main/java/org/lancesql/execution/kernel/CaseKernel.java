package org.lancesql.execution.kernel;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.BitVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;

/**
 * CASE: each condition is evaluated on the rows that no condition before it took, each value on the rows that its
 * condition took.
 */
record CaseKernel(Field field, List<Expression> conditions, List<Expression> values) implements Expression {
    /** Makes a CASE with one value more than conditions: the last is the default. */
    CaseKernel {
        conditions = List.copyOf(conditions);
        values = List.copyOf(values);
    }

    @Override
    public FieldVector evaluate(Batch batch, Selection rows, ExecutionContext context) {
        List<Selection> branchRows = new ArrayList<>();
        try (OwnedVectors branches = new OwnedVectors()) {
            List<FieldVector> vectors = new ArrayList<>();
            Selection left = rows;
            for (int i = 0; i < values.size() && left.size() > 0; i++) {
                Selection taken =
                        i < conditions.size() ? Condition.select(conditions.get(i), batch, left, context) : left;
                if (taken.size() > 0) {
                    vectors.add(branches.add(values.get(i).evaluate(batch, taken, context)));
                    branchRows.add(taken);
                    left = Selections.minus(left, taken);
                }
            }
            if (vectors.size() == 1 && vectors.get(0).getField().getType().equals(field.getType())) {
                return branches.release().get(0);
            }
            return merge(vectors, branchRows, batch.length(), context);
        }
    }

    private FieldVector merge(
            List<FieldVector> branches, List<Selection> branchRows, int length, ExecutionContext context) {
        FieldVector result = Vectors.create(field, context.allocator(), length);
        try {
            if (result instanceof BaseFixedWidthVector fixed && !(result instanceof BitVector)) {
                for (int i = 0; i < branches.size(); i++) {
                    copyFixed(branches.get(i), branchRows.get(i), fixed);
                }
            } else {
                copyInOrder(branches, branchRows, length, result);
            }
            result.setValueCount(length);
            return result;
        } catch (Throwable failure) {
            result.close();
            throw failure;
        }
    }

    private static void copyFixed(FieldVector source, Selection rows, BaseFixedWidthVector target) {
        if (source instanceof NullVector) {
            return;
        }
        long from = source.getDataBufferAddress();
        long to = target.getDataBufferAddress();
        long validity = target.getValidityBufferAddress();
        int width = target.getTypeWidth();
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            if (source.isNull(row)) {
                continue;
            }
            Validity.setBit(validity, row);
            long offset = (long) row * width;
            switch (width) {
                case 4 -> MemoryUtil.putInt(to + offset, MemoryUtil.getInt(from + offset));
                case 8 -> MemoryUtil.putLong(to + offset, MemoryUtil.getLong(from + offset));
                default -> MemoryUtil.copyMemory(from + offset, to + offset, width);
            }
        }
    }

    private static void copyInOrder(
            List<FieldVector> branches, List<Selection> branchRows, int length, FieldVector target) {
        int[] branchOf = new int[length];
        for (int branch = 0; branch < branches.size(); branch++) {
            Selection rows = branchRows.get(branch);
            for (int i = 0; i < rows.size(); i++) {
                branchOf[rows.position(i)] = branch + 1;
            }
        }
        for (int row = 0; row < length; row++) {
            FieldVector source = branchOf[row] == 0 ? null : branches.get(branchOf[row] - 1);
            if (source != null && !source.isNull(row)) {
                target.copyFromSafe(row, row, source);
            }
        }
    }
}
