package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.TransactionRecord.Outcome;

class PastSnapshotsTest extends VersioningTest {
    private TransactionLog log;
    private PastSnapshots snapshots;

    @BeforeEach
    void createTables() {
        log = new TransactionLog(store);
        snapshots = new PastSnapshots(log, new KeptHistory(log), new DatabaseTags(store));
        create("a");
        create("b");
    }

    @Test
    void tablesAreAsTheyWereAndLaterOnesAreNotThere() {
        Instant before = Instant.EPOCH;
        Instant first = Instant.now();
        insert("b");
        create("c");
        Instant second = Instant.now();
        insert("b");
        assertThat(snapshots.at(before).tables()).isEmpty();
        assertThat(versions(first)).isEqualTo(Map.of("a", 1L, "b", 1L));
        assertThat(versions(second)).isEqualTo(Map.of("a", 1L, "b", 2L, "c", 1L));
        assertThat(versions(Instant.MAX)).isEqualTo(Map.of("a", 1L, "b", 3L, "c", 1L));
    }

    @Test
    void transactionIsThereWhenItIsInAllItsTables() {
        TransactionRecord record = record(Map.of("a", 1L, "b", 1L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        insert("a", new CommitMark(record.applyMark(), Map.of()));
        Instant between = Instant.now();
        insert("b", new CommitMark(record.applyMark(), Map.of()));
        assertThat(versions(Instant.now())).isEqualTo(Map.of("a", 1L, "b", 1L));
        decide(record, Outcome.COMMITTED, part("a", 2, 0), part("b", 2, 0));
        assertThat(versions(between)).isEqualTo(Map.of("a", 1L, "b", 1L));
        assertThat(versions(Instant.now())).isEqualTo(Map.of("a", 2L, "b", 2L));
    }

    @Test
    void transactionThatGoesTakesThoseOnTopOfItAlong() {
        create("c");
        TransactionRecord first = record(Map.of("a", 1L, "b", 1L));
        assertThat(log.prepare(log.state(), first)).isTrue();
        insert("a", new CommitMark(first.applyMark(), Map.of()));
        TransactionRecord second = record(Map.of("a", 2L, "c", 1L));
        insert("c", new CommitMark(second.applyMark(), Map.of()));
        insert("a", new CommitMark(second.applyMark(), Map.of()));
        Instant between = Instant.now();
        insert("b", new CommitMark(first.applyMark(), Map.of()));
        decide(first, Outcome.COMMITTED, part("a", 2, 0), part("b", 2, 0));
        assertThat(log.prepare(log.state(), second)).isTrue();
        decide(second, Outcome.COMMITTED, part("a", 3, 0), part("c", 2, 0));
        assertThat(versions(between)).isEqualTo(Map.of("a", 1L, "b", 1L, "c", 1L));
        assertThat(versions(Instant.now())).isEqualTo(Map.of("a", 3L, "b", 2L, "c", 2L));
    }

    @Test
    void undoneVersionsAreInNoSnapshot() {
        TransactionRecord record = record(Map.of("a", 1L, "b", 1L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        insert("a", new CommitMark(record.applyMark(), Map.of()));
        Instant applied = Instant.now();
        assertThat(log.turnToUndo(log.state(), record.id())).isTrue();
        insert("a", new CommitMark(record.undoMark(), Map.of()));
        decide(record, Outcome.ABORTED, part("a", 2, 3), new Part("b", 1, OptionalLong.empty(), OptionalLong.empty()));
        assertThat(versions(applied)).isEqualTo(Map.of("a", 1L, "b", 1L));
        assertThat(versions(Instant.now())).isEqualTo(Map.of("a", 3L, "b", 1L));
    }

    @Test
    void transactionWhoseVersionWasCleanedUpIsStillWholeOrAbsent() throws IOException {
        TransactionRecord record = record(Map.of("a", 1L, "b", 1L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        insert("a", new CommitMark(record.applyMark(), Map.of()));
        insert("a");
        Instant between = Instant.now();
        insert("b", new CommitMark(record.applyMark(), Map.of()));
        decide(record, Outcome.COMMITTED, part("a", 2, 0), part("b", 2, 0));
        assertThat(versions(between)).isEqualTo(Map.of("a", 1L, "b", 1L));
        removeVersion("a", 2);
        assertThat(versions(between)).isEqualTo(Map.of("a", 1L, "b", 1L));
        removeVersion("a", 1);
        try (TableStore other = open(true)) {
            TransactionLog read = new TransactionLog(other);
            PastSnapshot without = new PastSnapshots(read, new KeptHistory(read), new DatabaseTags(other)).at(between);
            assertThatThrownBy(() -> without.version("a")).hasMessageContaining("Table a cannot be read");
            assertThat(numbers(without)).isEqualTo(Map.of("b", 1L));
        }
        assertThat(versions(Instant.now())).isEqualTo(Map.of("a", 3L, "b", 2L));
    }

    @Test
    void snapshotsAreTakenWhileTheLogNeverStandsStill() throws Exception {
        AtomicBoolean isOver = new AtomicBoolean();
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<?> writer = thread.submit(() -> {
            while (!isOver.get()) {
                long a = store.latestVersion("a");
                long b = store.latestVersion("b");
                TransactionRecord record = record(Map.of("a", a, "b", b));
                assertThat(log.prepare(log.state(), record)).isTrue();
                insert("a", new CommitMark(record.applyMark(), Map.of()));
                insert("b", new CommitMark(record.applyMark(), Map.of()));
                decide(
                        record,
                        Outcome.COMMITTED,
                        new Part("a", a, OptionalLong.of(a + 1), OptionalLong.empty()),
                        new Part("b", b, OptionalLong.of(b + 1), OptionalLong.empty()));
            }
        });
        try {
            for (int i = 0; i < 200 && !writer.isDone(); i++) {
                Map<String, Long> seen = versions(i % 2 == 0 ? Instant.MAX : Instant.now());
                assertThat(seen.get("a")).as("a in %s", seen).isEqualTo(seen.get("b"));
            }
        } finally {
            isOver.set(true);
            thread.shutdown();
        }
        writer.get();
        assertThat(store.latestVersion("a")).isGreaterThan(1);
    }

    /** What a clean-up that spares older versions leaves, as one does that a tag holds. */
    private void removeVersion(String table, long version) throws IOException {
        Path versions = directory.resolve(table + ".lance/_versions");
        String reversed = String.format(
                "%020d.manifest", new BigInteger("18446744073709551615").subtract(BigInteger.valueOf(version)));
        boolean deleted = Files.deleteIfExists(versions.resolve(reversed));
        deleted |= Files.deleteIfExists(versions.resolve(version + ".manifest"));
        assertThat(deleted).isTrue();
    }

    @Test
    void tableThatWasMadeAnewIsNotTheOneThatATransactionChanged() {
        TransactionRecord record = record(Map.of("a", 1L, "b", 1L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        insert("a", new CommitMark(record.applyMark(), Map.of()));
        insert("b", new CommitMark(record.applyMark(), Map.of()));
        decide(record, Outcome.COMMITTED, part("a", 2, 0), part("b", 2, 0));
        Instant then = Instant.now();
        store.drop("b");
        assertThat(versions(then)).isEqualTo(Map.of("a", 2L));
        create("b");
        insert("b");
        assertThat(versions(then)).isEqualTo(Map.of("a", 2L));
        assertThat(versions(Instant.now())).isEqualTo(Map.of("a", 2L, "b", 2L));
    }

    @Test
    void tagOfTheDatabaseOrOfTablesIsASnapshot() {
        DatabaseTags tags = new DatabaseTags(store);
        insert("a");
        tags.create("gold", new Snapshot(Map.of(table("a"), 2L, table("b"), 1L)));
        store.tags("b").create("own", 1);
        insert("a");
        assertThat(numbers(snapshots.tagged("gold"))).isEqualTo(Map.of("a", 2L, "b", 1L));
        assertThat(numbers(snapshots.tagged("own"))).isEqualTo(Map.of("b", 1L));
        store.drop("b");
        create("b");
        assertThatThrownBy(() -> snapshots.tagged("gold").version("b"))
                .hasMessageContaining("Table b cannot be read as of tag gold of the database");
        assertThatThrownBy(() -> snapshots.tagged("golf"))
                .isInstanceOfSatisfying(
                        UnknownReferenceException.class,
                        e -> assertThat(e.known()).containsExactly("gold"))
                .hasMessage("The database has no tag golf; it has tag gold");
    }

    private Map<String, Long> versions(Instant moment) {
        return numbers(snapshots.at(moment));
    }

    private static Map<String, Long> numbers(PastSnapshot snapshot) {
        return snapshot.versions().values().stream()
                .collect(java.util.stream.Collectors.toMap(TableVersion::table, TableVersion::version));
    }

    /** @param undone 0 for none */
    private static Part part(String table, long applied, long undone) {
        return new Part(
                table, 1, OptionalLong.of(applied), undone == 0 ? OptionalLong.empty() : OptionalLong.of(undone));
    }

    private void decide(TransactionRecord record, Outcome outcome, Part... parts) {
        assertThat(log.decide(log.state(), record.decided(outcome, Instant.now(), null, List.of(parts))))
                .isTrue();
    }
}
