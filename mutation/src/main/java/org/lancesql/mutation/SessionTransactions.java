package org.lancesql.mutation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The transactions of one session, one after the other. Every statement that reads or changes tables does so in a
 * {@link Unit}: of the open transaction, or, with autocommit, of one that ends with it.
 */
public final class SessionTransactions implements AutoCloseable {
    public boolean autoCommit() {
        throw new UnsupportedOperationException();
    }

    /** Turns autocommit on or off; commits what is pending when it changes. */
    public void setAutoCommit(boolean newAutoCommit) {
        throw new UnsupportedOperationException();
    }

    /** Whether a transaction is open: one that was begun, or, without autocommit, one that a statement has started. */
    public boolean isOpen() {
        throw new UnsupportedOperationException();
    }

    /** @param isolation null for the session's */
    public void begin(@Nullable Isolation isolation) {
        throw new UnsupportedOperationException();
    }

    public void commit() {
        throw new UnsupportedOperationException();
    }

    public void rollback() {
        throw new UnsupportedOperationException();
    }

    public void savepoint(String name) {
        throw new UnsupportedOperationException();
    }

    public void rollbackTo(String name) {
        throw new UnsupportedOperationException();
    }

    public void release(String name) {
        throw new UnsupportedOperationException();
    }

    /**
     * Opens a unit after the mixed-mutation rule has admitted all its statements.
     *
     * @param statements those of a script or a batch, or one; empty for a query
     * @throws MixedMutationException when they would mix; nothing has run then, and an open transaction goes on
     */
    public Unit open(List<Mutation> statements) {
        throw new UnsupportedOperationException();
    }

    /** Drops what is pending. */
    @Override
    public void close() {}

    /** Work within a transaction. Units of one session are nested: a statement within its script, within its transaction. */
    public interface Unit extends AutoCloseable {
        Transaction transaction();

        /** Commits, unless the unit is part of a larger one. */
        void complete();

        /** Drops what the unit has changed, unless it was completed. */
        @Override
        void close();
    }
}
