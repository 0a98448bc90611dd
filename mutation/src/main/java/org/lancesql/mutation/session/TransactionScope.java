package org.lancesql.mutation.session;

import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.Transaction;
import org.lancesql.versioning.TransactionRecord;

/**
 * The transaction that is open in a session now, the units that are open in it, and what the mixed-mutation rule has
 * admitted. Changed by whoever holds the session's lock; the rest may look.
 */
final class TransactionScope {
    private final SessionSettings settings;
    private final Function<Isolation, Transaction> transactions;
    private volatile boolean autoCommit = true;
    private volatile boolean readOnlyByDefault;
    private volatile @Nullable OpenTransaction open;
    private volatile @Nullable OpenTransaction last;
    private @Nullable OpenUnit innermost;
    private MutationUnit admitted = MutationUnit.EMPTY;
    private boolean closed;

    TransactionScope(SessionSettings settings, Function<Isolation, Transaction> transactions) {
        this.settings = settings;
        this.transactions = transactions;
    }

    SessionSettings settings() {
        return settings;
    }

    boolean autoCommit() {
        return autoCommit;
    }

    void setAutoCommit(boolean newAutoCommit) {
        autoCommit = newAutoCommit;
    }

    void setReadOnlyByDefault(boolean readOnly) {
        readOnlyByDefault = readOnly;
    }

    /** The undecided transactions of others before which the last transaction has read. */
    List<TransactionRecord> undecided() {
        OpenTransaction current = last;
        return current == null ? List.of() : current.transaction().undecided();
    }

    /** The open transaction, that of a script or statement among them. */
    @Nullable OpenTransaction open() {
        return open;
    }

    /** Whether a transaction is open that only COMMIT or ROLLBACK ends. */
    boolean isBegun() {
        OpenTransaction current = open;
        return current != null && !current.endsWithUnit();
    }

    @Nullable OpenUnit innermost() {
        return innermost;
    }

    /** The open units, outermost first: a mark is released with those made after it. */
    private List<OpenUnit> units() {
        LinkedList<OpenUnit> units = new LinkedList<>();
        for (OpenUnit unit = innermost; unit != null; unit = unit.outer()) {
            units.addFirst(unit);
        }
        return units;
    }

    MutationUnit admitted() {
        return admitted;
    }

    void setAdmitted(MutationUnit unit) {
        admitted = unit;
    }

    /**
     * How a transaction begins.
     *
     * @param isolation null for the session's
     * @param readOnly null for the session's
     */
    TransactionMode mode(@Nullable Isolation isolation, @Nullable Boolean readOnly) {
        return new TransactionMode(
                isolation == null ? settings.isolation() : isolation, readOnly == null ? readOnlyByDefault : readOnly);
    }

    OpenTransaction start(TransactionMode mode, boolean endsWithUnit) {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        OpenTransaction started = new OpenTransaction(transactions, mode, endsWithUnit);
        open = started;
        last = started;
        for (OpenUnit unit : units()) {
            unit.markStart(started);
        }
        return started;
    }

    void commit(CancelToken cancelToken) {
        OpenTransaction ended = end(true);
        if (ended != null) {
            ended.commit(settings, cancelToken);
        }
    }

    /** Commits the implicit transaction of a script, which goes on in another. */
    void commitEarly(CancelToken cancelToken) {
        OpenTransaction ended = end(false);
        if (ended != null) {
            for (OpenUnit unit : units()) {
                unit.noteCommitted();
            }
            ended.commit(settings, cancelToken);
        }
    }

    void rollback() {
        OpenTransaction ended = end(true);
        if (ended != null) {
            ended.drop();
        }
    }

    /** @param endsUnit whether the mixed-mutation rule begins anew */
    private @Nullable OpenTransaction end(boolean endsUnit) {
        OpenTransaction ended = open;
        open = null;
        if (endsUnit) {
            admitted = MutationUnit.EMPTY;
        }
        for (OpenUnit unit : units()) {
            unit.forgetStart(endsUnit);
        }
        return ended;
    }

    /** Takes the snapshot of the open transaction anew, in which nothing may be pending. */
    void restart() {
        OpenTransaction current = open;
        if (current != null) {
            current.restart();
            for (OpenUnit unit : units()) {
                unit.markStart(current);
            }
        }
    }

    /** Goes back to a savepoint; units that began behind it then begin there. */
    void rollbackTo(OpenTransaction current, String savepoint) {
        admitted = current.returnTo(savepoint);
        for (OpenUnit unit : units()) {
            unit.beginAgain(current, admitted);
        }
    }

    /**
     * Opens a unit.
     *
     * @param cancelToken ends the wait for others who commit before its end
     * @param closing run when it is closed
     */
    OpenUnit open(List<Mutation> statements, List<ScriptStep> steps, CancelToken cancelToken, Runnable closing) {
        boolean mixedAllowed = settings.mixedMutationsAllowed();
        OpenTransaction current = open;
        Map<String, MutationUnit> savepoints = current == null ? Map.of() : current.admittedAtSavepoints();
        new ScriptRule(admitted, savepoints, mixedAllowed).check(steps);
        MutationUnit all = admitted.admit(statements, mixedAllowed);
        OpenUnit unit = new OpenUnit(this, statements, !steps.isEmpty(), cancelToken, closing);
        if (current != null) {
            unit.markStart(current);
        }
        innermost = unit;
        admitted = all;
        return unit;
    }

    void closed(OpenUnit unit) {
        innermost = unit.outer();
        if (innermost == null && open == null) {
            admitted = MutationUnit.EMPTY;
        }
    }

    void close() {
        rollback();
        closed = true;
    }
}
