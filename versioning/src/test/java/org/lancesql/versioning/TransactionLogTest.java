package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.TableStore;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.TransactionRecord.Outcome;
import org.lancesql.versioning.TransactionRecord.State;

class TransactionLogTest extends VersioningTest {
    @Test
    void readingALogThatIsNotThereMakesNone() {
        TransactionLog log = new TransactionLog(store);
        assertThat(log.state().version()).isZero();
        assertThat(log.state().records()).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void recordGoesFromPreparedToUndoneToAnOutcome() {
        TransactionLog log = new TransactionLog(store);
        TransactionRecord record = record(Map.of("a", 3L, "odd;name,\"x\" \uD83D\uDE00", 7L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        try (TableStore other = open(true)) {
            TransactionLog seen = new TransactionLog(other);
            assertThat(seen.state().records()).containsExactly(record);
            assertThat(seen.state().owner("a")).hasValue(record.id());
            assertThat(log.turnToUndo(log.state(), record.id())).isTrue();
            assertThat(seen.state().record(record.id()).orElseThrow().state()).isEqualTo(State.UNDOING);
            DecidedTransaction decided = record.decided(
                    Outcome.ABORTED,
                    Instant.now(),
                    "process 1",
                    List.of(
                            new Part("a", 3, OptionalLong.of(4), OptionalLong.of(5)),
                            new Part("odd;name,\"x\" \uD83D\uDE00", 7, OptionalLong.empty(), OptionalLong.empty())));
            assertThat(log.decide(log.state(), decided)).isTrue();
            assertThat(seen.state().records()).isEmpty();
            assertThat(seen.state().owner("a")).isEmpty();
            assertThat(seen.state().outcomes()).containsExactly(decided);
        }
    }

    @Test
    void ofTwoThatTakeOneTableOrDecideOneRecordTheLaterLoses() {
        TransactionLog log = new TransactionLog(store);
        LogState empty = log.state();
        TransactionRecord first = record(Map.of("a", 1L, "b", 1L));
        TransactionRecord second = record(Map.of("b", 1L, "c", 1L));
        TransactionRecord apart = record(Map.of("c", 1L, "d", 1L));
        assertThat(log.prepare(empty, first)).isTrue();
        assertThat(log.prepare(empty, second)).isFalse();
        assertThat(log.prepare(log.state(), second)).isFalse();
        assertThat(log.prepare(empty, apart)).isTrue();
        LogState both = log.state();
        assertThat(both.records()).containsExactlyInAnyOrder(first, apart);
        assertThat(log.decide(both, committed(first))).isTrue();
        assertThat(log.turnToUndo(both, first.id())).isFalse();
        assertThat(log.decide(both, aborted(first))).isFalse();
        assertThat(log.state().outcome(first.id())).hasValue(Outcome.COMMITTED);
        assertThat(log.state().owner("b")).isEmpty();
        assertThat(log.state().records()).containsExactly(apart);
    }

    @Test
    void planIsThereWholeOrNotAtAll() {
        PlanFiles plans = new PlanFiles(store);
        assertThat(plans.read("01A")).isEmpty();
        assertThat(directory).isEmptyDirectory();
        plans.write("01A", new byte[] {1});
        plans.write("01A", new byte[] {1, 2});
        assertThat(plans.read("01A").orElseThrow()).containsExactly(1, 2);
        assertThat(plans.ids()).containsExactly("01A");
        plans.delete("01A");
        plans.delete("01A");
        assertThat(plans.ids()).isEmpty();
        assertThat(directory.resolve("_lancesql/plans")).isEmptyDirectory();
    }
}
