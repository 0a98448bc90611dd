package org.lancesql.jdbc;

import java.util.function.Supplier;
import org.lancesql.calcite.BatchException;
import org.lancesql.execution.CancelToken;
import org.lancesql.jdbc.errors.BatchFailure;
import org.lancesql.mutation.session.SessionTransactions.Unit;

/**
 * Runs scripts and batches as units. Where a member fails, what those before it changed stays pending in a transaction;
 * else the unit was a transaction of its own, and is undone.
 */
final class Units {
    private Units() {}

    /**
     * Runs a statement or a script.
     *
     * @param opened closed here
     * @param commitToken stops the commit
     */
    static <T> T run(Session session, Unit opened, Supplier<CancelToken> commitToken, Supplier<T> work) {
        try (Unit unit = opened) {
            T result = attempt(session, unit, work);
            unit.complete(commitToken.get());
            return result;
        }
    }

    /**
     * Runs a batch.
     *
     * @param opened closed here
     * @param size number of members
     * @return number of changed rows for each member
     * @throws BatchFailure when a member failed, or the commit did
     */
    static long[] runBatch(Session session, Unit opened, int size, CancelToken token, Supplier<long[]> work) {
        try (Unit unit = opened) {
            long[] counts = attempt(session, unit, () -> members(session, unit, size, work));
            complete(unit, size, token);
            return counts;
        }
    }

    private static long[] members(Session session, Unit unit, int size, Supplier<long[]> work) {
        try {
            return work.get();
        } catch (BatchException e) {
            if (session.inTransaction()) {
                throw BatchFailure.inTransaction(e);
            }
            throw unit.committedEarly() ? BatchFailure.partlyCommitted(e, size) : BatchFailure.undone(e, size);
        }
    }

    private static void complete(Unit unit, int size, CancelToken token) {
        try {
            unit.complete(token);
        } catch (RuntimeException e) {
            throw BatchFailure.notCommitted(e, size);
        }
    }

    private static <T> T attempt(Session session, Unit unit, Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error e) {
            if (session.transactions().isOpen()) {
                unit.keepCompleted();
            }
            throw e;
        }
    }
}
