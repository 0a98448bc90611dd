package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.Durability;
import org.lancesql.storage.LiveFiles.LiveFile;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.LiveTransactions.Entry;

class LiveTransactionsTest extends VersioningTest {
    private static final Map<String, LiveTransaction.Table> TABLES =
            Map.of("a", new LiveTransaction.Table(3, 2, 1), "b; \"x\"", new LiveTransaction.Table(7, 0, 0));

    @Test
    void openTransactionsAreSeenUntilTheyEndAlsoByReadOnlyStores() throws IOException {
        LiveTransactions live = new LiveTransactions(new TransactionLog(store));
        assertThat(live.all()).isEmpty();
        assertThat(directory).isEmptyDirectory();
        try (TableStore reading = open(true);
                Entry ann = live.enter("ann", "tests", Map.of())) {
            LiveTransactions seen = new LiveTransactions(new TransactionLog(reading));
            ann.update(TABLES);
            try (Entry bob = live.enter("bob", null, Map.of())) {
                assertThat(seen.all()).extracting(LiveTransaction::user).containsExactlyInAnyOrder("ann", "bob");
                bob.committing("01R");
                assertThat(live.committing()).contains(Set.of("01R"));
            }
            LiveTransaction only = seen.all().get(0);
            assertThat(only.application()).isEqualTo("tests");
            assertThat(only.process()).isEqualTo(LiveTransactions.process());
            assertThat(only.tables()).isEqualTo(TABLES);
            ann.update(Map.of());
            assertThat(seen.all().get(0).tables()).isEmpty();
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void folderAmongTheFilesIsNoTransaction() throws IOException {
        LiveTransactions live = new LiveTransactions(new TransactionLog(store));
        try (Entry entry = live.enter("ann", null, TABLES)) {
            Files.createDirectory(directory.resolve("_lancesql/live/1-1-folder"));
            entry.update(Map.of());
            assertThat(live.all()).extracting(LiveTransaction::user).containsExactly("ann");
            assertThat(live.floor("a")).isEmpty();
        }
    }

    @Test
    void floorIsTheOldestVersionThatATransactionOrARecordNeeds() {
        TransactionLog log = new TransactionLog(store);
        LiveTransactions live = new LiveTransactions(log);
        assertThat(live.floor("a")).isEmpty();
        assertThat(live.logFloor()).isEmpty();
        try (Entry entry = live.enter("ann", null, TABLES)) {
            assertThat(live.floor("a")).hasValue(3);
            assertThat(live.floor("c")).isEmpty();
            assertThat(live.logFloor()).hasValue(0);
            assertThat(log.prepare(log.state(), record(Map.of("a", 2L, "c", 5L))))
                    .isTrue();
            assertThat(live.floor("a")).hasValue(2);
            assertThat(live.floor("c")).hasValue(5);
            entry.update(Map.of("a", new LiveTransaction.Table(1, 0, 0)));
            assertThat(live.floor("a")).hasValue(1);
        }
        assertThat(live.floor("a")).hasValue(2);
    }

    @Test
    void transactionOfAnotherProcessIsThereUntilThatProcessEnds() throws Exception {
        LiveTransactions live = new LiveTransactions(new TransactionLog(store));
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out = child.inputReader(StandardCharsets.UTF_8)) {
            assertThat(out.readLine()).isEqualTo("held");
            // Looking at a file must not take its lock away, however often it is done.
            for (int i = 0; i < 3; i++) {
                assertThat(live.all()).singleElement().satisfies(found -> {
                    assertThat(found.process()).startsWith(child.pid() + "@");
                    assertThat(found.tables()).isEqualTo(TABLES);
                });
            }
            assertThat(live.floor("a")).hasValue(3);
            child.destroyForcibly();
            assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
        } finally {
            child.destroyForcibly();
        }
        assertThat(files()).hasSize(1);
        try (TableStore reading = open(true)) {
            assertThat(new LiveTransactions(new TransactionLog(reading)).all()).isEmpty();
        }
        assertThat(files()).hasSize(1);
        assertThat(live.all()).isEmpty();
        assertThat(files()).isEmpty();
    }

    @Test
    void contentThatIsNotWholeIsUnknownAndHoldsEverything() throws IOException {
        assertThat(LiveText.parse("{\"id\":\"1\"".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Optional.empty());
        assertThat(LiveText.parse("{\"id\":\"1\"}\n".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(Optional.empty());
        LiveTransactions live = new LiveTransactions(new TransactionLog(store));
        byte[] ofLaterProgram = "{\"later\":1}\n".getBytes(StandardCharsets.UTF_8);
        try (LiveFile later = store.system().liveFiles().create(ofLaterProgram)) {
            assertThat(files())
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .containsExactly(later.name());
            assertThat(live.all()).isEmpty();
            assertThat(live.floor("a")).hasValue(0);
            assertThat(live.committing()).isEmpty();
        }
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("_lancesql/live"))) {
            return files.toList();
        }
    }

    /** Holds a transaction open until it is killed. */
    static final class Holder {
        private Holder() {}

        public static void main(String[] args) throws InterruptedException {
            TableStore store = TableStore.open(
                    DatabaseRoot.existing(Path.of(args[0])), false, ArrowMemory.withLimit(1 << 20), Durability.OS);
            new LiveTransactions(new TransactionLog(store)).enter("child", null, TABLES);
            System.out.println("held");
            Thread.sleep(TimeUnit.MINUTES.toMillis(2));
        }
    }
}
