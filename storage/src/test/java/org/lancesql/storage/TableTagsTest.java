package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.lancesql.storage.StorageException.Reason.INVALID_NAME;
import static org.lancesql.storage.StorageException.Reason.READ_ONLY;
import static org.lancesql.storage.StorageException.Reason.VERSION_NOT_FOUND;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.Dataset;
import org.lance.Ref;

class TableTagsTest extends StoreTest {
    @Test
    void lanceReadsTheTagsThatAreMadeHere() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 2);
        assertThat(store.tags("t").create("v1.0", 1)).isTrue();
        foreign.with("t", d -> {
            assertThat(d.tags().list()).singleElement().satisfies(tag -> {
                assertThat(tag.getName()).isEqualTo("v1.0");
                assertThat(tag.getVersion()).isEqualTo(1);
            });
            try (Dataset tagged = d.checkoutTag("v1.0")) {
                assertThat(tagged.countRows()).isEqualTo(3);
            }
        });
        store.tags("t").replace("v1.0", 2);
        foreign.with("t", d -> {
            assertThat(d.tags().getVersion("v1.0")).isEqualTo(2);
            d.tags().delete("v1.0");
        });
        assertThat(store.tags("t").list()).isEmpty();
    }

    @Test
    void tagsAndBranchesOfOtherProgramsAreRead() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 2);
        foreign.with("t", d -> {
            d.tags().create("plain", 2);
            d.tags().create("\u00fc", 1);
            d.createBranch("dev", Ref.ofMain(1)).close();
            d.tags().create("on-dev", Ref.ofBranch("dev", 1));
        });
        assertThat(store.tags("t").list())
                .extracting(TableTag::name, TableTag::version, TableTag::isOnMain)
                .containsExactly(tuple("on-dev", 1L, false), tuple("plain", 2L, true), tuple("\u00fc", 1L, true));
        assertThat(store.tags("t").branches()).singleElement().satisfies(branch -> {
            assertThat(branch.name()).isEqualTo("dev");
            assertThat(branch.parentVersion()).isEqualTo(1);
            assertThat(branch.newestVersion()).hasValue(1);
        });
    }

    @Test
    void aTagKeepsItsVersionFromBeingCleanedUp() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 2);
        foreign.append("t", 5, 2);
        store.tags("t").create("kept", 1);
        foreign.cleanUp("t");
        assertThat(store.versions("t").numbers()).containsExactly(3L, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "../a", ".a", "a.", "a..b", "a.lock", "\u00fc", "a\u0000b", "a'b"})
    void namesThatLanceCannotHoldAreRefused(String name) {
        foreign.create("t", 0, 3, true);
        assertThatThrownBy(() -> store.tags("t").create(name, 1))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(INVALID_NAME));
        assertThat(store.tags("t").list()).isEmpty();
    }

    @Test
    void versionsThatAreNotThereHaveNoTag() {
        foreign.create("t", 0, 3, true);
        for (long version : new long[] {0, -1, 2, Long.MAX_VALUE}) {
            assertThatThrownBy(() -> store.tags("t").create("x", version))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(VERSION_NOT_FOUND));
        }
        assertThat(store.tags("t").list()).isEmpty();
    }

    @Test
    void ofManyWhoMakeATagOneDoes() throws Exception {
        foreign.create("t", 0, 3, true);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            work.add(() -> store.tags("t").create("x", 1));
        }
        int made = 0;
        try {
            for (Future<Boolean> result : threads.invokeAll(work)) {
                made += result.get() ? 1 : 0;
            }
        } finally {
            threads.shutdown();
        }
        assertThat(made).isEqualTo(1);
        assertThat(directory.resolve("t.lance/_refs")).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void readOnlyStoresMakeNoTags() {
        foreign.create("t", 0, 3, true);
        try (TableStore readOnly = TableStore.open(store.root(), true, memory)) {
            assertThatThrownBy(() -> readOnly.tags("t").create("x", 1))
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(READ_ONLY));
        }
    }
}
