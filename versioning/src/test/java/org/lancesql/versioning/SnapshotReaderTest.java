package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableVersion;

class SnapshotReaderTest extends VersioningTest {
    @Test
    void snapshotHoldsHeadsAndLeavesOutWhatIsNotThere() {
        create("a");
        create("b");
        insert("b");
        Snapshot snapshot = new SnapshotReader().read(List.of(table("a"), table("b"), table("nope")));
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
        SnapshotReader reader = new SnapshotReader();
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

    private StoredTable table(String name) {
        return new StoredTable(store, name);
    }

    private static void missing(Runnable call, Reason reason, String message) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.reason()).isEqualTo(reason);
            assertThat(e).hasMessage(message);
        });
    }
}
