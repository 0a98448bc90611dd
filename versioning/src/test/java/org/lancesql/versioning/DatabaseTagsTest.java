package org.lancesql.versioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableTag;

class DatabaseTagsTest extends VersioningTest {
    private Snapshot all() {
        TransactionLog log = new TransactionLog(store);
        return new SnapshotReader(log, new KeptHistory(log)).read(List.of(table("a"), table("b")));
    }

    private List<String> tagsOf(String table) {
        return store.tags(table).list().stream()
                .map(tag -> tag.name() + "=" + tag.version())
                .toList();
    }

    private void createBoth() {
        create("a");
        create("b");
        insert("b");
    }

    @Test
    void aTagHasTheVersionsOfTheSnapshotAndEachTableKeepsItsOwn() {
        createBoth();
        DatabaseTags tags = new DatabaseTags(store);
        assertThat(tags.create("x", all())).isEmpty();
        insert("a");
        DatabaseTag made = new DatabaseTags(store).find("x").orElseThrow();
        assertThat(made.versions()).isEqualTo(Map.of("a", 1L, "b", 2L));
        assertThat(tagsOf("a")).containsExactly("x=1");
        assertThat(tagsOf("b")).containsExactly("x=2");
        assertThat(tags.holds("a", "x")).isTrue();
        assertThat(tags.holds("a", "y")).isFalse();
    }

    @Test
    void oneTableThatHasTheNameKeepsAllFromGettingIt() {
        createBoth();
        store.tags("b").create("x", 1);
        DatabaseTags tags = new DatabaseTags(store);
        assertThat(tags.create("x", all())).isEqualTo(Optional.of("b"));
        assertThat(tags.all()).isEmpty();
        assertThat(tagsOf("a")).isEmpty();
        assertThat(tagsOf("b")).containsExactly("x=1");
    }

    @Test
    void aNameThatIsRefusedLeavesNothing() {
        createBoth();
        DatabaseTags tags = new DatabaseTags(store);
        assertThatThrownBy(() -> tags.create("no spaces", all())).isInstanceOf(StorageException.class);
        assertThat(tags.all()).isEmpty();
        assertThat(tagsOf("a")).isEmpty();
    }

    @Test
    void whatAnInterruptedCreationLeavesIsNoTagOfTheDatabase() {
        createBoth();
        store.tags("a").create("x", 1); // as far as it came
        DatabaseTags tags = new DatabaseTags(store);
        assertThat(tags.find("x")).isEmpty();
        assertThat(tags.drop("x")).isFalse();
        assertThat(tags.create("x", all())).isEqualTo(Optional.of("a"));
        tags.replace("x", all());
        assertThat(tags.find("x").orElseThrow().versions()).isEqualTo(Map.of("a", 1L, "b", 2L));
    }

    @Test
    void replacingMovesAllAndDroppingTakesOnlyWhatBelongsToIt() {
        createBoth();
        DatabaseTags tags = new DatabaseTags(store);
        tags.create("x", all());
        insert("a");
        tags.replace("x", all());
        assertThat(tagsOf("a")).containsExactly("x=2");
        store.tags("b").replace("x", 1); // another program's doing
        assertThat(tags.drop("x")).isTrue();
        assertThat(tags.all()).isEmpty();
        assertThat(tagsOf("a")).isEmpty();
        assertThat(tagsOf("b")).containsExactly("x=1");
        assertThat(tags.drop("x")).isFalse();
    }

    @Test
    void ofManyWhoMakeATagOneDoes() throws Exception {
        createBoth();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            work.add(() -> new DatabaseTags(store).create("x", all()).isEmpty());
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
        assertThat(new DatabaseTags(store).all()).hasSize(made);
        assertThat(store.tags("a").list()).extracting(TableTag::name).hasSize(made);
        assertThat(store.tags("b").list()).extracting(TableTag::name).hasSize(made);
    }
}
