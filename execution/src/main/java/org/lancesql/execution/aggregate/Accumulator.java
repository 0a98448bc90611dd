package org.lancesql.execution.aggregate;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.util.MemoryUtil;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.hash.GrowingBuffer;

/** The state of one aggregate for each group, in memory of the query: a byte that is 1 from its first value on, and the value. */
public abstract class Accumulator implements AutoCloseable {
    private static final int MERGED_GROUPS = 65_536;

    final Field result;
    final GrowingBuffer seen;
    final GrowingBuffer state;
    private final int width;

    /** @param width bytes of the value of a group */
    Accumulator(Field result, int width, BufferAllocator allocator) {
        this.result = result;
        this.width = width;
        this.seen = new GrowingBuffer(allocator);
        this.state = new GrowingBuffer(allocator);
    }

    /**
     * An accumulator without groups.
     *
     * @param inputs columns of the rows that will be added
     * @throws IllegalArgumentException when the function does not {@linkplain AggregateFunction#supports support} the type
     */
    public static Accumulator of(AggregateCall call, List<Field> inputs, ExecutionContext context) {
        AggregateFunction function = call.function();
        Field result = call.result();
        BufferAllocator allocator = context.allocator();
        if (!function.supports(result.getType())) {
            throw new IllegalArgumentException("No " + function + " of " + result.getType());
        }
        return switch (function) {
            case COUNT_ROWS, COUNT -> new CountAccumulator(result, allocator);
            case COUNT_DISTINCT -> new DistinctCount(inputs.get(call.argument()), result, context);
            case SUM -> sum(result, false, allocator);
            case SUM_OR_ZERO -> sum(result, true, allocator);
            case MIN -> extreme(Extreme.LEAST, result, allocator);
            case MAX -> extreme(Extreme.GREATEST, result, allocator);
            case ANY -> extreme(Extreme.FIRST, result, allocator);
            case VAR_POP -> new Variance(result, false, false, allocator);
            case VAR_SAMP -> new Variance(result, true, false, allocator);
            case STDDEV_POP -> new Variance(result, false, true, allocator);
            case STDDEV_SAMP -> new Variance(result, true, true, allocator);
        };
    }

    private static Accumulator sum(Field result, boolean zeroForNone, BufferAllocator allocator) {
        return switch (result.getType().getTypeID()) {
            case Int -> new LongSum(result, zeroForNone, allocator);
            case Decimal -> new DecimalSum(result, zeroForNone, allocator);
            default -> new DoubleSum(result, zeroForNone, allocator);
        };
    }

    private static Accumulator extreme(Extreme extreme, Field result, BufferAllocator allocator) {
        return switch (result.getType().getTypeID()) {
            case FloatingPoint -> new DoubleExtreme(extreme, result, allocator);
            case Decimal -> WideExtreme.ofDecimals(extreme, result, allocator);
            case FixedSizeBinary -> WideExtreme.ofUuids(extreme, result, allocator);
            case Utf8, Binary -> new BytesExtreme(extreme, result, allocator);
            default -> new LongExtreme(extreme, result, allocator);
        };
    }

    /**
     * Takes the values of the selected rows.
     *
     * @param argument values, or null where the function has no argument
     * @param groups number of the group of each selected row
     * @param groupCount numbers are below it
     * @throws org.lancesql.execution.EvaluationException when a result is out of range
     */
    public final void add(@Nullable FieldVector argument, Selection rows, int[] groups, int groupCount) {
        seen.ensure(groupCount);
        state.ensure((long) width * groupCount);
        if (argument == null) {
            addRows(groups);
        } else if (argument.getNullCount() == 0) {
            addValues(argument, rows, groups);
        } else if (argument.getNullCount() < argument.getValueCount()) {
            addPresent(argument, rows, groups);
        }
    }

    private void addPresent(FieldVector argument, Selection rows, int[] groups) {
        int[] positions = new int[rows.size()];
        int[] present = new int[rows.size()];
        int count = 0;
        long validity = argument.getValidityBufferAddress();
        for (int i = 0; i < rows.size(); i++) {
            int row = rows.position(i);
            positions[count] = row;
            present[count] = groups[i];
            count += MemoryUtil.getByte(validity + (row >> 3)) >> (row & 7) & 1;
        }
        addValues(argument, Selection.of(positions, count), present);
    }

    /**
     * Takes over what another accumulator of the same call knows.
     *
     * @param groups the group here for each group there
     * @param groupCount numbers are below it
     * @param cancelToken is asked now and then
     * @throws org.lancesql.execution.EvaluationException when a result is out of range
     */
    public final void merge(Accumulator other, int[] groups, int groupCount, CancelToken cancelToken) {
        seen.ensure(groupCount);
        state.ensure((long) width * groupCount);
        other.seen.ensure(groups.length);
        other.state.ensure((long) width * groups.length);
        mergeAll(other, groups, cancelToken);
    }

    /** Merges group by group. */
    void mergeAll(Accumulator other, int[] groups, CancelToken cancelToken) {
        for (int group = 0; group < groups.length; group++) {
            if (group % MERGED_GROUPS == 0) {
                cancelToken.check();
            }
            if (other.isPresent(group)) {
                merge(other, group, groups[group]);
            }
        }
    }

    /** Takes over what another accumulator of the same class knows of one of its groups, which {@link #isPresent}. */
    abstract void merge(Accumulator other, int from, int group);

    /** Counts rows of a function without an argument. */
    void addRows(int[] groups) {
        throw new IllegalStateException("an argument is missing");
    }

    /** Takes values, none of which is null. */
    abstract void addValues(FieldVector argument, Selection rows, int[] groups);

    /** The results of the groups {@code [from, to)}. */
    public final FieldVector results(int from, int to, BufferAllocator allocator) {
        seen.ensure(to);
        state.ensure((long) width * to);
        FieldVector vector = Vectors.create(result, allocator, to - from);
        try {
            for (int group = from; group < to; group++) {
                if (isPresent(group)) {
                    get(group, vector, group - from);
                }
            }
            vector.setValueCount(to - from);
            return vector;
        } catch (Throwable failure) {
            vector.close();
            throw failure;
        }
    }

    /** Whether the result of a group is not null. */
    boolean isPresent(int group) {
        return isSeen(group);
    }

    /** Sets a row of a vector to the result of a group. */
    abstract void get(int group, FieldVector vector, int row);

    final boolean isSeen(int group) {
        return MemoryUtil.getByte(seen.address() + group) != 0;
    }

    @Override
    public void close() {
        seen.close();
        state.close();
    }
}
