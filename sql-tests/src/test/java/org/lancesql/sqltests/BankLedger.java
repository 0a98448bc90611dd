package org.lancesql.sqltests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What the clerks of a bank said that they did. Thread-safe. */
final class BankLedger {
    private final Map<Long, Transfer> begun = new ConcurrentHashMap<>();
    private final Set<Long> acknowledged = ConcurrentHashMap.newKeySet();
    private final CountDownLatch first = new CountDownLatch(1);
    private final BlockingQueue<Long> news = new LinkedBlockingQueue<>();

    /** A transfer from an account in {@code checking} to one in {@code savings}; the amount may be negative. */
    record Transfer(long source, long target, long amount) {}

    /** Takes a line of a {@link BankClerk}; one that was cut off by its end says nothing. */
    void read(String line) {
        String[] words = line.split(" ");
        if (words.length == 5 && words[0].equals("begin") && !words[4].equals("-")) {
            begun.put(number(words[1]), new Transfer(number(words[2]), number(words[3]), number(words[4])));
        } else if (words.length == 2 && words[0].equals("done") && begun.containsKey(number(words[1]))) {
            acknowledged.add(number(words[1]));
            first.countDown();
            news.add(number(words[1]));
        }
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }

    /** Waits, but not for ever, until a transfer is acknowledged. */
    void awaitFirst(long mostSeconds) throws InterruptedException {
        assertThat(first.await(mostSeconds, TimeUnit.SECONDS))
                .as("a first transfer")
                .isTrue();
    }

    /** Transfers that were acknowledged up to now: whoever reads after this call has to see them. */
    Set<Long> acknowledged() {
        return Set.copyOf(acknowledged);
    }

    /** Acknowledged transfers, each once, as they come. */
    BlockingQueue<Long> news() {
        return news;
    }

    /** Transfers that are in the journal were begun as they are there. */
    void checkBegun(Map<Long, Transfer> journal) {
        journal.forEach((number, transfer) ->
                assertThat(begun.get(number)).as("transfer %d", number).isEqualTo(transfer));
    }
}
