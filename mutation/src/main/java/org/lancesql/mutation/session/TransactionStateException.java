package org.lancesql.mutation.session;

import static java.util.Objects.requireNonNull;

/** Something that the state of the session's transaction does not allow. The transaction goes on as it was. */
public final class TransactionStateException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What does not fit. */
    public enum Reason {
        /** A transaction is open where none may be. */
        TRANSACTION_OPEN,
        /** The transaction has changes that a definition of tables would neither see nor keep. */
        PENDING_CHANGES,
        /** No transaction is open where one has to be. */
        NO_TRANSACTION,
        /** The transaction has no savepoint of that name. */
        UNKNOWN_SAVEPOINT
    }

    private final Reason reason;

    public TransactionStateException(Reason reason, String message) {
        super(message);
        this.reason = requireNonNull(reason, "reason is null");
    }

    public Reason reason() {
        return reason;
    }
}
