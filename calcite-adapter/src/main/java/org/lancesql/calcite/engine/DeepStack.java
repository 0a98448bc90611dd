package org.lancesql.calcite.engine;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;

/** Runs recursive work that outgrows the caller's stack again, on a stack that is large enough for long statements. */
final class DeepStack {
    private static final long STACK_BYTES = 1L << 29;

    private DeepStack() {}

    /** @throws StatementException also when the large stack does not suffice */
    static <T> T call(Callable<T> work) {
        try {
            return unchecked(work);
        } catch (StatementException e) {
            if (e.reason() != Reason.TOO_COMPLEX) {
                throw e;
            }
        }
        FutureTask<T> task = new FutureTask<>(() -> unchecked(work));
        Thread thread = new Thread(null, task, "lancesql-deep-statement", STACK_BYTES);
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StatementException(Reason.TOO_COMPLEX, "Planning was interrupted", null, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private static <T> T unchecked(Callable<T> work) {
        try {
            return work.call();
        } catch (StackOverflowError e) {
            throw tooComplex(e);
        } catch (RuntimeException e) {
            throw isOverflow(e) ? tooComplex(e) : e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Calcite's parser and its reflective calls wrap what they run into. */
    private static boolean isOverflow(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StackOverflowError) {
                return true;
            }
        }
        return false;
    }

    private static StatementException tooComplex(Throwable cause) {
        return new StatementException(
                Reason.TOO_COMPLEX, "The statement is nested too deeply; split it into smaller ones", null, cause);
    }
}
