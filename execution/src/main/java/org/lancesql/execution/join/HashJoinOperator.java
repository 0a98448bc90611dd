package org.lancesql.execution.join;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.Condition;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Selection;
import org.lancesql.execution.rows.RowAddress;

/**
 * Joins two inputs. One of them, the build side, is read first and kept in a hash table; the batches of the other, the
 * probe side, look their matches up in it.
 *
 * <p>Rows come in the order of the probe side, and for each of them in the order of the build side; rows of the build
 * side without a match come last. A semi or anti join whose left input is the build side gives its rows in their order,
 * once the other side has been read.
 */
public final class HashJoinOperator implements BatchOperator {
    private static final int BATCH_ROWS = 65_536;

    private final BatchOperator probe;
    private final BatchOperator build;
    private final Pairing pairing;
    private final int[] probeColumns;
    private final @Nullable Expression condition;
    private final ExecutionContext context;
    private final JoinTable table;

    private final boolean keepsUnmatchedProbe;
    private final boolean keepsUnmatchedBuild;
    private final boolean probeOnly;
    private final boolean buildOnly;
    private final boolean keepsMatched;

    private boolean filled;
    private @Nullable ProbeBatch current;
    private int nextBuildRow;
    private boolean closed;

    /**
     * Takes ownership of both inputs, unless it throws.
     *
     * @param buildLeft whether the left input is the build side
     * @param condition what pairs of equal keys must fulfil besides, over the columns of the left input followed by those
     *     of the right; or null
     * @param fields names and types of the result
     */
    public HashJoinOperator(
            BatchOperator left,
            BatchOperator right,
            JoinKind kind,
            JoinKeys keys,
            @Nullable Expression condition,
            boolean buildLeft,
            List<Field> fields,
            ExecutionContext context) {
        this.probe = buildLeft ? right : left;
        this.build = buildLeft ? left : right;
        this.probeColumns = buildLeft ? keys.right() : keys.left();
        this.condition = condition;
        this.context = context;
        this.keepsUnmatchedProbe = buildLeft ? kind.keepsUnmatchedRight() : kind.keepsUnmatchedLeft();
        this.keepsUnmatchedBuild =
                !kind.isLeftOnly() && (buildLeft ? kind.keepsUnmatchedLeft() : kind.keepsUnmatchedRight());
        this.probeOnly = kind.isLeftOnly() && !buildLeft;
        this.buildOnly = kind.isLeftOnly() && buildLeft;
        this.keepsMatched = kind != JoinKind.ANTI;
        this.pairing = new Pairing(probe.fields(), buildLeft, fields);
        this.table = new JoinTable(build.fields(), keys, buildLeft ? keys.left() : keys.right(), context);
    }

    @Override
    public List<Field> fields() {
        if (buildOnly) {
            return build.fields();
        }
        return probeOnly ? probe.fields() : pairing.fields();
    }

    @Override
    public @Nullable Batch next() {
        if (closed) {
            return null;
        }
        if (!filled) {
            table.fill(build);
            filled = true;
        }
        while (true) {
            context.cancelToken().check();
            if (current == null) {
                Batch batch = table.rowCount() == 0 && !keepsUnmatchedProbe ? null : probe.next();
                if (batch == null) {
                    return rowsOfBuild();
                }
                current = start(batch);
            }
            Batch result = result(current);
            if (result != null) {
                return result;
            }
            current.close();
            current = null;
        }
    }

    private ProbeBatch start(Batch batch) {
        try {
            return new ProbeBatch(batch, table.firstMatches(batch, probeColumns), table);
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
    }

    /** What a batch of the probe side gives next; null when there is no more. */
    private @Nullable Batch result(ProbeBatch rows) {
        if (buildOnly) {
            markBuild(rows);
            return null;
        }
        return probeOnly ? probeOnly(rows) : pairs(rows);
    }

    /** Marks the rows of the build side that match, and gives none. */
    private void markBuild(ProbeBatch rows) {
        while (rows.hasCandidates()) {
            context.cancelToken().check();
            int count = rows.nextCandidates(BATCH_ROWS);
            if (condition == null) {
                rows.consume(count);
                rows.markMatched(Selection.all(count), false, true);
                continue;
            }
            try (Batch pairs = pairing.pairs(rows, table, count, context.allocator())) {
                rows.consume(pairs.rowCount());
                rows.markMatched(Condition.select(condition, pairs, pairs.selection(), context), false, true);
            }
        }
    }

    /** The next pairs of a batch, then its rows without a match; null when there are no more. */
    private @Nullable Batch pairs(ProbeBatch rows) {
        while (rows.hasCandidates()) {
            context.cancelToken().check();
            int count = rows.nextCandidates(BATCH_ROWS);
            Batch pairs = pairing.pairs(rows, table, count, context.allocator());
            rows.consume(pairs.rowCount());
            Selection matching = matching(pairs);
            rows.markMatched(matching, keepsUnmatchedProbe, keepsUnmatchedBuild);
            if (matching.size() > 0) {
                return pairs.withSelection(matching);
            }
            pairs.close();
        }
        if (keepsUnmatchedProbe) {
            long[] unmatched = rows.takeUnmatched(BATCH_ROWS);
            if (unmatched.length > 0) {
                Batch padded = pairing.unmatchedProbe(rows, table, unmatched, context.allocator());
                rows.returnUnmatched(unmatched.length - padded.rowCount());
                return padded;
            }
        }
        return null;
    }

    private Selection matching(Batch pairs) {
        if (condition == null) {
            return pairs.selection();
        }
        try {
            return Condition.select(condition, pairs, pairs.selection(), context);
        } catch (Throwable failure) {
            pairs.close();
            throw failure;
        }
    }

    /** The rows of a batch that have a match, or have none; null when they are given already, or there are none. */
    private @Nullable Batch probeOnly(ProbeBatch rows) {
        if (condition == null) {
            rows.markAllWithCandidates();
        }
        while (rows.hasCandidates()) {
            context.cancelToken().check();
            int count = rows.nextCandidates(BATCH_ROWS);
            try (Batch pairs = pairing.pairs(rows, table, count, context.allocator())) {
                rows.consume(pairs.rowCount());
                Selection matching =
                        Condition.select(Objects.requireNonNull(condition), pairs, pairs.selection(), context);
                rows.markMatched(matching, true, false);
            }
        }
        return rows.release(keepsMatched);
    }

    /** The next rows of the build side that are wanted for having a match or none. */
    private @Nullable Batch rowsOfBuild() {
        if (!keepsUnmatchedBuild && !buildOnly) {
            return null;
        }
        boolean wanted = buildOnly && keepsMatched;
        long[] addresses = new long[Math.min(BATCH_ROWS, table.rowCount())];
        int[] numbers = new int[addresses.length];
        int count = 0;
        int row = nextBuildRow;
        for (; row < table.rowCount() && count < addresses.length; row++) {
            if (table.isMatched(row) == wanted) {
                numbers[count] = row;
                addresses[count++] = table.address(row);
            }
        }
        nextBuildRow = row;
        if (count == 0) {
            return null;
        }
        Batch rows = buildOnly
                ? table.gather().gather(addresses, 0, count, context.allocator())
                : pairing.unmatchedBuild(table, Arrays.copyOf(addresses, count), context.allocator());
        if (rows.rowCount() < count) {
            nextBuildRow = numbers[rows.rowCount()];
        }
        return rows;
    }

    @Override
    public void close() {
        closed = true;
        if (current != null) {
            current.close();
            current = null;
        }
        table.close();
        try {
            probe.close();
        } finally {
            build.close();
        }
    }

    /** An address for a side that a pair does not have. */
    static long[] none(int count) {
        long[] none = new long[count];
        Arrays.fill(none, RowAddress.NONE);
        return none;
    }
}
