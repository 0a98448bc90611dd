package org.lancesql.execution.join;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.hash.KeyTable;
import org.lancesql.execution.lanes.Lanes;

/**
 * A semi or anti join that keeps its left input in memory, the smaller one: rows of the right mark those that they match, and
 * at the end come the marked ones, or the others, in the order of the left input.
 */
public final class KeptRowsOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final Lanes probe;
    private final JoinBuild build;
    private final JoinTable table;
    private final JoinShape shape;
    private final Pairing pairing;
    private final ExecutionContext context;
    private final boolean wantsMarked;

    private boolean marked;
    private int nextRow;
    private boolean closed;

    /**
     * Takes ownership of both inputs, also on failure.
     *
     * @param told who wants to know the keys of the left input before the right one is read; or null
     */
    public KeptRowsOperator(
            Lanes left, Lanes right, JoinShape shape, @Nullable DynamicKeys told, ExecutionContext context) {
        try {
            if (!shape.givesBuild()) {
                throw new IllegalArgumentException(shape.kind() + " join gives more than the rows of its left input");
            }
            this.build = new JoinBuild(left, shape, told, context);
        } catch (Throwable failure) {
            left.close();
            right.close();
            throw failure;
        }
        this.probe = right;
        this.table = build.table();
        this.shape = shape;
        this.pairing = new Pairing(right.fields(), true, shape.fields());
        this.context = context;
        this.wantsMarked = shape.kind() == JoinKind.SEMI;
    }

    @Override
    public List<Field> fields() {
        return build.fields();
    }

    @Override
    public @Nullable Batch next() {
        if (closed) {
            return null;
        }
        if (!marked) {
            mark();
            marked = true;
        }
        context.cancelToken().check();
        long[] addresses = new long[Math.min(BATCH_ROWS, table.rowCount() - nextRow)];
        int[] numbers = new int[addresses.length];
        int count = 0;
        int row = nextRow;
        for (; row < table.rowCount() && count < addresses.length; row++) {
            if (table.isMatched(row) == wantsMarked) {
                numbers[count] = row;
                addresses[count++] = table.address(row);
            }
        }
        nextRow = row;
        if (count == 0) {
            return null;
        }
        Batch rows = table.gather().gather(addresses, 0, count, context.allocator());
        if (rows.rowCount() < count) {
            nextRow = numbers[rows.rowCount()];
        }
        return rows;
    }

    private void mark() {
        build.fill();
        table.prepareMarks();
        if (table.rowCount() == 0) {
            return;
        }
        List<KeyTable.Finder> finders = new ArrayList<>();
        try {
            for (int lane = 0; lane < probe.count(); lane++) {
                finders.add(table.finder());
            }
            // Several threads may mark the same row, all with the same mark.
            probe.drain((lane, batch) -> mark(batch, finders.get(lane)));
        } finally {
            finders.forEach(KeyTable.Finder::close);
        }
    }

    private void mark(Batch batch, KeyTable.Finder finder) {
        int[] matches;
        try {
            context.cancelToken().check();
            matches = table.firstMatches(batch, shape.probeColumns(), finder);
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
        try (ProbeBatch rows = new ProbeBatch(batch, matches, table)) {
            Expression condition = shape.condition();
            if (condition == null) {
                markAll(matches);
                return;
            }
            while (rows.hasCandidates()) {
                context.cancelToken().check();
                int count = rows.nextCandidates(BATCH_ROWS);
                try (Batch pairs = pairing.pairs(rows, table, count, context.allocator())) {
                    rows.consume(pairs.rowCount());
                    Selection matching = Condition.select(condition, pairs, pairs.selection(), context);
                    rows.markMatched(matching, false, true);
                }
            }
        }
    }

    private void markAll(int[] matches) {
        for (int match : matches) {
            // The rows of one key are marked together: if the first is, all are.
            for (int row = match; row != JoinTable.NONE && !table.isMatched(row); row = table.nextMatch(row)) {
                table.markMatched(row);
            }
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            try {
                probe.close();
            } finally {
                build.close();
            }
        }
    }
}
