package org.lancesql.calcite.engine;

import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.Setting;
import org.lancesql.mutation.CommitInfo;
import org.lancesql.mutation.Isolation;
import org.lancesql.mutation.Transaction;
import org.lancesql.mutation.session.DatabaseNames;
import org.lancesql.mutation.session.SessionSettings;
import org.lancesql.storage.Durability;
import org.lancesql.versioning.StoredTable;
import org.lancesql.versioning.TransactionRecord;

/** What the transactions of a session ask of it. */
record TransactionSettings(EngineContext engine, SessionState session) implements SessionSettings {
    static final String MIXED_ALLOWED = "allow";

    @Override
    public boolean mixedMutationsAllowed() {
        return session.get(Setting.MIXED_MUTATIONS).equals(MIXED_ALLOWED);
    }

    @Override
    public Isolation isolation() {
        return Isolation.valueOf(session.get(Setting.ISOLATION).replace(' ', '_'));
    }

    @Override
    public void setIsolation(Isolation isolation) {
        session.set(Setting.ISOLATION, isolation.name());
    }

    @Override
    public Durability durability() {
        return Durability.valueOf(session.get(Setting.SYNC).toUpperCase(java.util.Locale.ROOT));
    }

    @Override
    public CommitInfo commitInfo(List<String> statementKinds) {
        return session.commitInfo(statementKinds);
    }

    @Override
    public void committed(Collection<StoredTable> tables) {
        int least = Integer.parseInt(session.get(Setting.MERGE_FRAGMENTS));
        for (StoredTable table : tables) {
            if (least > 0 && table.store() == engine.store()) {
                engine.committer().mergeFragments(table.name(), least);
            }
        }
    }

    @Override
    public void warn(Collection<TransactionRecord> undecided) {
        for (TransactionRecord record : undecided) {
            session.warn("Transaction " + record.id() + " is not decided; the tables that it changes ("
                    + String.join(", ", new TreeSet<>(record.bases().keySet()))
                    + ") are read as they were before it");
        }
    }

    @Override
    public void note(Transaction transaction) {
        if (!engine.store().readOnly()) {
            transaction.note(engine.kept().live(), session.user(), session.applicationName());
        }
    }

    @Override
    public DatabaseNames names() {
        return new DatabaseNames(
                engine.store().tables().stream()
                        .map(name -> new StoredTable(engine.store(), name))
                        .toList(),
                engine.views().views());
    }
}
