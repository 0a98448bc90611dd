package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.CommitMark;
import org.lancesql.versioning.DecidedTransaction.Part;
import org.lancesql.versioning.TransactionRecord.Outcome;

class TableHistoryTest extends VersioningTest {
    private List<String> states(TransactionLog log) {
        TransactionHistory decided = new KeptHistory(log);
        List<String> states = new ArrayList<>();
        new TableHistory(new SnapshotReader(log, decided), decided)
                .newestFirst(table("t"), 1, Long.MAX_VALUE)
                .forEachRemaining(entry -> states.add(entry.facts().version() + " " + entry.state()));
        return states;
    }

    @Test
    void versionsOfUndecidedAndUndoneTransactionsSaySo() {
        create("t");
        insert("t");
        TransactionLog log = new TransactionLog(store);
        TransactionRecord record = record(Map.of("t", 2L));
        assertThat(log.prepare(log.state(), record)).isTrue();
        assertThat(states(log)).containsExactly("2 CURRENT", "1 SUPERSEDED");
        insert("t", new CommitMark(record.applyMark(), Map.of()));
        insert("t");
        assertThat(states(log)).containsExactly("4 PENDING", "3 PENDING", "2 CURRENT", "1 SUPERSEDED");
        assertThat(log.turnToUndo(log.state(), record.id())).isTrue();
        insert("t", new CommitMark(record.undoMark(), Map.of()));
        TransactionRecord undoing = log.state().record(record.id()).orElseThrow();
        assertThat(log.decide(
                        log.state(),
                        undoing.decided(
                                Outcome.ABORTED,
                                Instant.now(),
                                null,
                                List.of(new Part("t", 2, OptionalLong.of(3), OptionalLong.of(5))))))
                .isTrue();
        assertThat(states(log)).containsExactly("5 CURRENT", "4 UNDONE", "3 UNDONE", "2 SUPERSEDED", "1 SUPERSEDED");
    }

    @Test
    void versionsAreReadInTheRangeThatIsWanted() {
        create("t");
        for (int i = 0; i < 5; i++) {
            insert("t");
        }
        store.tags("t").create("x", 3);
        TransactionLog log = new TransactionLog(store);
        TransactionHistory decided = new KeptHistory(log);
        TableHistory history = new TableHistory(new SnapshotReader(log, decided), decided);
        List<TableHistory.Entry> entries = new ArrayList<>();
        history.newestFirst(table("t"), 2, 4).forEachRemaining(entries::add);
        assertThat(entries).extracting(entry -> entry.facts().version()).containsExactly(4L, 3L, 2L);
        assertThat(entries.get(1).tags()).containsExactly("x");
        assertThat(history.oldestFirst(table("t"))).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    }
}
