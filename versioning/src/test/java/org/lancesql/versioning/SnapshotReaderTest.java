package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.ConfigStore;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableVersion;

class SnapshotReaderTest extends VersioningTest {
    @Test
    void snapshotHoldsHeadsAndLeavesOutWhatIsNotThere() {
        create("a");
        create("b");
        insert("b");
        Snapshot snapshot = reader().read(List.of(table("a"), table("b"), table("nope")));
        assertThat(snapshot).isEqualTo(new Snapshot(Map.of(table("a"), 1L, table("b"), 2L)));
        insert("a");
        assertThat(snapshot.version(table("a"))).isEqualTo(OptionalLong.of(1));
        assertThat(snapshot.version(table("nope"))).isEmpty();
    }

    @Test
    void snapshotsAreCutsOfOneMoment() {
        create("a");
        create("b");
        // b is always written after a: at any moment b is as far as a, or one behind.
        CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 30; i++) {
                insert("a");
                insert("b");
            }
        });
        SnapshotReader reader = reader();
        int read = 0;
        while (!writer.isDone() || read == 0) {
            Snapshot snapshot = reader.read(List.of(table("b"), table("a")));
            assertThat(snapshot.version(table("a")).orElseThrow()
                            - snapshot.version(table("b")).orElseThrow())
                    .isBetween(0L, 1L);
            read++;
        }
        writer.join();
    }

    @Test
    void numberIsResolvedIfItExists() {
        create("t");
        insert("t");
        VersionResolver resolver = new VersionResolver(store);
        assertThat(resolver.resolve("t", new VersionSelector.Number(1))).isEqualTo(new TableVersion("t", 1));
        missing(
                () -> resolver.resolve("t", new VersionSelector.Number(3)),
                Reason.VERSION_NOT_FOUND,
                "Table t has no version 3; versions 1 to 2 exist.");
        missing(
                () -> resolver.resolve("t", new VersionSelector.Number(0)),
                Reason.VERSION_NOT_FOUND,
                "Table t has no version 0; versions start at 1.");
        missing(
                () -> resolver.resolve("u", new VersionSelector.Number(0)),
                Reason.TABLE_NOT_FOUND,
                "There is no table u.");
    }

    @Test
    void tableOfASnapshotThatIsGoneIsAConflict() {
        create("t");
        long version = table("t").latestVersion();
        store.drop("t");
        String gone = "Table t was dropped, or version 1 of it was removed, after it was chosen to be read; begin the"
                + " transaction or statement again.";
        missing(() -> table("t").open(version), Reason.CONFLICT, gone);
        create("t");
        missing(() -> table("t").open(2), Reason.CONFLICT, gone.replace("version 1", "version 2"));
    }

    @Test
    void undecidedTransactionIsReadAroundInEveryTable() {
        create("a");
        create("b");
        create("c");
        TransactionLog log = new TransactionLog(store);
        TransactionRecord record = record(Map.of("a", 1L, "b", 1L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        List<StoredTable> all = List.of(table("a"), table("b"), table("c"));
        Snapshot before = new Snapshot(Map.of(table("a"), 1L, table("b"), 1L, table("c"), 1L), List.of(record));
        assertThat(reader().read(all)).isEqualTo(before);
        insert("b");
        insert("a", new CommitMark(record.applyMark(), Map.of()));
        insert("a");
        insert("c");
        Snapshot applied = new Snapshot(Map.of(table("a"), 1L, table("b"), 2L, table("c"), 2L), List.of(record));
        assertThat(reader().read(all)).isEqualTo(applied);
        assertThat(reader().read(List.of(table("c")))).isEqualTo(new Snapshot(Map.of(table("c"), 2L)));
        assertThat(log.turnToUndo(log.state(), record.id())).isTrue();
        insert("a", new CommitMark(record.undoMark(), Map.of()));
        assertThat(reader().read(all).versions()).isEqualTo(applied.versions());
        assertThat(log.decide(log.state(), aborted(record))).isTrue();
        assertThat(reader().read(all)).isEqualTo(new Snapshot(Map.of(table("a"), 4L, table("b"), 2L, table("c"), 2L)));
    }

    @Test
    void recordOfATransactionWhoseOutcomeIsKnownCountsForNothing() {
        create("a");
        TransactionLog log = new TransactionLog(store);
        TransactionRecord record = record(Map.of("a", 1L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        insert("a", new CommitMark(record.applyMark(), Map.of()));
        assertThat(reader().read(List.of(table("a"))).version(table("a"))).hasValue(1);
        LogState prepared = log.state();
        assertThat(log.decide(prepared, committed(record))).isTrue();
        ConfigStore entries = store.system().configStore("txlog");
        Map<String, String> back = Map.of("t." + record.id(), LogText.of(record), "b.a", record.id());
        assertThat(entries.compareAndSet(log.state().version(), new HashMap<>(back)))
                .isTrue();
        assertThat(reader().read(List.of(table("a")))).isEqualTo(new Snapshot(Map.of(table("a"), 2L)));
    }

    @Test
    void recordThatCannotBeReadHoldsItsTablesOnly() {
        create("a");
        create("b");
        ConfigStore entries = store.system().configStore("txlog");
        assertThat(entries.compareAndSet(0, Map.of("t.01FUTURE", "{\"state\":\"Q\"}", "b.a", "01FUTURE")))
                .isTrue();
        assertThat(reader().read(List.of(table("b"))).version(table("b"))).hasValue(1);
        missing(
                () -> reader().read(List.of(table("b"), table("a"))),
                Reason.UNDECIDED,
                "Table a is held by transaction 01FUTURE, which was interrupted while it was being committed to several"
                        + " tables, and the log cannot be read at t.01FUTURE: \"state\" is \"Q\", which this program does"
                        + " not know; what has to be done is in the documentation under storage format.");
    }

    private SnapshotReader reader() {
        TransactionLog log = new TransactionLog(store);
        return new SnapshotReader(log, new KeptHistory(log));
    }

    private static void missing(Runnable call, Reason reason, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessage(message);
        });
    }
}
