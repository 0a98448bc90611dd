package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConfigStoreTest extends StoreTest {
    @Test
    void readingCreatesNothing() {
        assertThat(store.system().configStore("catalog").entries()).isEqualTo(new ConfigStore.Entries(0, Map.of()));
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void changesAreSeenByAnotherStore() {
        try (TableStore other = open(false)) {
            assertThat(other.system().configStore("catalog").entries().values()).isEmpty();
            assertThat(store.system().configStore("catalog").compareAndSet(0, Map.of("a", "1", "b", "2")))
                    .isTrue();
            ConfigStore.Entries seen = other.system().configStore("catalog").entries();
            assertThat(seen.values()).isEqualTo(Map.of("a", "1", "b", "2"));
            assertThat(other.system().configStore("catalog").entries()).isSameAs(seen);
            assertThat(other.system().configStore("catalog").compareAndSet(seen.version(), removal("a")))
                    .isTrue();
            assertThat(store.system().configStore("catalog").entries().values()).isEqualTo(Map.of("b", "2"));
        }
    }

    private static Map<String, @Nullable String> removal(String key) {
        Map<String, @Nullable String> changes = new HashMap<>();
        changes.put(key, null);
        return changes;
    }

    @Test
    void staleChangeOfTheSameKeyIsLostOfAnotherItIsNot() {
        ConfigStore config = store.system().configStore("catalog");
        assertThat(config.compareAndSet(0, Map.of("a", "1"))).isTrue();
        long base = config.entries().version();
        assertThat(config.compareAndSet(base, Map.of("a", "2"))).isTrue();
        assertThat(config.compareAndSet(base, Map.of("a", "3"))).isFalse();
        assertThat(config.compareAndSet(base, removal("a"))).isFalse();
        assertThat(config.compareAndSet(base, Map.of("b", "1"))).isTrue();
        assertThat(config.compareAndSet(0, Map.of("a", "4"))).isFalse();
        assertThat(config.compareAndSet(99, Map.of("a", "4"))).isFalse();
        assertThat(config.entries().values()).isEqualTo(Map.of("a", "2", "b", "1"));
    }

    @Test
    void anyTextSurvives() {
        Map<String, String> odd = Map.of(
                "smile \uD83D\uDE00",
                "a\u0000b",
                "back\\slash",
                "\\u0041\\",
                "lines\n\t",
                "select 'ü' -- 日本 \uD83D\uDE00",
                "",
                "",
                "lone \uD800",
                "lone \uDC00");
        assertThat(store.system().configStore("catalog").compareAndSet(0, new HashMap<>(odd)))
                .isTrue();
        try (TableStore other = open(true)) {
            assertThat(other.system().configStore("catalog").entries().values()).isEqualTo(odd);
        }
    }

    @Test
    void ofRacersOnOneKeyOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<TableStore> stores = new ArrayList<>();
        try {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                TableStore racer = open(false);
                stores.add(racer);
                String value = Integer.toString(i);
                work.add(() -> racer.system()
                        .configStore("catalog")
                        .compareAndSet(0, Map.of("key", value, "own" + value, "x")));
            }
            int winners = 0;
            for (Future<Boolean> result : threads.invokeAll(work)) {
                winners += result.get() ? 1 : 0;
            }
            assertThat(winners).isEqualTo(1);
            assertThat(store.system().configStore("catalog").entries().values()).hasSize(2);
        } finally {
            threads.shutdown();
            stores.forEach(TableStore::close);
        }
    }
}
