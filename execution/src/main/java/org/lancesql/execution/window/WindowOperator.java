package org.lancesql.execution.window;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.HeapMemory;
import org.lancesql.execution.OwnedVectors;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;
import org.lancesql.execution.rows.RowStore;
import org.lancesql.execution.sort.RowOrder;
import org.lancesql.execution.sort.SortKey;

/**
 * Adds the results of window functions to the rows of its input, which comes sorted by the keys of the partitions and
 * within them by those of the order. It holds the rows of a whole partition, or of several that are small.
 */
public final class WindowOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final BatchOperator input;
    private final List<SortKey> partitionKeys;
    private final List<SortKey> orderKeys;
    private final WindowFrame frame;
    private final List<WindowCall> calls;
    private final List<Field> keptFields;
    private final List<Field> fields;
    private final ExecutionContext context;

    private final HeapMemory memory;
    private RowStore rows;
    /** The last row that was read, to know whether the next one is of the same partition. */
    private @Nullable Batch lastRow;
    /** What was read of the next partitions. */
    private @Nullable Batch ahead;

    private boolean exhausted;
    private @Nullable Partitions partitions;
    private @Nullable Gather gather;
    private List<WindowEvaluator> evaluators = List.of();
    private int next;

    /**
     * Takes ownership of {@code input}, unless it throws.
     *
     * @param kept how many of the input's columns, from the first on, are passed on; the results follow them
     * @param partitionKeys columns by which the input is sorted first
     * @param orderKeys columns by which the rows of a partition are sorted
     * @throws IllegalArgumentException when the input has no such columns, or columns of types that have no order
     */
    public WindowOperator(
            BatchOperator input,
            int kept,
            List<SortKey> partitionKeys,
            List<SortKey> orderKeys,
            WindowFrame frame,
            List<WindowCall> calls,
            ExecutionContext context) {
        RowOrder.check(input.fields(), partitionKeys);
        RowOrder.check(input.fields(), orderKeys);
        this.input = input;
        this.partitionKeys = List.copyOf(partitionKeys);
        this.orderKeys = List.copyOf(orderKeys);
        this.frame = frame;
        this.calls = List.copyOf(calls);
        this.keptFields = input.fields().subList(0, kept);
        this.fields = new ArrayList<>(keptFields);
        calls.forEach(call -> fields.add(call.result()));
        this.context = context;
        this.memory = new HeapMemory(context.allocator());
        this.rows = new RowStore(input.fields(), context.allocator());
    }

    @Override
    public List<Field> fields() {
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        context.cancelToken().check();
        if (partitions == null || next == partitions.size()) {
            rows.close();
            partitions = null;
            memory.close();
            if (!read()) {
                return null;
            }
            prepare();
        }
        Partitions current = requireNonNull(partitions);
        int to = Math.min(current.size(), next + BATCH_ROWS);
        Batch kept = requireNonNull(gather).gather(current.addresses(), next, to, context.allocator());
        try (OwnedVectors columns = new OwnedVectors()) {
            kept.columns().forEach(columns::add);
            int end = next + kept.length();
            for (WindowEvaluator evaluator : evaluators) {
                columns.add(evaluator.evaluate(next, end, context.allocator()));
            }
            next = end;
            return new Batch(columns.release(), kept.length(), Selection.all(kept.length()));
        }
    }

    private void prepare() {
        Partitions read = new Partitions(rows, partitionKeys, orderKeys, memory, context.cancelToken());
        boolean descending = !orderKeys.isEmpty() && orderKeys.get(0).descending();
        Frames frames = new Frames(read, frame, descending, memory);
        gather = new Gather(keptFields, read.batches());
        evaluators = calls.stream()
                .map(call -> WindowEvaluator.of(call, read, frames))
                .toList();
        partitions = read;
        next = 0;
    }

    /** Reads rows up to the end of a partition; false when there are none. */
    private boolean read() {
        if (ahead != null) {
            Batch first = ahead;
            ahead = null;
            add(first);
        }
        while (!exhausted) {
            context.cancelToken().check();
            Batch batch = input.next();
            if (batch == null) {
                exhausted = true;
            } else if (batch.rowCount() == 0) {
                batch.close();
            } else if (rows.rowCount() < BATCH_ROWS) {
                add(batch);
            } else if (split(batch)) {
                return true;
            }
        }
        return rows.rowCount() > 0;
    }

    private void add(Batch batch) {
        try {
            if (!partitionKeys.isEmpty()) {
                int last = batch.selection().position(batch.rowCount() - 1);
                Batch copy = new Gather(input.fields(), List.of(batch))
                        .gather(new long[] {RowAddress.of(0, last)}, 0, 1, context.allocator());
                if (lastRow != null) {
                    lastRow.close();
                }
                lastRow = copy;
            }
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
        rows.add(batch);
    }

    /** Takes the rows of a batch before its last partition, and keeps the others for later; all when it goes on with one. */
    private boolean split(Batch batch) {
        int boundary;
        Batch head;
        try {
            boundary = lastBoundary(batch);
            head = boundary <= 0 ? null : share(batch, batch.selection().slice(0, boundary));
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
        if (boundary < 0) {
            add(batch);
            return false;
        }
        ahead = batch.withSelection(batch.selection().slice(boundary, batch.rowCount() - boundary));
        if (head != null) {
            rows.add(head);
        }
        return true;
    }

    private static Batch share(Batch batch, Selection selection) {
        try (OwnedVectors columns = new OwnedVectors()) {
            batch.columns().forEach(column -> columns.add(Vectors.share(column)));
            return new Batch(columns.release(), batch.length(), selection);
        }
    }

    /** Index of the first row of the batch's last partition, or -1 when that is the partition of the row before. */
    private int lastBoundary(Batch batch) {
        if (partitionKeys.isEmpty()) {
            return -1;
        }
        RowOrder order = new RowOrder(input.fields(), List.of(requireNonNull(lastRow), batch), partitionKeys);
        Selection selection = batch.selection();
        int index = selection.size() - 1;
        long last = RowAddress.of(1, selection.position(index));
        if (order.compare(RowAddress.of(0, 0), last) == 0) {
            return -1;
        }
        while (index > 0 && order.compare(RowAddress.of(1, selection.position(index - 1)), last) == 0) {
            index--;
        }
        return index;
    }

    @Override
    public void close() {
        exhausted = true;
        partitions = null;
        gather = null;
        evaluators = List.of();
        memory.close();
        rows.close();
        if (lastRow != null) {
            lastRow.close();
            lastRow = null;
        }
        if (ahead != null) {
            ahead.close();
            ahead = null;
        }
        input.close();
    }
}
