package org.lancesql.calcite.engine;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.lancesql.calcite.SessionState;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.information.ActivitySource;
import org.lancesql.versioning.DatabaseLog;
import org.lancesql.versioning.DecidedTransaction;
import org.lancesql.versioning.LiveTransaction;
import org.lancesql.versioning.LogState;

/** The sessions of an engine, and what is open in its database. Thread-safe. */
final class Activity {
    private final DatabaseLog kept;
    private final AtomicLong lastNumber = new AtomicLong();
    private final NavigableMap<Long, Entry> sessions = new ConcurrentSkipListMap<>();

    private record Entry(SessionState state, Instant since) {}

    Activity(DatabaseLog kept) {
        this.kept = kept;
    }

    /** Gives a session a number until it is closed. */
    void enter(SessionState session) {
        long number = lastNumber.incrementAndGet();
        sessions.put(number, new Entry(session, Instant.now()));
        session.whenClosed(() -> sessions.remove(number));
    }

    /**
     * Stops the statement that runs in a session; if none does, nothing happens.
     *
     * @param own session that asks, which has nothing else to stop
     * @throws StatementException UNKNOWN_SESSION
     */
    void cancel(BigInteger number, SessionState own) {
        Entry entry = number.bitLength() < Long.SIZE ? sessions.get(number.longValue()) : null;
        if (entry == null) {
            String known = sessions.keySet().stream().map(String::valueOf).collect(Collectors.joining(", "));
            throw new StatementException(
                    Reason.UNKNOWN_SESSION,
                    "There is no session " + number + "; this program has the sessions " + known
                            + " (see information_schema.lancesql_sessions)");
        }
        if (entry.state != own) {
            entry.state.activity().cancel();
        }
    }

    /** What one of the sessions sees. */
    ActivitySource seenBy(SessionState own) {
        return new Seen(this, own);
    }

    private record Seen(Activity activity, SessionState own) implements ActivitySource {
        @Override
        public List<OpenSession> sessions() {
            return activity.sessions.entrySet().stream()
                    .map(session -> session(session.getKey(), session.getValue()))
                    .toList();
        }

        private OpenSession session(long number, Entry entry) {
            SessionState state = entry.state;
            return new OpenSession(
                    number,
                    state == own,
                    state.user(),
                    state.applicationName(),
                    entry.since,
                    state.activity().statement().orElse(null),
                    state.transactions().isOpen());
        }

        @Override
        public List<LiveTransaction> liveTransactions() {
            return activity.kept.live().all();
        }

        @Override
        public LogState log() {
            return activity.kept.log().state();
        }

        @Override
        public List<DecidedTransaction> decided() {
            return activity.kept.history().decided();
        }
    }
}
