package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.storage.RowChangeTest.rows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.Maintenance.Merged;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;

/** Small fragments that become large ones behind the backs of those who read and write. */
class FragmentMergeTest extends StoreTest {
    private static final int FRAGMENTS = 8;

    /** A table of fragments with one row each, ids from 0. */
    private void createFragments(int count, boolean stableRowIds) {
        foreign.create("t", 0, 1, stableRowIds);
        for (int id = 1; id < count; id++) {
            foreign.append("t", id, 1);
        }
    }

    private Optional<Merged> merge() {
        return store.maintenance().mergeFragments("t", FRAGMENTS, () -> true);
    }

    private int fragments() {
        try (TableHandle head = head("t")) {
            return head.fragments().size();
        }
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.list(foreign.path("t").resolve("data"))) {
            return files.toList();
        }
    }

    private static List<Long> range(int end) {
        return LongStream.range(0, end).boxed().toList();
    }

    @Test
    void manySmallFragmentsBecomeOneWithTheSameRowsAndIds() {
        createFragments(FRAGMENTS, true);
        List<Long> rowIds;
        try (TableHandle before = head("t")) {
            rowIds = rowIds(before);
            Merged merged = merge().orElseThrow();
            assertThat(merged).isEqualTo(new Merged(FRAGMENTS, 1, store.latestVersion("t")));
            assertThat(before.fragments()).hasSize(FRAGMENTS);
            assertThat(ids(before, ScanRequest.of(List.of("id")))).isEqualTo(range(FRAGMENTS));
        }
        assertThat(fragments()).isOne();
        assertThat(ids("t")).isEqualTo(range(FRAGMENTS));
        try (TableHandle after = head("t")) {
            assertThat(rowIds(after)).isEqualTo(rowIds);
        }
        assertThat(merge()).as("nothing more to do").isEmpty();
    }

    @Test
    void fewFragmentsAndLargeOnesAreLeftAlone() {
        createFragments(FRAGMENTS - 1, true);
        assertThat(merge()).isEmpty();
        assertThat(store.latestVersion("t")).isEqualTo(FRAGMENTS - 1);
    }

    @Test
    void tableWithoutStableRowIdsIsLeftAlone() {
        createFragments(FRAGMENTS, false);
        assertThat(merge()).isEmpty();
        assertThat(store.latestVersion("t")).isEqualTo(FRAGMENTS);
    }

    @Test
    void tableThatCleansUpBehindItsCommitsIsLeftAlone() {
        createFragments(FRAGMENTS, true);
        foreign.with("t", d -> d.updateConfig(Map.of("lance.auto_cleanup.interval", "1")));
        assertThat(merge()).isEmpty();
    }

    @Test
    void readOnlyDatabaseIsRefused() throws IOException {
        createFragments(FRAGMENTS, true);
        List<Path> before = dataFiles();
        try (TableStore reading = open(true)) {
            assertThatThrownBy(() -> reading.maintenance().mergeFragments("t", FRAGMENTS, () -> true))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.READ_ONLY));
        }
        assertThat(dataFiles()).containsExactlyInAnyOrderElementsOf(before);
    }

    @Test
    void whatIsNotAllowedAnyMoreLeavesNothing() throws IOException {
        createFragments(FRAGMENTS, true);
        List<Path> before = dataFiles();
        assertThat(store.maintenance().mergeFragments("t", FRAGMENTS, () -> false))
                .isEmpty();
        assertThat(dataFiles()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(store.latestVersion("t")).isEqualTo(FRAGMENTS);
    }

    @Test
    void rowsThatAreAddedMeanwhileStay() {
        createFragments(FRAGMENTS, true);
        assertThat(store.maintenance().mergeFragments("t", FRAGMENTS, () -> {
                    foreign.append("t", 100, 1);
                    try (TableHandle base = head("t")) {
                        insert(base, 200, 1);
                    }
                    return true;
                }))
                .isPresent();
        List<Long> expected = new ArrayList<>(range(FRAGMENTS));
        Collections.addAll(expected, 100L, 200L);
        assertThat(ids("t")).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void rowsThatAreRemovedMeanwhileStayAway() throws IOException {
        createFragments(FRAGMENTS, true);
        List<Path> before = dataFiles();
        assertThat(store.maintenance().mergeFragments("t", FRAGMENTS, () -> {
                    try (TableHandle base = head("t")) {
                        remove(base, 3);
                    }
                    return true;
                }))
                .as("the merge gives way")
                .isEmpty();
        assertThat(ids("t")).hasSize(FRAGMENTS - 1).doesNotContain(3L);
        assertThat(dataFiles()).containsExactlyInAnyOrderElementsOf(before);
        assertThat(merge()).as("the next one does not").isEmpty();
    }

    private CommitOutcome remove(TableHandle base, int fragment) {
        TableChange change = new TableChange(base, rows(RowSet.address(fragment, 0)), List.of(), null);
        return store.commit(change, mark(), Durability.OS);
    }

    @Test
    void removalThatWasMadeBeforeFollowsTheRow() {
        createFragments(FRAGMENTS, true);
        try (TableHandle base = head("t")) {
            assertThat(merge()).isPresent();
            assertThat(remove(base, 3)).isInstanceOf(Committed.class);
        }
        assertThat(ids("t")).hasSize(FRAGMENTS - 1).doesNotContain(3L);
    }

    @Test
    void droppedTableIsNotBroughtBack() {
        createFragments(FRAGMENTS, true);
        assertThat(store.maintenance().mergeFragments("t", FRAGMENTS, () -> {
                    store.drop("t");
                    return true;
                }))
                .isEmpty();
        assertThat(foreign.path("t")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"BTREE", "BITMAP"})
    void indexedRowsStayFound(String kind) {
        createFragments(FRAGMENTS / 2, true);
        foreign.index("t", "id", IndexKind.valueOf(kind));
        for (int id = FRAGMENTS / 2; id < 2 * FRAGMENTS; id++) {
            foreign.append("t", id, 1);
        }
        foreign.delete("t", "id = 2");
        assertThat(merge()).isPresent();
        try (TableHandle handle = head("t")) {
            for (long id = 0; id < 2 * FRAGMENTS; id++) {
                Predicate predicate =
                        new Comparison(Column.of("id"), Operator.EQUAL, new Literal(new ArrowType.Int(64, true), id));
                ScanRequest request =
                        new ScanRequest(List.of("id"), predicate, OptionalLong.empty(), 0, List.of(), List.of());
                assertThat(ids(handle, request)).isEqualTo(id == 2 ? List.of() : List.of(id));
            }
        }
    }

    @Test
    void taggedVersionIsReadAsItWas() {
        createFragments(FRAGMENTS, true);
        assertThat(store.tags("t").create("before", FRAGMENTS)).isTrue();
        assertThat(merge()).isPresent();
        foreign.cleanUp("t");
        try (TableHandle tagged = store.open(new TableVersion("t", FRAGMENTS))) {
            assertThat(tagged.fragments()).hasSize(FRAGMENTS);
            assertThat(ids(tagged, ScanRequest.of(List.of("id")))).isEqualTo(range(FRAGMENTS));
        }
    }
}
