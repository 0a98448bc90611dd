package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.lancesql.storage.ConfigStore;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.LiveTransactions.Entry;
import org.lancesql.versioning.LogTidying.TidyStep;
import org.lancesql.versioning.TransactionRecord.Outcome;

class LogTidyingTest extends VersioningTest {
    private static final Consumer<TidyStep> NOBODY = step -> {};

    private TransactionLog log;
    private KeptHistory history;
    private PlanFiles plans;

    @BeforeEach
    void openLog() {
        log = new TransactionLog(store);
        history = new KeptHistory(log);
        plans = new PlanFiles(store);
    }

    @Test
    void outcomesMoveToTheHistoryWithAllThatIsKnown() {
        TransactionRecord first = prepared(Map.of("a", 1L, "b", 4L));
        DecidedTransaction undone = first.decided(
                Outcome.ABORTED,
                Instant.now(),
                "17@there",
                List.of(
                        new Part("a", 1, OptionalLong.of(2), OptionalLong.of(5)),
                        new Part("b", 4, OptionalLong.empty(), OptionalLong.of(5))));
        assertThat(log.decide(log.state(), undone)).isTrue();
        TransactionRecord second = prepared(Map.of("a", 5L, "c", 1L));
        DecidedTransaction committed = committed(second);
        assertThat(log.decide(log.state(), committed)).isTrue();
        TransactionRecord open = prepared(Map.of("b", 5L));
        assertThat(history.decided()).containsExactly(undone, committed);
        try (LogTidying tidying = tidying(NOBODY)) {
            tidying.run();
        }
        assertThat(log.state().outcomes()).isEmpty();
        assertThat(log.state().records()).containsExactly(open);
        assertThat(plans.ids()).containsExactly(open.id());
        try (TableStore reading = open(true)) {
            KeptHistory seen = new KeptHistory(new TransactionLog(reading));
            assertThat(seen.decided()).containsExactly(undone, committed);
            assertThat(seen.outcome(first.id())).hasValue(Outcome.ABORTED);
            assertThat(seen.outcome(open.id())).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(TidyStep.class)
    void endOfTheProgramAtAnyStepLosesNoOutcome(TidyStep last) {
        List<DecidedTransaction> decided = decideSome(3);
        try (LogTidying interrupted = tidying(step -> {
            if (step == last) {
                throw new IllegalStateException("ended at " + step);
            }
        })) {
            assertThatThrownBy(interrupted::run).hasMessage("ended at " + last);
        }
        assertThat(history.decided()).containsExactlyElementsOf(decided);
        try (LogTidying again = tidying(NOBODY)) {
            again.run();
        }
        assertThat(history.decided()).containsExactlyElementsOf(decided);
        assertThat(log.state().outcomes()).isEmpty();
        assertThat(plans.ids()).isEmpty();
    }

    @Test
    void whatTwoProgramsMoveAtOnceIsThereOnce() {
        List<DecidedTransaction> decided = decideSome(3);
        try (TableStore otherStore = open(false)) {
            TransactionLog otherLog = new TransactionLog(otherStore);
            KeptHistory otherHistory = new KeptHistory(otherLog);
            PlanFiles otherPlans = new PlanFiles(otherStore);
            LiveTransactions live = new LiveTransactions(otherLog);
            try (LogTidying other = new LogTidying(otherLog, otherHistory, otherPlans, live, NOBODY);
                    LogTidying racing = tidying(step -> {
                        if (step == TidyStep.IN_HISTORY) {
                            otherHistory.add(decided);
                            other.run();
                        }
                    })) {
                racing.run();
            }
        }
        assertThat(history.decided()).containsExactlyElementsOf(decided);
        assertThat(log.state().outcomes()).isEmpty();
    }

    @Test
    void planOfNobodyWhoLivesIsDeletedAndNoOtherOne() {
        plans.write("01ORPHAN", new byte[] {1});
        plans.write("01LIVING", new byte[] {1});
        TransactionRecord record = prepared(Map.of("a", 1L));
        LiveTransactions live = new LiveTransactions(log);
        try (LogTidying tidying = tidying(NOBODY);
                Entry committing = live.enter("ann", null, Map.of())) {
            committing.committing("01LIVING");
            tidying.run();
            assertThat(plans.ids()).containsExactlyInAnyOrder("01LIVING", record.id());
        }
    }

    @Test
    void oldVersionsOfTheLogGoButNotThoseThatAWriterNeeds() throws IOException {
        ConfigStore entries = store.system().configStore("txlog");
        LiveTransactions live = new LiveTransactions(log);
        advanceLog(entries, 20);
        try (LogTidying tidying = tidying(NOBODY)) {
            try (Entry held = live.enter("ann", null, Map.of())) {
                assertThat(held).isNotNull();
                advanceLog(entries, 150);
                tidying.run();
                assertThat(versions()).isEqualTo(log.state().version());
            }
            try (Entry held = live.enter("ann", null, Map.of())) {
                long floor = log.state().version();
                assertThat(held).isNotNull();
                advanceLog(entries, 120);
                tidying.run();
                assertThat(versions()).isEqualTo(log.state().version() - floor + 1);
            }
            advanceLog(entries, 100);
            tidying.run();
            assertThat(versions()).isEqualTo(LogTidying.KEPT_VERSIONS + 1);
        }
        assertThat(log.state().outcomes()).isEmpty();
        assertThat(entries.entries().values()).containsEntry("test", "99");
    }

    @Test
    void writeToACleanedVersionIsNotTakenForDone() throws IOException {
        TransactionRecord record = prepared(Map.of("a", 1L, "b", 1L));
        LogState prepared = log.state();
        DecidedTransaction committed = committed(record);
        assertThat(log.decide(prepared, committed)).isTrue();
        advanceLog(store.system().configStore("txlog"), 250);
        try (LogTidying tidying = tidying(NOBODY)) {
            tidying.run();
        }
        assertThat(log.turnToUndo(prepared, record.id())).isFalse();
        assertThat(history.outcome(record.id())).hasValue(Outcome.COMMITTED);
        assertThat(log.state().records()).isEmpty();
    }

    @Test
    void logWithoutItsDirectoryIsAnEmptyLog() throws IOException {
        decideSome(2);
        assertThat(history.decided()).hasSize(2);
        try (LogTidying tidying = tidying(NOBODY)) {
            tidying.run();
        }
        assertThat(history.decided()).hasSize(2);
        deleteTree(directory.resolve("_lancesql"));
        assertThat(history.decided()).isEmpty();
        assertThat(log.state().version()).isZero();
        List<DecidedTransaction> later = decideSome(1);
        assertThat(history.decided()).isEqualTo(later);
    }

    private static void deleteTree(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> walk = Files.walk(directory)) {
            all = new ArrayList<>(walk.toList());
        }
        Collections.reverse(all);
        for (Path path : all) {
            Files.delete(path);
        }
    }

    private LogTidying tidying(Consumer<TidyStep> observer) {
        return new LogTidying(log, history, plans, new LiveTransactions(log), observer);
    }

    private TransactionRecord prepared(Map<String, Long> bases) {
        TransactionRecord record = record(bases);
        plans.write(record.id(), new byte[] {1});
        assertThat(log.prepare(log.state(), record)).isTrue();
        return record;
    }

    private List<DecidedTransaction> decideSome(int count) {
        List<DecidedTransaction> decided = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            decided.add(committed(prepared(Map.of("a", 1L + i, "b", 1L + i))));
            assertThat(log.decide(log.state(), decided.get(i))).isTrue();
        }
        return decided;
    }

    private static void advanceLog(ConfigStore entries, int versions) {
        for (int i = 0; i < versions; i++) {
            assertThat(entries.compareAndSet(entries.entries().version(), new HashMap<>(Map.of("test", "" + i))))
                    .isTrue();
        }
    }

    private long versions() throws IOException {
        try (Stream<Path> manifests = Files.list(directory.resolve("_lancesql/txlog.lance/_versions"))) {
            return manifests
                    .filter(file -> file.toString().endsWith(".manifest"))
                    .count();
        }
    }
}
