package org.lancesql.execution.operator;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;
import org.lancesql.execution.hash.GrowingBuffer;
import org.lancesql.execution.hash.KeyTable;

/**
 * INTERSECT and EXCEPT of two inputs, of which nulls are equal to each other. The right input is read first and its
 * distinct rows are kept, each with the number of times it came; the rows of the left pass in their order or do not.
 */
public final class SetOperator implements BatchOperator {
    /** Which rows of the left input pass. */
    public enum Kind {
        /** Each distinct row that is in both. */
        INTERSECT,
        /** Each row as many times as it is in both. */
        INTERSECT_ALL,
        /** Each distinct row that is not in the right. */
        EXCEPT,
        /** Each row as many more times as it is in the left than in the right. */
        EXCEPT_ALL
    }

    private final BatchOperator left;
    private final BatchOperator right;
    private final Kind kind;
    private final int[] columns;
    private final ExecutionContext context;
    private final KeyTable rows;
    /** A long for each distinct row of the right input: how many of it are not yet matched by rows of the left. */
    private final GrowingBuffer counts;

    private boolean filled;
    /** The number that the next row gets that was not seen before. */
    private int nextNew;

    /**
     * Takes ownership of both inputs, whose fields are those of the result but for nullability.
     *
     * @param fields types that can be {@linkplain org.lancesql.execution.hash.KeyCodec#supports keys}
     */
    public SetOperator(
            BatchOperator left, BatchOperator right, Kind kind, List<Field> fields, ExecutionContext context) {
        this.left = left;
        this.right = right;
        this.kind = kind;
        this.columns = IntStream.range(0, fields.size()).toArray();
        this.context = context;
        this.rows = new KeyTable(fields, context);
        this.counts = new GrowingBuffer(context.allocator());
    }

    @Override
    public List<Field> fields() {
        return left.fields();
    }

    @Override
    public @Nullable Batch next() {
        if (!filled) {
            fill();
            filled = true;
        }
        while (true) {
            context.cancelToken().check();
            Batch batch = left.next();
            if (batch == null) {
                return null;
            }
            Selection passed = select(batch);
            if (passed.size() > 0) {
                return batch.withSelection(passed);
            }
            batch.close();
        }
    }

    private void fill() {
        for (Batch batch = right.next(); batch != null; batch = right.next()) {
            try (Batch current = batch) {
                context.cancelToken().check();
                int[] numbers = rows.add(current, columns, current.selection());
                counts.ensure((long) Long.BYTES * rows.size());
                for (int number : numbers) {
                    setCount(number, count(number) + 1);
                }
            }
        }
        right.close();
        nextNew = rows.size();
    }

    private Selection select(Batch batch) {
        try {
            Selection all = batch.selection();
            int[] numbers = kind == Kind.EXCEPT ? rows.add(batch, columns, all) : rows.find(batch, columns, all);
            int[] passed = new int[all.size()];
            int count = 0;
            for (int i = 0; i < numbers.length; i++) {
                passed[count] = all.position(i);
                count += passes(numbers[i]) ? 1 : 0;
            }
            return Selection.of(passed, count);
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
    }

    private boolean passes(int number) {
        return switch (kind) {
            case INTERSECT -> isLeft(number) && takeAll(number);
            case INTERSECT_ALL -> isLeft(number) && takeOne(number);
            case EXCEPT -> isNew(number);
            case EXCEPT_ALL -> !isLeft(number) || !takeOne(number);
        };
    }

    /** Numbers are given in the order in which rows first come. */
    private boolean isNew(int number) {
        boolean isNew = number == nextNew;
        nextNew += isNew ? 1 : 0;
        return isNew;
    }

    private boolean isLeft(int number) {
        return number != KeyTable.NONE && count(number) > 0;
    }

    private boolean takeAll(int number) {
        setCount(number, 0);
        return true;
    }

    private boolean takeOne(int number) {
        setCount(number, count(number) - 1);
        return true;
    }

    private long count(int number) {
        return MemoryUtil.getLong(counts.address() + (long) Long.BYTES * number);
    }

    private void setCount(int number, long count) {
        MemoryUtil.putLong(counts.address() + (long) Long.BYTES * number, count);
    }

    @Override
    public void close() {
        rows.close();
        counts.close();
        try {
            left.close();
        } finally {
            right.close();
        }
    }
}
