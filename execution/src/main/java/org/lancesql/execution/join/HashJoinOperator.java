package org.lancesql.execution.join;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
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
    private final JoinBuild build;
    private final JoinTable table;
    private final Pairing pairing;
    private final int[] probeColumns;
    private final @Nullable Expression condition;
    private final ExecutionContext context;

    private final boolean keepsUnmatchedProbe;
    private final boolean keepsUnmatchedBuild;
    private final boolean probeOnly;
    private final boolean keepsMatched;
    private final boolean isNullAware;

    private KeyTable.@Nullable Finder finder;
    private @Nullable ProbeBatch current;
    private boolean probeEnded;
    private boolean givesUnmatchedBuild;
    private int nextUnmatchedBuild;
    private boolean closed;
    private boolean released;

    /** Takes ownership of {@code probe}, unless it throws, and a share of {@code build}. */
    private HashJoinOperator(BatchOperator probe, JoinBuild build, JoinShape shape, ExecutionContext context) {
        if (shape.givesBuild()) {
            throw new IllegalArgumentException(shape.kind() + " join that gives rows of its build side");
        }
        this.probe = probe;
        this.build = build;
        this.table = build.table();
        this.probeColumns = shape.probeColumns();
        this.condition = shape.condition();
        this.context = context;
        this.keepsUnmatchedProbe = shape.keepsUnmatchedProbe();
        this.keepsUnmatchedBuild = shape.keepsUnmatchedBuild();
        this.probeOnly = shape.kind().isLeftOnly();
        this.keepsMatched = shape.kind().keepsMatched();
        this.isNullAware = shape.kind() == JoinKind.NULL_AWARE_ANTI;
        this.pairing = new Pairing(probe.fields(), shape.buildLeft(), shape.fields());
        build.retain();
    }

    /** A join of two inputs by the calling thread alone. Takes ownership of both, unless it throws. */
    public HashJoinOperator(
            BatchOperator left,
            BatchOperator right,
            JoinKind kind,
            JoinKeys keys,
            @Nullable Expression condition,
            boolean buildLeft,
            List<Field> fields,
            ExecutionContext context) {
        this(left, right, new JoinShape(kind, keys, condition, buildLeft, fields), context);
    }

    private HashJoinOperator(BatchOperator left, BatchOperator right, JoinShape shape, ExecutionContext context) {
        this(
                shape.buildLeft() ? right : left,
                new JoinBuild(Lanes.one(shape.buildLeft() ? left : right), shape, null, context),
                shape,
                context);
    }

    /**
     * Joins the lanes of the probe side to the build side. Takes ownership of both, also on failure.
     *
     * @param probe one lane unless the shape {@linkplain JoinShape#hasLanes has lanes}
     * @param told who wants to know the keys of the build side before the probe side is read; or null
     */
    public static Lanes lanes(
            Lanes probe, Lanes build, JoinShape shape, @Nullable DynamicKeys told, ExecutionContext context) {
        if (probe.count() > 1 && !shape.hasLanes()) {
            probe.close();
            build.close();
            throw new IllegalArgumentException(shape.kind() + " join of " + probe.count() + " lanes");
        }
        return join(probe, build, shape, told, context);
    }

    private static Lanes join(
            Lanes probe, Lanes input, JoinShape shape, @Nullable DynamicKeys told, ExecutionContext context) {
        JoinBuild build;
        try {
            build = new JoinBuild(input, shape, told, context);
        } catch (Throwable failure) {
            probe.close();
            input.close();
            throw failure;
        }
        try {
            return probe.map(lane -> new HashJoinOperator(lane, build, shape, context))
                    .after(build::fill);
        } catch (Throwable failure) {
            build.close();
            throw failure;
        }
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
        if (finder == null) {
            build.fill();
            build.beginProbe();
            finder = table.finder();
        }
        while (true) {
            context.cancelToken().check();
            if (current == null) {
                Batch batch = probeEnded || isEmpty() ? null : probe.next();
                if (batch == null) {
                    return unmatchedBuild();
                }
                Batch widened = start(batch, finder);
                if (widened != null) {
                    return widened;
                }
                continue;
            }
            Batch result = probeOnly ? probeOnly(current) : pairs(current);
            if (result != null) {
                return result;
            }
            current.close();
            current = null;
        }
    }

    /** Whether no row of the probe side leads to a result, whatever it is. */
    private boolean isEmpty() {
        return table.rowCount() == 0 && !keepsUnmatchedProbe || isNullAware && table.hasUnfindable();
    }

    /** Gives rows whose key is null a match, so that they are not among those that certainly have none. */
    private void matchNulls(Batch batch, int[] matches) {
        FieldVector key = batch.column(probeColumns[0]);
        if (table.rowCount() == 0 || key.getNullCount() == 0) {
            return;
        }
        for (int i = 0; i < matches.length; i++) {
            if (key.isNull(batch.selection().position(i))) {
                matches[i] = 0;
            }
        }
    }

    /** Makes a batch the current one, unless it can be widened to the result for its rows. */
    private @Nullable Batch start(Batch batch, KeyTable.Finder keys) {
        try {
            int[] matches = table.firstMatches(batch, probeColumns, keys);
            if (isNullAware) {
                matchNulls(batch, matches);
            }
            Batch widened = canWiden() ? pairing.widen(batch, matches, table, keepsUnmatchedProbe, context) : null;
            if (widened == null) {
                current = new ProbeBatch(batch, matches, table);
                return null;
            }
            return widened.withSelection(matching(widened));
        } catch (Throwable failure) {
            batch.close();
            throw failure;
        }
    }

    /** Whether each row of the probe side is in one row of the result at most, and nothing else is. */
    private boolean canWiden() {
        return table.isUnique() && !probeOnly && !keepsUnmatchedBuild && !(keepsUnmatchedProbe && condition != null);
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
        if (!probeEnded) {
            probeEnded = true;
            givesUnmatchedBuild = build.endProbe() && keepsUnmatchedBuild;
        }
        if (!givesUnmatchedBuild) {
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
        if (finder != null) {
            finder.close();
        }
        if (!released) {
            released = true;
            try {
                probe.close();
            } finally {
                build.release();
            }
        }
    }

    /** An address for a side that a pair does not have. */
    static long[] none(int count) {
        long[] none = new long[count];
        Arrays.fill(none, RowAddress.NONE);
        return none;
    }
}
