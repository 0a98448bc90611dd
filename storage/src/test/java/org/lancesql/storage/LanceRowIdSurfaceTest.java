package org.lancesql.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.storage.RowChangeTest.rows;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.WriteParams.WriteMode;
import org.lance.fragment.RowIdMeta;
import org.lance.index.OptimizeOptions;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Update;
import org.lancesql.storage.CommitOutcome.Committed;

/** Facts of Lance 7.0.0 about rows that keep their ids, and about finding rows by ids and addresses. */
class LanceRowIdSurfaceTest extends StoreTest {
    /** Replaces row 1 by one with an id of the user's that keeps its row id, as the store does where there is no index. */
    private void updateKeeping(String table, int id) {
        foreign.with(table, base -> {
            FragmentMetadata written =
                    foreign.write(table, id, 1, WriteMode.APPEND).get(0);
            Update update = Update.builder()
                    .updatedFragments(List.of(requireNonNull(base.getFragment(0).deleteRows(List.of(1)))))
                    .newFragments(List.of(kept(written, 1)))
                    .fieldsForPreservingFragBitmap(new long[] {0, 1})
                    .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                    .build();
            foreign.commit(base, update);
        });
    }

    private static FragmentMetadata kept(FragmentMetadata written, long... ids) {
        return new FragmentMetadata(
                written.getId(), written.getFiles(), written.getPhysicalRows(), null, RowIdMeta.fromRowIds(ids));
    }

    private List<Object> values(String table, String column, String filter) {
        List<Object> values = new ArrayList<>();
        ScanOptions options = new ScanOptions.Builder()
                .columns(List.of(column))
                .filter(filter)
                .build();
        try (Dataset dataset = foreign.open(table);
                LanceScanner scanner = dataset.newScan(options);
                var reader = scanner.scanBatches()) {
            while (reader.loadNextBatch()) {
                var batch = reader.getVectorSchemaRoot();
                for (int i = 0; i < batch.getRowCount(); i++) {
                    values.add(batch.getVector(column).getObject(i));
                }
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return values;
    }

    @Test
    void keptRowsKeepTheVersionThatCreatedThem() {
        createTable("t", 3);
        updateKeeping("t", 101);
        assertThat(values("t", "_row_created_at_version", "id = 101")).containsExactly(1L);
        assertThat(values("t", "_row_last_updated_at_version", "id = 101")).containsExactly(2L);
        assertThat(values("t", "_row_last_updated_at_version", "id = 2")).containsExactly(1L);
        try (TableHandle base = head("t")) {
            assertThat(commit(base, rows(2), store.stage(base, Rows.range(102, 1)), mark()))
                    .isInstanceOf(Committed.class);
        }
        assertThat(values("t", "_row_created_at_version", "id = 102")).containsExactly(3L);
    }

    @Test
    void keptRowsAreFoundThroughIndexesAlsoAfterACompaction() {
        createTable("t", 10);
        foreign.index("t", "id");
        foreign.index("t", "name");
        updateKeeping("t", 101);
        Consumer<Dataset> found = d -> {
            assertThat(d.countRows("id = 101")).isEqualTo(1);
            assertThat(d.countRows("id = 1")).isZero();
            assertThat(d.countRows("name = 'row 101'")).isEqualTo(1);
            assertThat(d.countRows("name = 'row 1'")).isZero();
            assertThat(d.countRows("id >= 0")).isEqualTo(10);
        };
        foreign.with("t", found);
        foreign.compact("t");
        foreign.with("t", found);
    }

    /** The price of kept ids, and why rows of indexed tables get new ones. */
    @Test
    void optimizingAnIndexOverKeptRowsBreaksItUntilItIsBuiltAgain() {
        createTable("t", 10);
        foreign.index("t", "id");
        updateKeeping("t", 101);
        foreign.with("t", d -> d.optimizeIndices(OptimizeOptions.builder().build()));
        foreign.with(
                "t",
                d -> assertThatThrownBy(() -> d.countRows("id = 5"))
                        .hasMessageContaining("from_sorted_iter called with non-sorted input"));
        foreign.index("t", "id");
        foreign.with("t", d -> assertThat(d.countRows("id = 5")).isEqualTo(1));
    }

    @Test
    void mergeOnAnIndexedKeyOfAKeptRowFailsUntilTheIndexIsBuiltAgain() {
        createTable("t", 10);
        foreign.index("t", "id");
        updateKeeping("t", 1);
        assertThatThrownBy(() -> foreign.merge("t", "merged", 1)).hasMessageContaining("Ambiguous merge inserts");
        foreign.index("t", "id");
        foreign.merge("t", "merged", 1);
        foreign.with("t", d -> assertThat(d.countRows("name = 'merged'")).isEqualTo(1));
    }

    @Test
    void newIdsHaveNoSuchPrice() {
        createTable("t", 10);
        foreign.index("t", "id");
        try (TableHandle base = head("t")) {
            assertThat(commit(base, rows(1), store.stage(base, Rows.named("new", 1)), mark()))
                    .isInstanceOf(Committed.class);
        }
        foreign.merge("t", "merged", 1);
        try (TableHandle base = head("t")) {
            assertThat(commit(base, rows(2), store.stage(base, Rows.range(102, 1)), mark()))
                    .isInstanceOf(Committed.class);
        }
        foreign.with("t", d -> assertThat(d.countRows("id = 102")).isEqualTo(1));
    }

    /** The rest get new ids: a file may hold kept rows and then new ones. */
    @Test
    void idsOfTheFirstRowsOfAFragmentMayBeGiven() {
        createTable("t", 4);
        foreign.with("t", d -> {
            FragmentMetadata written =
                    foreign.write("t", 100, 3, WriteMode.APPEND).get(0);
            foreign.commit(d, LanceSurfaceTest.fenced(List.of(kept(written, 2)), "a"));
        });
        try (TableHandle handle = head("t")) {
            assertThat(rowIds(handle)).containsExactly(0L, 1L, 2L, 3L, 2L, 4L, 5L);
        }
    }

    /** So rows are never looked up by address. */
    @Test
    void addressesInFiltersAreTakenForIds() {
        foreign.create("t", 0, 10, true);
        foreign.append("t", 10, 10);
        foreign.compact("t");
        String addresses = "_rowaddr in (" + RowSet.address(2, 1) + ", 1)";
        assertThat(values("t", "id", addresses)).containsExactly(1L); // with address (2, 1), and id 1
        String first = "_rowaddr in (" + RowSet.address(2, 0) + ")";
        assertThat(values("t", "id", first)).isEmpty();
        assertThat(values("t", "id", "_rowid in (13, 1, 77)")).containsExactly(1L, 13L);
    }
}
