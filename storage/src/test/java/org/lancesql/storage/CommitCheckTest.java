package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.storage.RowChangeTest.rows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.TableChange.HeadCheck;

/** Changes that ask before they are published, and marks that say that they were. */
class CommitCheckTest extends StoreTest {
    private static final HeadCheck FREE = (head, removed) -> {};

    private static CommitOutcome insert(TableStore store, long id, @Nullable HeadCheck check) {
        try (TableHandle base = store.open(new TableVersion("t", store.latestVersion("t")))) {
            StagedFiles files = store.stage(base, Rows.range(id, 1));
            return store.commit(new TableChange(base, RowSet.EMPTY, List.of(files), check), mark(), Durability.OS);
        }
    }

    /** The other one has a store of its own, as if it were another process. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void checkedChangesNeverPassEachOther(boolean otherIsChecked) {
        createTable("t", 3);
        List<Long> heads = new ArrayList<>();
        try (TableStore other = open(false)) {
            HeadCheck check = (head, removed) -> {
                heads.add(head.tableVersion().version());
                if (heads.size() == 1) {
                    assertThat(insert(other, 11, otherIsChecked ? FREE : null)).isEqualTo(new Committed(2));
                }
            };
            assertThat(insert(store, 10, check)).isEqualTo(new Committed(3));
        }
        if (otherIsChecked) {
            assertThat(heads).containsExactly(1L, 2L);
        } else {
            assertThat(heads).containsExactly(1L);
        }
        assertThat(ids("t")).containsExactlyInAnyOrder(0L, 1L, 2L, 10L, 11L);
    }

    @Test
    void checkSeesHeadAndTheRowsThatGoAsTheyAreThere() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 3);
        List<RowSet> seen = new ArrayList<>();
        try (TableHandle base = head("t")) {
            foreign.compact("t");
            TableChange change = new TableChange(base, rows(1, RowSet.address(1, 0)), List.of(), (head, removed) -> {
                assertThat(head.tableVersion().version()).isEqualTo(store.latestVersion("t"));
                assertThat(ids(head, ScanRequest.of(List.of("id")))).hasSize(6);
                seen.add(removed);
            });
            assertThat(store.commit(change, mark(), Durability.OS)).isInstanceOf(Committed.class);
        }
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).addresses(2)).containsExactly(RowSet.address(2, 1), RowSet.address(2, 3));
    }

    @Test
    void whatTheCheckThrowsReachesTheCallerAndNothingIsPublished() {
        createTable("t", 3);
        IllegalStateException thrown = new IllegalStateException("a key is there twice");
        assertThatThrownBy(() -> insert(store, 10, (head, removed) -> {
                    throw thrown;
                }))
                .isSameAs(thrown);
        assertThat(store.latestVersion("t")).isEqualTo(1);
        assertThat(insert(store, 10, FREE)).isEqualTo(new Committed(2));
    }

    @Test
    void oneOfThoseWhoAddAKeyWins() throws Exception {
        createTable("t", 3);
        HeadCheck noTen = (head, removed) -> {
            Literal ten = new Literal(new ArrowType.Int(64, true), 10L);
            if (head.count(new Comparison(Column.of("id"), Operator.EQUAL, ten)) > 0) {
                throw new IllegalStateException("a key is there twice");
            }
        };
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TableStore other = open(false)) {
            List<Callable<Boolean>> work = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                TableStore one = i % 2 == 0 ? store : other;
                work.add(() -> {
                    try {
                        return insert(one, 10, noTen) instanceof Committed;
                    } catch (IllegalStateException e) {
                        return false;
                    }
                });
            }
            int won = 0;
            for (Future<Boolean> outcome : threads.invokeAll(work)) {
                won += outcome.get() ? 1 : 0;
            }
            assertThat(won).isEqualTo(1);
        } finally {
            threads.shutdown();
        }
        assertThat(ids("t")).containsExactly(0L, 1L, 2L, 10L);
    }

    @Test
    void checkedChangesOfManyAllLand() throws Exception {
        createTable("t", 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TableStore other = open(false)) {
            List<Callable<CommitOutcome>> work = new ArrayList<>();
            for (int i = 0; i < 16; i++) {
                long id = i;
                work.add(() -> insert(id % 2 == 0 ? store : other, id, FREE));
            }
            for (Future<CommitOutcome> outcome : threads.invokeAll(work)) {
                assertThat(outcome.get()).isInstanceOf(Committed.class);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(ids("t")).hasSize(16);
    }

    @Test
    void sameMarkAtTheSameTimeIsCommittedOnce() throws Exception {
        createTable("t", 3);
        CommitMark mark = mark();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(10, 1));
            List<Callable<CommitOutcome>> work = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                work.add(() -> commit(base, files, mark));
            }
            for (Future<CommitOutcome> outcome : threads.invokeAll(work)) {
                assertThat(outcome.get()).isEqualTo(new Committed(2));
            }
        } finally {
            threads.shutdown();
        }
        assertThat(ids("t")).containsExactly(0L, 1L, 2L, 10L);
    }

    @Test
    void memberOfAGroupIsFoundInItsVersion() {
        createTable("t", 3);
        CommitMark group = CommitMark.create(Map.of(CommitMark.MEMBERS_PROPERTY, "a,b"));
        try (TableHandle base = head("t")) {
            assertThat(commit(base, store.stage(base, Rows.range(10, 2)), group))
                    .isEqualTo(new Committed(2));
            StagedFiles again = store.stage(base, Rows.range(11, 1));
            assertThat(commit(base, again, new CommitMark("b", Map.of()))).isEqualTo(new Committed(2));
            assertThat(commit(base, again, new CommitMark("c", Map.of()))).isEqualTo(new Committed(3));
        }
    }

    @Test
    void featuresThatCameAfterStagingAreRefused() throws IOException {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(10, 1));
            foreign.append("t", 20, 1);
            setUnknownWriterFlag(ManifestIdentity.file(foreign.path("t"), 2));
            assertThatThrownBy(() -> commit(base, rows(0), files, mark()))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.NEWER_FORMAT));
        }
        assertThat(store.latestVersion("t")).isEqualTo(2);
    }

    /** Adds the field once more with another value to the message of the manifest: the last one counts. */
    private static void setUnknownWriterFlag(Path manifest) throws IOException {
        byte[] field = {10 << 3, (byte) 0x80, 0x20}; // 1 << 12
        ByteBuffer file = ByteBuffer.wrap(Files.readAllBytes(manifest)).order(ByteOrder.LITTLE_ENDIAN);
        int message = (int) file.getLong(file.limit() - 16);
        int end = message + 4 + file.getInt(message);
        ByteBuffer changed = ByteBuffer.allocate(file.limit() + field.length).order(ByteOrder.LITTLE_ENDIAN);
        changed.put(file.slice(0, end)).put(field).put(file.slice(end, file.limit() - end));
        changed.putInt(message, end - message - 4 + field.length);
        Files.delete(manifest);
        Files.write(manifest, changed.array());
    }
}
