package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class TableVersionsTest extends StoreTest {
    private VersionFacts facts(String table, long version) {
        return store.versions(table).facts(version).orElseThrow();
    }

    private static List<Long> difference(VersionFacts facts) {
        return List.of(facts.rowsAdded().orElse(-1), facts.rowsDeleted().orElse(-1));
    }

    @Test
    void rowsThatComeAndGoAreToldFromTheFragments() {
        foreign.create("t", 0, 10, true);
        foreign.append("t", 10, 5);
        foreign.delete("t", "id < 3");
        foreign.merge("t", "new", 3, 100);
        foreign.compact("t");
        foreign.overwrite("t", 0, 4);
        assertThat(store.versions("t").numbers().get(0)).isEqualTo(store.latestVersion("t"));
        assertThat(difference(facts("t", 1))).containsExactly(10L, 0L);
        assertThat(difference(facts("t", 2))).containsExactly(5L, 0L);
        assertThat(difference(facts("t", 3))).containsExactly(0L, 3L);
        assertThat(difference(facts("t", 4))).containsExactly(2L, 1L);
        List<Long> numbers = store.versions("t").numbers();
        for (long version : numbers) {
            VersionFacts made = facts("t", version);
            if (made.operation().equals("Rewrite")) {
                assertThat(difference(made)).containsExactly(0L, 0L);
            }
        }
        VersionFacts last = facts("t", numbers.get(0));
        assertThat(last.operation()).isEqualTo("Overwrite");
        assertThat(difference(last)).containsExactly(4L, 13L);
        assertThat(last.rows()).isEqualTo(4);
    }

    @Test
    void columnsAndIndexesChangeNoRow() {
        foreign.create("t", 0, 10, true);
        foreign.addColumn("t", "more");
        foreign.index("t", "id");
        foreign.setSchemaMetadata("t", "key", "value");
        for (long version = 2; version <= store.latestVersion("t"); version++) {
            assertThat(difference(facts("t", version))).as("version " + version).containsExactly(0L, 0L);
        }
    }

    @Test
    void whatTheVersionBeforeHadIsUnknownOnceItIsGone() {
        foreign.create("t", 0, 10, true);
        foreign.append("t", 10, 5);
        foreign.append("t", 15, 5);
        foreign.cleanUp("t");
        assertThat(store.versions("t").numbers()).containsExactly(3L);
        assertThat(facts("t", 3).rowsAdded()).isEqualTo(OptionalLong.empty());
        assertThat(facts("t", 3).rows()).isEqualTo(20);
        assertThat(store.versions("t").facts(2)).isEmpty();
    }

    @Test
    void oldManifestNamesAreUnderstood() {
        foreign.createWithOldManifestNames("t", 0, 3);
        foreign.append("t", 3, 2);
        assertThat(store.versions("t").numbers()).containsExactly(2L, 1L);
        assertThat(facts("t", 2).rows()).isEqualTo(5);
    }

    @Test
    void aTableMadeAnewHasItsOwnVersions() {
        createTable("t", 10);
        assertThat(facts("t", 1).rows()).isEqualTo(10);
        store.drop("t");
        createTable("t", 3);
        assertThat(facts("t", 1).rows()).isEqualTo(3);
        assertThat(store.latestVersion("t")).isEqualTo(1);
    }

    @Test
    void newestVersionIsSeenAtOnceWhoeverCommits() throws Exception {
        foreign.create("t", 0, 1, true);
        for (int i = 1; i < 30; i++) {
            assertThat(store.latestVersion("t")).isEqualTo(i);
            foreign.append("t", i, 1);
            assertThat(store.latestVersion("t")).isEqualTo(i + 1);
        }
        foreign.with("t", d -> d.tags().create("kept", 30));
        foreign.append("t", 100, 1);
        foreign.append("t", 101, 1);
        foreign.append("t", 102, 1);
        foreign.cleanUp("t");
        // 31 is gone, though 30, the newest that was seen, is still there.
        assertThat(store.versions("t").numbers()).containsExactly(33L, 30L);
        assertThat(store.latestVersion("t")).isEqualTo(33);
    }

    @Test
    void newestVersionNeverGoesBackUnderWriters() throws Exception {
        foreign.create("t", 0, 1, true);
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<?> writer = threads.submit(() -> {
                for (int i = 1; i < 60; i++) {
                    foreign.append("t", i, 1);
                    if (i % 20 == 0) {
                        foreign.cleanUp("t");
                    }
                }
            });
            long seen = 0;
            while (!writer.isDone()) {
                long before = store.versions("t").numbers().get(0);
                long newest = store.latestVersion("t");
                assertThat(newest).isGreaterThanOrEqualTo(Math.max(seen, before));
                seen = newest;
            }
            writer.get();
        } finally {
            threads.shutdown();
        }
        assertThat(store.latestVersion("t")).isEqualTo(60);
    }

    @Test
    void filesAreThoseOfTheVersion() {
        createTable("t", 7);
        foreign.delete("t", "id = 2");
        DataFileFacts file = store.versions("t").files(2).get(0);
        assertThat(file.rows()).isEqualTo(6);
        assertThat(file.rowsDeleted()).isEqualTo(1);
        assertThat(file.columns()).isEqualTo(2);
        assertThat(file.path()).endsWith(".lance");
        assertThat(store.versions("t").files(1).get(0).rowsDeleted()).isZero();
    }

    @Test
    void propertiesTellWhoMadeAVersion() {
        store.create("t", Rows.SCHEMA, Map.of(), Rows.range(0, 1), CommitMark.create(Map.of("lancesql.user", "ann")));
        assertThat(facts("t", 1).properties()).containsEntry("lancesql.user", "ann");
    }
}
