package org.lancesql.mutation.session;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.CancelToken;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.session.TransactionStateException.Reason;
import org.lancesql.storage.StorageException;
import org.lancesql.versioning.StoredTable;

/** A transaction of a session: what is pending, which kinds of statements made it, and its savepoints by name. */
final class OpenTransaction {
    private final Function<Isolation, Transaction> transactions;
    private final TransactionMode mode;
    private final boolean endsWithUnit;
    private final List<Named> savepoints = new ArrayList<>();
    private final Set<String> statementKinds = new LinkedHashSet<>();
    private Transaction transaction;
    private boolean used;
    private @Nullable DatabaseNames names;

    /** @param endsWithUnit whether it was begun by the unit that will end it, not by the user */
    OpenTransaction(Function<Isolation, Transaction> transactions, TransactionMode mode, boolean endsWithUnit) {
        this.transactions = transactions;
        this.mode = mode;
        this.endsWithUnit = endsWithUnit;
        this.transaction = transactions.apply(mode.isolation());
    }

    /** @param admitted what the mixed-mutation rule had admitted */
    private record Named(String name, Mark mark, MutationUnit admitted) {}

    /**
     * A state to come back to.
     *
     * @param savepoints number of savepoints at that time
     */
    record Mark(Transaction.Savepoint savepoint, Set<String> statementKinds, int savepoints, boolean hasChanges) {}

    TransactionMode mode() {
        return mode;
    }

    boolean endsWithUnit() {
        return endsWithUnit;
    }

    /** Whether a statement has read or changed anything, so that its properties are settled. */
    boolean used() {
        return used;
    }

    Transaction transaction() {
        return transaction;
    }

    /** The transaction for a statement; the first one settles what all of them read. */
    Transaction use(SessionSettings settings) {
        if (!used && mode.isolation() == Isolation.REPEATABLE_READ) {
            DatabaseNames now = settings.names();
            pin(now.tables());
            names = now;
        }
        used = true;
        return transaction;
    }

    /** A table that cannot be read fails the statement that names it, and no other. */
    private void pin(List<StoredTable> tables) {
        try {
            transaction.cut(tables).close();
        } catch (StorageException e) {
            transaction
                    .cut(tables.stream().filter(transaction::canRead).toList())
                    .close();
        }
    }

    /** The names at the first statement; empty where each statement looks them up. */
    Optional<DatabaseNames> names() {
        return Optional.ofNullable(names);
    }

    /** Notes for the history what has changed rows. */
    void note(List<Mutation> statements) {
        statements.forEach(statement -> statementKinds.add(statement.name()));
    }

    /** Whether something is pending, now or at a savepoint. */
    boolean hasChanges() {
        return transaction.hasChanges()
                || savepoints.stream().anyMatch(named -> named.mark().hasChanges());
    }

    /** Begins anew with another snapshot; nothing may be pending. */
    void restart() {
        transaction.close();
        transaction = transactions.apply(mode.isolation());
        used = false;
        names = null;
        savepoints.replaceAll(named -> new Named(named.name(), mark(), named.admitted()));
    }

    Mark mark() {
        return new Mark(
                transaction.savepoint(), Set.copyOf(statementKinds), savepoints.size(), transaction.hasChanges());
    }

    /** Drops what was changed since a mark, and the savepoints since. */
    void returnTo(Mark mark) {
        returnTo(mark, mark.savepoints());
    }

    private void returnTo(Mark mark, int keptSavepoints) {
        transaction.rollbackTo(mark.savepoint());
        statementKinds.retainAll(mark.statementKinds());
        savepoints.subList(keptSavepoints, savepoints.size()).clear();
    }

    /** Forgets a mark that will not be come back to; one that has savepoints behind it stays as long as they. */
    void forget(Mark mark) {
        if (savepoints.size() <= mark.savepoints()) {
            transaction.release(mark.savepoint());
        }
    }

    void save(String name, MutationUnit admitted) {
        savepoints.add(new Named(name, mark(), admitted));
    }

    /** What the mixed-mutation rule had admitted at each savepoint. */
    Map<String, MutationUnit> admittedAtSavepoints() {
        Map<String, MutationUnit> admitted = new HashMap<>();
        savepoints.forEach(named -> admitted.put(ScriptRule.key(named.name()), named.admitted()));
        return admitted;
    }

    /** Goes back to a savepoint, which stays; marks that were made behind it are void. Returns what was admitted then. */
    MutationUnit returnTo(String name) {
        int index = require(name);
        Named named = savepoints.get(index);
        returnTo(named.mark(), index + 1);
        return named.admitted();
    }

    int savepoints() {
        return savepoints.size();
    }

    /**
     * Forgets a savepoint and those after it.
     *
     * @param latest the latest mark that may still be come back to
     */
    void release(String name, @Nullable Mark latest) {
        int index = require(name);
        if (latest == null || latest.savepoints() <= index) {
            transaction.release(savepoints.get(index).mark().savepoint());
        }
        savepoints.subList(index, savepoints.size()).clear();
    }

    private int require(String name) {
        for (int i = savepoints.size() - 1; i >= 0; i--) {
            if (savepoints.get(i).name().equalsIgnoreCase(name)) {
                return i;
            }
        }
        List<String> known = savepoints.stream().map(Named::name).distinct().toList();
        throw new TransactionStateException(
                Reason.UNKNOWN_SAVEPOINT,
                "The transaction has no savepoint " + name + "; it has "
                        + (known.isEmpty() ? "none" : String.join(", ", known)));
    }

    /** Takes a table as it is after the session itself has defined it. */
    void refresh(StoredTable table) {
        transaction.refresh(table);
    }

    void commit(SessionSettings settings, CancelToken cancelToken) {
        Set<StoredTable> changed = transaction.changed();
        transaction.commit(settings.commitInfo(List.copyOf(statementKinds)), settings.durability(), cancelToken);
        if (!changed.isEmpty()) {
            settings.committed(changed);
        }
    }

    void drop() {
        transaction.close();
    }
}
