package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import org.lancesql.versioning.TransactionRecord.Outcome;

/** The history as far as the transaction log has it. */
public final class LoggedHistory implements TransactionHistory {
    private final TransactionLog log;

    public LoggedHistory(TransactionLog log) {
        this.log = requireNonNull(log, "log is null");
    }

    @Override
    public List<DecidedTransaction> decided() {
        return List.copyOf(log.state().outcomes());
    }

    @Override
    public Optional<Outcome> outcome(String id) {
        return log.state().outcome(id);
    }
}
