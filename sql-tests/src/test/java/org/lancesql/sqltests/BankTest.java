package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * Four programs move money between two tables and write what they do into a third, two of them killed at random again and
 * again, while another one appends, deletes and compacts with the plain Lance SDK. Whoever reads, at whatever moment and as
 * of whatever moment, finds the same total and a journal that explains it; what was acknowledged is there, and nothing is there twice.
 *
 * <p>{@code -Dlancesql.bank.seconds=600} makes it ten minutes.
 */
@ExtendWith(NoLeaks.class)
class BankTest {
    private static final long SEED = Long.getLong("lancesql.test.seed", 20260101);
    private static final long SECONDS = Long.getLong("lancesql.bank.seconds", 30);
    private static final long STARTING_SECONDS = 300;
    private static final int STEADY_CLERKS = 2;
    private static final int KILLED_CLERKS = 2;
    private static final long TRANSFERS_OF_A_CLERK = 1_000_000;
    private static final int MOST_LINES = 40;
    private static final int MOST_NANOS = 30_000_000;

    @TempDir
    private Path directory;

    private final BankLedger ledger = new BankLedger();
    private final AtomicLong nextTransfer = new AtomicLong(1);
    private final AtomicInteger kills = new AtomicInteger();
    private final AtomicInteger reads = new AtomicInteger();
    private final AtomicInteger looksBack = new AtomicInteger();
    private volatile long end = Long.MAX_VALUE;

    private Path database;
    private String url;
    private Instant opened;

    @Test
    void everySnapshotHasTheSameTotalAndAJournalThatExplainsIt() throws Exception {
        System.out.println("BankTest: seed " + SEED);
        database = Files.createDirectory(directory.resolve("db"));
        url = "jdbc:lance:" + database;
        open();
        opened = Instant.now();
        Set<Long> foreignAccounts = runAll();
        try (Connection connection = DriverManager.getConnection(url)) {
            BankSnapshot last = BankSnapshot.byStatement(connection);
            check(last, ledger.acknowledged());
            assertThat(foreignAccounts(last)).as("foreign accounts").isEqualTo(foreignAccounts);
            checkViews(connection);
        }
        try (LogFiles log = new LogFiles(database)) {
            assertThat(log.records()).as("records").isEmpty();
        }
        System.out.printf(
                "BankTest: %d transfers acknowledged, %d clerks killed, %d snapshots read, %d looks back%n",
                ledger.acknowledged().size(), kills.get(), reads.get(), looksBack.get());
        assertThat(ledger.acknowledged()).isNotEmpty();
        assertThat(looksBack).hasPositiveValue();
        assertThat(kills).hasPositiveValue();
    }

    private void open() throws SQLException {
        String accounts = LongStream.range(0, BankClerk.ACCOUNTS)
                .mapToObj(id -> "(" + id + ", " + BankClerk.FIRST_BALANCE + ")")
                .collect(Collectors.joining(", "));
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String table : List.of("checking", "savings")) {
                statement.execute("CREATE TABLE " + table + " (id BIGINT PRIMARY KEY, balance BIGINT)");
                statement.execute("INSERT INTO " + table + " VALUES " + accounts);
            }
            statement.execute("CREATE INDEX by_id ON savings (id)");
            statement.execute("CREATE TABLE journal (transfer BIGINT PRIMARY KEY, source BIGINT, target BIGINT,"
                    + " amount BIGINT)");
        }
    }

    /** Runs until the end, and returns the foreign accounts that there are then. */
    private Set<Long> runAll() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        List<Future<?>> all = new ArrayList<>();
        try (BankForeigner foreigner = new BankForeigner(database, SEED)) {
            for (int clerk = 0; clerk < STEADY_CLERKS; clerk++) {
                all.add(threads.submit(this::workUntilEnd));
            }
            for (int clerk = 0; clerk < KILLED_CLERKS; clerk++) {
                Random random = new Random(SEED + clerk);
                all.add(threads.submit(() -> workAndBeKilledUntilEnd(random)));
            }
            all.add(threads.submit(() -> readUntilEnd(url, true, BankSnapshot::byStatement)));
            all.add(threads.submit(() -> readUntilEnd(url, false, BankSnapshot::byTransaction)));
            all.add(threads.submit(() -> readUntilEnd(url + "?readOnly=true", true, BankSnapshot::byStatement)));
            all.add(threads.submit(() -> lookBackUntilEnd(url, new Random(SEED))));
            all.add(threads.submit(() -> lookBackUntilEnd(url + "?readOnly=true", new Random(SEED + 1))));
            all.add(threads.submit(this::tagUntilEnd));
            all.add(threads.submit((Callable<Void>) () -> {
                while (System.nanoTime() < end) {
                    ledger.news().poll(1, TimeUnit.SECONDS);
                    foreigner.act();
                }
                return null;
            }));
            try {
                ledger.awaitFirst(STARTING_SECONDS);
            } finally {
                end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
            }
            for (Future<?> running : all) {
                running.get();
            }
            return foreigner.accountsInChecking();
        } finally {
            threads.shutdownNow();
        }
    }

    private ChildProgram clerk(long seed) throws Exception {
        long first = nextTransfer.getAndAdd(TRANSFERS_OF_A_CLERK);
        return new ChildProgram(
                BankClerk.class,
                directory,
                SECONDS + 2 * STARTING_SECONDS,
                List.of(url, String.valueOf(first), String.valueOf(seed)));
    }

    private Void workUntilEnd() throws Exception {
        try (ChildProgram clerk = clerk(SEED + nextTransfer.get())) {
            String last = "";
            for (String line = clerk.readLine(); line != null; line = clerk.readLine()) {
                ledger.read(line);
                last = line;
                if (System.nanoTime() >= end) {
                    clerk.go();
                }
            }
            clerk.join();
            assertThat(last).isEqualTo("end");
        }
        return null;
    }

    private Void workAndBeKilledUntilEnd(Random random) throws Exception {
        while (System.nanoTime() < end) {
            int lines = 1 + random.nextInt(MOST_LINES);
            try (ChildProgram clerk = clerk(random.nextLong())) {
                for (int i = 0; i < lines && (i == 0 || System.nanoTime() < end); i++) {
                    String line = clerk.readLine();
                    assertThat(line).as("a line of a clerk: " + clerk.errors()).isNotNull();
                    ledger.read(line);
                }
                long moment = System.nanoTime() + random.nextInt(MOST_NANOS);
                while (System.nanoTime() < moment) {
                    Thread.onSpinWait();
                }
                clerk.kill();
                kills.incrementAndGet();
                clerk.readRest().forEach(ledger::read);
            }
        }
        return null;
    }

    /** A way to read the bank. */
    private interface Reader {
        BankSnapshot read(Connection connection) throws SQLException;
    }

    private Void readUntilEnd(String url, boolean isAutoCommit, Reader reader) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            connection.setAutoCommit(isAutoCommit);
            do {
                Set<Long> acknowledged = ledger.acknowledged();
                check(reader.read(connection), acknowledged);
                reads.incrementAndGet();
            } while (System.nanoTime() < end);
        }
        return null;
    }

    /** Reads the bank as of now, where all is there that was acknowledged, and as of any moment since it was opened. */
    private Void lookBackUntilEnd(String url, Random random) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            do {
                Set<Long> acknowledged = ledger.acknowledged();
                Instant now = Instant.now();
                check(asOf("'" + now + "'", connection), acknowledged);
                long age = Duration.between(opened, now).toMillis();
                Instant then = opened.plusMillis(random.nextLong(age + 1));
                check(asOf("'" + then + "'", connection), Set.of());
                check(asOf("TIMESTAMP '9999-01-01 00:00:00'", connection), acknowledged);
                looksBack.incrementAndGet();
            } while (System.nanoTime() < end);
        }
        return null;
    }

    /** Tags the whole bank again and again, and reads it at the tag. */
    private Void tagUntilEnd() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            do {
                Set<Long> acknowledged = ledger.acknowledged();
                statement.execute("RESET SNAPSHOT");
                statement.execute("CREATE OR REPLACE TAG audit ON DATABASE");
                check(asOf("TAG audit", connection), acknowledged);
                looksBack.incrementAndGet();
            } while (System.nanoTime() < end);
        }
        return null;
    }

    private static BankSnapshot asOf(String moment, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET SNAPSHOT AS OF " + moment);
        }
        return BankSnapshot.byStatement(connection);
    }

    /** Nothing is open at the end, and what was finished or taken back for others is told once for each table. */
    private static void checkViews(Connection connection) throws SQLException {
        assertThat(Rows.of(connection, "SELECT * FROM information_schema.lancesql_transactions"))
                .as("open transactions")
                .isEmpty();
        assertThat(Rows.of(
                        connection,
                        "SELECT transaction_id, table_name, COUNT(*) FROM information_schema.lancesql_recoveries"
                                + " GROUP BY transaction_id, table_name HAVING COUNT(*) > 1"))
                .as("recoveries that are told twice")
                .isEmpty();
        assertThat(Rows.of(
                        connection,
                        "SELECT * FROM information_schema.lancesql_recoveries"
                                + " WHERE outcome = 'COMMITTED' AND applied_version IS NULL OR recovered_by IS NULL"
                                + " OR table_name NOT IN ('checking', 'savings', 'journal')"))
                .as("recoveries that cannot be")
                .isEmpty();
    }

    private void check(BankSnapshot snapshot, Set<Long> acknowledged) {
        snapshot.check();
        snapshot.checkContains(acknowledged);
        ledger.checkBegun(snapshot.journal());
    }

    private static Set<Long> foreignAccounts(BankSnapshot snapshot) {
        return snapshot.checking().keySet().stream()
                .filter(id -> id >= BankForeigner.FIRST_ACCOUNT)
                .collect(Collectors.toSet());
    }
}
