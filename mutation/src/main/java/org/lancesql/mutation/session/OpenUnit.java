package org.lancesql.mutation.session;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.session.OpenTransaction.Mark;

/** A unit of a session, from its opening to its closing. */
final class OpenUnit implements SessionTransactions.Unit {
    private final TransactionScope scope;
    private final @Nullable OpenUnit outer;
    private final List<Mutation> statements;
    private final boolean script;
    private final CancelToken cancelToken;
    private final Runnable closing;
    private final List<Mutation> completedWithin = new ArrayList<>();
    private MutationUnit admittedBefore;
    private @Nullable Mark start;
    private boolean committedEarly;
    private boolean completed;
    private boolean closed;

    OpenUnit(
            TransactionScope scope,
            List<Mutation> statements,
            boolean script,
            CancelToken cancelToken,
            Runnable closing) {
        this.scope = scope;
        this.outer = scope.innermost();
        this.statements = List.copyOf(statements);
        this.script = script;
        this.cancelToken = cancelToken;
        this.closing = closing;
        this.admittedBefore = scope.admitted();
    }

    @Nullable OpenUnit outer() {
        return outer;
    }

    /** Where it goes back to if it fails; a query has nothing to come back from. */
    void markStart(OpenTransaction transaction) {
        start = script || !statements.isEmpty() ? transaction.mark() : null;
    }

    @Nullable Mark start() {
        return start;
    }

    /** @param endsUnit whether the mixed-mutation rule begins anew */
    void forgetStart(boolean endsUnit) {
        start = null;
        if (endsUnit) {
            admittedBefore = MutationUnit.EMPTY;
            completedWithin.clear();
        }
    }

    /** The transaction went back to a savepoint: if the unit began behind it, it begins there. */
    void beginAgain(OpenTransaction transaction, MutationUnit admitted) {
        if (start != null && start.savepoints() >= transaction.savepoints()) {
            markStart(transaction);
            admittedBefore = admitted;
        }
    }

    void noteCommitted() {
        committedEarly = true;
    }

    @Override
    public boolean committedEarly() {
        return committedEarly;
    }

    @Override
    public Transaction transaction() {
        OpenTransaction current = scope.open();
        if (current == null) {
            current = scope.start(implicitMode(), scope.autoCommit());
        }
        return current.use(scope.settings());
    }

    /** A statement alone reads one cut; to pin every table for it would cost a look at each. */
    private TransactionMode implicitMode() {
        boolean alone = scope.autoCommit();
        for (OpenUnit unit = this; unit != null; unit = unit.outer) {
            alone &= !unit.script;
        }
        return scope.mode(alone ? Isolation.READ_COMMITTED : null, null);
    }

    @Override
    public void complete(CancelToken cancelToken) {
        completed = true;
        passOn(statements);
        OpenTransaction current = scope.open();
        if (current == null) {
            return;
        }
        current.note(statements);
        scope.settings().warn(current.transaction().undecided());
        if (outer == null && current.endsWithUnit()) {
            scope.commit(cancelToken);
            return;
        }
        if (start != null) {
            current.forget(start);
        }
        if (!current.endsWithUnit()) {
            scope.settings().note(current.transaction());
        }
    }

    private void passOn(List<Mutation> done) {
        if (outer != null && outer.completedWithin.isEmpty()) {
            outer.completedWithin.addAll(done);
        }
    }

    @Override
    public void keepCompleted() {
        if (outer == null && !scope.isBegun()) {
            throw new IllegalStateException("without a transaction that was begun a unit is completed or dropped");
        }
        completed = true;
        passOn(completedWithin);
        if (!script) {
            // A script admits nothing by itself. Others have one statement only, as often as it may run.
            scope.setAdmitted(admittedBefore.admit(completedWithin, true));
        }
        OpenTransaction current = scope.open();
        if (current != null && start != null) {
            current.forget(start);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            if (!completed) {
                undo();
            }
        } finally {
            scope.closed(this);
            closing.run();
        }
    }

    private void undo() {
        OpenTransaction current = scope.open();
        scope.setAdmitted(admittedBefore);
        if (current != null && outer == null && current.endsWithUnit()) {
            scope.rollback();
        } else if (current != null && start != null) {
            current.returnTo(start);
            current.forget(start);
        }
    }
}
