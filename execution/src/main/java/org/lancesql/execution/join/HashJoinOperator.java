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
 * side without a match come last.
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
    private final boolean keepsMatched;

    private boolean filled;
    private @Nullable ProbeBatch current;
    private int nextUnmatchedBuild;
    private boolean closed;

    /**
     * Takes ownership of both inputs, unless it throws.
     *
     * @param buildLeft whether the left input is the build side; not for SEMI and ANTI
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
        if (buildLeft && kind.isLeftOnly()) {
            throw new IllegalArgumentException(kind + " join builds its right input");
        }
        this.probe = buildLeft ? right : left;
        this.build = buildLeft ? left : right;
        this.probeColumns = buildLeft ? keys.right() : keys.left();
        this.condition = condition;
        this.context = context;
        this.keepsUnmatchedProbe = buildLeft ? kind.keepsUnmatchedRight() : kind.keepsUnmatchedLeft();
        this.keepsUnmatchedBuild = buildLeft ? kind.keepsUnmatchedLeft() : kind.keepsUnmatchedRight();
        this.probeOnly = kind.isLeftOnly();
        this.keepsMatched = kind != JoinKind.ANTI;
        this.pairing = new Pairing(probe.fields(), buildLeft, fields);
        this.table = new JoinTable(build.fields(), keys, buildLeft ? keys.left() : keys.right(), context);
    }

    @Override
    public List<Field> fields() {
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
                    return unmatchedBuild();
                }
                current = start(batch);
            }
            Batch result = probeOnly ? probeOnly(current) : pairs(current);
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

    private @Nullable Batch unmatchedBuild() {
        if (!keepsUnmatchedBuild) {
            return null;
        }
        long[] unmatched = new long[Math.min(BATCH_ROWS, table.rowCount())];
        int[] numbers = new int[unmatched.length];
        int count = 0;
        int row = nextUnmatchedBuild;
        for (; row < table.rowCount() && count < unmatched.length; row++) {
            if (!table.isMatched(row)) {
                numbers[count] = row;
                unmatched[count++] = table.address(row);
            }
        }
        nextUnmatchedBuild = row;
        if (count == 0) {
            return null;
        }
        Batch padded = pairing.unmatchedBuild(table, Arrays.copyOf(unmatched, count), context.allocator());
        if (padded.rowCount() < count) {
            nextUnmatchedBuild = numbers[padded.rowCount()];
        }
        return padded;
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
