package org.lancesql.versioning;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.LiveFiles;
import org.lancesql.storage.Ulid;

/**
 * The transactions that are open in any process: each has a file under {@code _lancesql/live} that goes with it. They
 * decide nothing; they tell people what is open, and cleaners what to keep.
 */
public final class LiveTransactions {
    private static final String PROCESS = ProcessHandle.current().pid() + "@" + machine();

    private final TransactionLog log;
    private final LiveFiles files;

    public LiveTransactions(TransactionLog log) {
        this.log = requireNonNull(log, "log is null");
        this.files = log.store().system().liveFiles();
    }

    private static String machine() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    /** How this process is called in live files and in the history: its number and machine. */
    public static String process() {
        return PROCESS;
    }

    /** A transaction of this process that is open until it is closed. */
    public interface Entry extends AutoCloseable {
        /** Tells which tables the transaction holds to which versions, and what is pending in them. */
        void update(Map<String, LiveTransaction.Table> tables);

        /** Tells that the transaction begins to commit with a record of that id. */
        void committing(String record);

        @Override
        void close();
    }

    /**
     * Notes that a transaction is open. One that commits to several tables is noted, with its record, before its plan is
     * written and until its outcome is in the log: a plan that belongs to no record and to nobody who lives is deleted.
     *
     * @throws org.lancesql.storage.StorageException READ_ONLY, DISK_FULL, PERMISSION_DENIED
     */
    public Entry enter(String user, @Nullable String application, Map<String, LiveTransaction.Table> tables) {
        LiveTransaction entered = new LiveTransaction(
                Ulid.next(),
                PROCESS,
                user,
                application,
                Instant.now(),
                log.state().version(),
                tables,
                Optional.empty());
        return new NotedEntry(files.create(LiveText.of(entered)), entered);
    }

    /** Those of all processes, in the order in which they were begun. */
    public List<LiveTransaction> all() {
        return contents().stream()
                .flatMap(Optional::stream)
                .sorted(Comparator.comparing(LiveTransaction::begun).thenComparing(LiveTransaction::id))
                .toList();
    }

    /** One for each file; empty where it cannot be read. */
    private List<Optional<LiveTransaction>> contents() {
        return files.all().stream()
                .map(file -> file.content().flatMap(LiveText::parse))
                .toList();
    }

    /**
     * The oldest version of a table that somebody may still need: the versions before it may go, as far as tags and
     * branches do not hold them. Empty when nobody needs an old one; 0 when that cannot be found out.
     */
    public OptionalLong floor(String table) {
        List<Long> needed = new ArrayList<>();
        for (Optional<LiveTransaction> live : contents()) {
            if (live.isEmpty()) {
                needed.add(0L);
            } else if (live.get().tables().containsKey(table)) {
                needed.add(requireNonNull(live.get().tables().get(table)).version());
            }
        }
        LogState state = log.state();
        for (TransactionRecord record : state.records()) {
            if (record.names(table)) {
                needed.add(requireNonNull(record.bases().get(table)));
            }
        }
        if (state.owner(table).filter(id -> state.record(id).isEmpty()).isPresent()) {
            needed.add(0L); // a record that cannot be read
        }
        return needed.stream().mapToLong(Long::longValue).min();
    }

    /** The oldest version of the transaction log that somebody may still write on top of; 0 when that cannot be found out. */
    OptionalLong logFloor() {
        return contents().stream()
                .mapToLong(live -> live.map(LiveTransaction::logVersion).orElse(0L))
                .min();
    }

    /** The records that transactions are committing with, or are about to; empty when that cannot be found out. */
    public Optional<Set<String>> committing() {
        Set<String> records = new HashSet<>();
        for (Optional<LiveTransaction> live : contents()) {
            if (live.isEmpty()) {
                return Optional.empty();
            }
            live.get().record().ifPresent(records::add);
        }
        return Optional.of(records);
    }

    private static final class NotedEntry implements Entry {
        private final LiveFiles.LiveFile file;
        private LiveTransaction now;

        NotedEntry(LiveFiles.LiveFile file, LiveTransaction now) {
            this.file = file;
            this.now = now;
        }

        @Override
        public void update(Map<String, LiveTransaction.Table> tables) {
            if (!tables.equals(now.tables())) {
                write(tables, now.record());
            }
        }

        @Override
        public void committing(String record) {
            write(now.tables(), Optional.of(record));
        }

        private void write(Map<String, LiveTransaction.Table> tables, Optional<String> record) {
            now = new LiveTransaction(
                    now.id(),
                    now.process(),
                    now.user(),
                    now.application(),
                    now.begun(),
                    now.logVersion(),
                    tables,
                    record);
            file.write(LiveText.of(now));
        }

        @Override
        public void close() {
            file.close();
        }
    }
}
