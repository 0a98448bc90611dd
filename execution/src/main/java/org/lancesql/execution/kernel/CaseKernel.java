package org.lancesql.execution.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.BaseFixedWidthVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

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
        try (Arguments branches = Arguments.empty()) {
            Selection left = rows;
            for (int i = 0; i < values.size() && left.size() > 0; i++) {
                Selection taken =
                        i < conditions.size() ? Condition.select(conditions.get(i), batch, left, context) : left;
                if (taken.size() > 0) {
                    branches.open(values.get(i), batch, taken, context);
                    branchRows.add(taken);
                    left = Selections.minus(left, taken);
                }
            }
            return merge(branches.all(), branchRows, batch.length(), context);
        }
    }

    private FieldVector merge(
            List<Argument> branches, List<Selection> branchRows, int length, ExecutionContext context) {
        ArrowType type = field.getType();
        if (Types.isBool(type) || Types.isBytes(type) || Types.isNested(type) || type instanceof ArrowType.Null) {
            return gather(branches, branchRows, length, context);
        }
        FieldVector result = Vectors.create(field, context.allocator(), length);
        try {
            for (int i = 0; i < branches.size(); i++) {
                copyFixed(branches.get(i), branches.get(i).notNull(branchRows.get(i)), (BaseFixedWidthVector) result);
            }
            result.setValueCount(length);
            return result;
        } catch (Throwable failure) {
            result.close();
            throw failure;
        }
    }

    private static void copyFixed(Argument source, Selection rows, BaseFixedWidthVector target) {
        if (rows.size() == 0) {
            return;
        }
        long from = source.dataAddress();
        long to = target.getDataBufferAddress();
        long validity = target.getValidityBufferAddress();
        int width = target.getTypeWidth();
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            Validity.setBit(validity, row);
            copyValue(from + (long) source.slot(row) * width, to + (long) row * width, width);
        }
    }

    private static void copyValue(long from, long to, int width) {
        switch (width) {
            case 4 -> MemoryUtil.putInt(to, MemoryUtil.getInt(from));
            case 8 -> MemoryUtil.putLong(to, MemoryUtil.getLong(from));
            case 16 -> {
                MemoryUtil.putLong(to, MemoryUtil.getLong(from));
                MemoryUtil.putLong(to + 8, MemoryUtil.getLong(from + 8));
            }
            default -> MemoryUtil.copyMemory(from, to, width);
        }
    }

    private FieldVector gather(
            List<Argument> branches, List<Selection> branchRows, int length, ExecutionContext context) {
        long[] addresses = new long[length];
        Arrays.fill(addresses, RowAddress.NONE);
        List<FieldVector> vectors = new ArrayList<>();
        for (int branch = 0; branch < branches.size(); branch++) {
            Argument source = branches.get(branch);
            Selection rows = source.notNull(branchRows.get(branch));
            for (int i = 0; i < rows.size(); i++) {
                int row = rows.position(i);
                addresses[row] = RowAddress.of(vectors.size(), source.slot(row));
            }
            if (!(source.vector() instanceof NullVector)) {
                vectors.add(source.vector());
            }
        }
        return Gather.slots(field, vectors, addresses, context.allocator());
    }
}
