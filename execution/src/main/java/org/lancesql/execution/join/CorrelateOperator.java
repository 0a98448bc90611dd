package org.lancesql.execution.join;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.rows.Gather;
import org.lancesql.execution.rows.RowAddress;

/**
 * Joins each row of the left input with the rows that the right side, opened anew with values of that row, yields for it.
 * Rows come in the order of the left input.
 */
public final class CorrelateOperator implements BatchOperator {
    private static final int BATCH_ROWS = 8_192;
    private static final int MAX_BATCH_ROWS = 65_536;

    private final BatchOperator left;
    private final int[] passed;
    private final Function<List<@Nullable Object>, BatchOperator> right;
    private final JoinKind kind;
    private final List<Field> leftFields;
    private final List<Field> rightFields;
    private final ExecutionContext context;

    private @Nullable Batch current;
    private int nextRow;
    private @Nullable BatchOperator open;
    private boolean matched;

    /** Rows of the right side that wait to be given, and for each the row of {@link #current} that it belongs to. */
    private final List<Batch> waiting = new ArrayList<>();

    private long[] leftRows = new long[BATCH_ROWS];
    private long[] rightRows = new long[BATCH_ROWS];
    private int count;
    private int given;
    private boolean exhausted;

    /**
     * Takes ownership of {@code left}.
     *
     * @param passed columns of the left input whose values the right side is opened with
     * @param right opens the right side
     * @param kind INNER, LEFT, SEMI or ANTI
     * @param rightFields names and types of the right side's columns in the result; none of SEMI and ANTI
     */
    public CorrelateOperator(
            BatchOperator left,
            int[] passed,
            Function<List<@Nullable Object>, BatchOperator> right,
            JoinKind kind,
            List<Field> rightFields,
            ExecutionContext context) {
        if (kind.keepsUnmatchedRight()) {
            throw new IllegalArgumentException("no correlated " + kind + " join");
        }
        this.left = left;
        this.passed = passed.clone();
        this.right = right;
        this.kind = kind;
        this.leftFields = left.fields();
        this.rightFields = kind.isLeftOnly() ? List.of() : List.copyOf(rightFields);
        this.context = context;
    }

    @Override
    public List<Field> fields() {
        List<Field> fields = new ArrayList<>(leftFields);
        fields.addAll(rightFields);
        return fields;
    }

    @Override
    public @Nullable Batch next() {
        while (true) {
            context.cancelToken().check();
            if (given < count) {
                return give(requireNonNull(current));
            }
            forget();
            if (current != null && exhausted) {
                current.close();
                current = null;
            }
            if (current == null) {
                current = left.next();
                nextRow = 0;
                if (current == null) {
                    return null;
                }
            }
            exhausted = !collect(current);
        }
    }

    private void forget() {
        waiting.forEach(Batch::close);
        waiting.clear();
        count = 0;
        given = 0;
    }

    /** Collects rows until there are enough; false when those of the batch are exhausted. */
    private boolean collect(Batch batch) {
        while (count < BATCH_ROWS) {
            context.cancelToken().check();
            if (open == null) {
                if (nextRow == batch.rowCount()) {
                    return false;
                }
                open = right.apply(values(batch, batch.selection().position(nextRow)));
                matched = false;
            }
            Batch rows = kind.isLeftOnly() && matched ? null : open.next();
            if (rows == null) {
                endRow(batch);
            } else if (rows.rowCount() == 0) {
                rows.close();
            } else {
                matched = true;
                take(batch, rows);
            }
        }
        return true;
    }

    private List<@Nullable Object> values(Batch batch, int row) {
        List<@Nullable Object> values = new ArrayList<>();
        for (int column : passed) {
            values.add(Vectors.get(batch.column(column), row));
        }
        return values;
    }

    private void endRow(Batch batch) {
        requireNonNull(open).close();
        open = null;
        boolean gives = switch (kind) {
            case SEMI -> matched;
            case LEFT, ANTI -> !matched;
            default -> false;
        };
        if (gives) {
            add(batch, RowAddress.NONE);
        }
        nextRow++;
    }

    private void take(Batch batch, Batch rows) {
        if (kind.isLeftOnly()) {
            rows.close();
            return;
        }
        int index = waiting.size();
        waiting.add(rows);
        for (int i = 0; i < rows.rowCount(); i++) {
            add(batch, RowAddress.of(index, rows.selection().position(i)));
        }
    }

    private void add(Batch batch, long rightRow) {
        if (count == leftRows.length) {
            leftRows = Arrays.copyOf(leftRows, 2 * count);
            rightRows = Arrays.copyOf(rightRows, 2 * count);
        }
        leftRows[count] = RowAddress.of(0, batch.selection().position(nextRow));
        rightRows[count++] = rightRow;
    }

    /** The next of the collected rows, as many as fit one batch. */
    private Batch give(Batch batch) {
        int end = Math.min(count, given + MAX_BATCH_ROWS);
        Batch rightPart = new Gather(rightFields, waiting).gather(rightRows, given, end, context.allocator());
        Batch leftPart;
        try {
            leftPart = new Gather(leftFields, List.of(batch))
                    .gather(leftRows, given, given + rightPart.rowCount(), context.allocator());
        } catch (Throwable failure) {
            rightPart.close();
            throw failure;
        }
        if (leftPart.rowCount() < rightPart.rowCount()) {
            int fewer = leftPart.rowCount();
            rightPart.close();
            try {
                rightPart =
                        new Gather(rightFields, waiting).gather(rightRows, given, given + fewer, context.allocator());
            } catch (Throwable failure) {
                leftPart.close();
                throw failure;
            }
        }
        given += leftPart.rowCount();
        List<FieldVector> columns = new ArrayList<>(leftPart.columns());
        columns.addAll(rightPart.columns());
        return new Batch(columns, leftPart.rowCount(), Selection.all(leftPart.rowCount()));
    }

    @Override
    public void close() {
        forget();
        if (current != null) {
            current.close();
            current = null;
        }
        try {
            if (open != null) {
                open.close();
                open = null;
            }
        } finally {
            left.close();
        }
    }
}
