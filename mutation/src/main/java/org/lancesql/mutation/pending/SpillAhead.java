package org.lancesql.mutation.pending;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.StagedFiles;

/**
 * Writes rows that wait in memory to files while the transaction makes the next ones, so that little is left to be written
 * at its commit. One write at a time; what waits meanwhile is the next. Used by the one thread at a time that uses the
 * transaction.
 */
public final class SpillAhead implements AutoCloseable {
    private final PendingTable table;
    private @Nullable Writing writing;
    private boolean failed;

    /** @param chunks rows in the order in which they are written; retained */
    private record Writing(List<MemoryChunk> chunks, FutureTask<StagedFiles> task) {}

    public SpillAhead(PendingTable table) {
        this.table = requireNonNull(table, "table is null");
    }

    /**
     * Begins to write what waits, if that is much and nothing is being written.
     *
     * @param rows the newest state; borrowed
     */
    public void begin(PendingRows rows) {
        if (writing != null || failed) {
            return;
        }
        List<MemoryChunk> chunks = PendingMoves.large(rows);
        if (chunks.stream().mapToLong(RowChunk::memoryBytes).sum() < table.statementBytes()) {
            return;
        }
        FutureTask<StagedFiles> task = new FutureTask<>(() -> table.stageAhead(PendingMoves.source(table, chunks)));
        chunks.forEach(RowChunk::retain);
        writing = new Writing(chunks, task);
        Thread thread =
                new Thread(task, "lancesql pending rows of " + table.base().tableVersion());
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Where rows went by a write that is over; null when none is. Waits for it when more rows are in memory than may be.
     *
     * @param rows the newest state; borrowed
     */
    public @Nullable PendingMoves finished(PendingRows rows) {
        boolean isTooMuch = rows.memoryBytes() > table.budgetBytes();
        return writing != null && (isTooMuch || writing.task().isDone()) ? await() : null;
    }

    /** Where rows went by the write that is under way, once it is over; null when there is none, or it failed. */
    public @Nullable PendingMoves await() {
        Writing over = writing;
        if (over == null) {
            return null;
        }
        writing = null;
        try {
            return PendingMoves.written(table, over.chunks(), get(over.task()));
        } catch (ExecutionException e) {
            // The rows are in memory still, and whoever has to write them meets the same failure and tells of it.
            failed = true;
            return null;
        } finally {
            over.chunks().forEach(RowChunk::release);
        }
    }

    /** The files belong to nobody before they are taken, so that an interrupt must not make them be left. */
    private static StagedFiles get(FutureTask<StagedFiles> task) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Ends the write that is under way, and deletes what it has written. */
    @Override
    public void close() {
        PendingMoves moves = await();
        if (moves != null) {
            moves.close();
        }
    }
}
