package org.lancesql.storage;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.storage.LanceSurfaceTest.fenced;

import java.io.IOException;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Transaction;
import org.lance.WriteParams.WriteMode;
import org.lance.operation.Append;
import org.lance.operation.Merge;
import org.lance.operation.Operation;
import org.lance.operation.Project;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/** Facts of Lance 7.0.0 about commits that meet, which changes of rows rest on. */
class LanceCommitSurfaceTest extends StoreTest {
    private static Update deletion(Dataset base, int fragment, Integer... offsets) {
        FragmentMetadata rest = requireNonNull(base.getFragment(fragment).deleteRows(List.of(offsets)));
        return Update.builder()
                .updatedFragments(List.of(rest))
                .fieldsForPreservingFragBitmap(new long[] {0, 1})
                .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                .build();
    }

    @Test
    void deletionsConflictWhereTheyMeetInAFragment() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 3);
        try (Dataset base = foreign.open("t")) {
            Update other = deletion(base, 0, 1);
            Update same = deletion(base, 0, 2);
            foreign.commit(base, deletion(base, 1, 1));
            foreign.commit(base, other);
            assertThatThrownBy(() -> foreign.commit(base, same))
                    .hasMessageContaining("Retryable commit conflict")
                    .isExactlyInstanceOf(RuntimeException.class);
        }
        assertThat(ids("t")).containsExactly(0L, 2L, 3L, 5L);
    }

    @Test
    void deletingAllRowsOfAFragmentReturnsNothingAndOthersKeepWhatTheyHad() {
        foreign.create("t", 0, 3, true);
        foreign.delete("t", "id = 1");
        foreign.with("t", d -> {
            assertThat(d.getFragment(0).deleteRows(List.of(0, 2))).isNull();
            FragmentMetadata rest = requireNonNull(d.getFragment(0).deleteRows(List.of(0)));
            assertThat(rest.getNumDeletions()).isEqualTo(2);
            assertThat(rest.getRowIdMeta())
                    .isEqualTo(d.getFragment(0).metadata().getRowIdMeta());
        });
    }

    /** So addresses are looked at before they are handed on. */
    @Test
    void deletingRowsThatThereAreNotIsNotNoticed() {
        foreign.create("t", 0, 3, true);
        foreign.with(
                "t",
                d -> assertThat(requireNonNull(d.getFragment(0).deleteRows(List.of(7)))
                                .getNumRows())
                        .isEqualTo(2));
    }

    @Test
    void deletionFileIsNamedAfterFragmentVersionAndUnsignedId() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            OpenDataset dataset = ((LeasedTable) base).dataset();
            DeletionFiles written = DeletionFiles.write(dataset, RowChangeTest.rows(1), "no");
            assertThat(written.files()).hasSize(1).allMatch(Files::exists);
        }
    }

    @Test
    void sameTransactionTwiceAddsItsRowsTwice() {
        foreign.create("t", 0, 3, true);
        try (Dataset base = foreign.open("t");
                Transaction transaction = new Transaction.Builder()
                        .readVersion(1)
                        .operation(Append.builder()
                                .fragments(foreign.write("t", 10, 1, WriteMode.APPEND))
                                .build())
                        .build()) {
            new CommitBuilder(base).execute(transaction).close();
            new CommitBuilder(base).execute(transaction).close();
        }
        assertThat(ids("t")).containsExactly(0L, 1L, 2L, 10L, 10L);
    }

    @Test
    void transactionIsReadWithoutItsFile() {
        createTable("t", 3);
        FileTrees.delete(foreign.path("t").resolve("_transactions"));
        foreign.with(
                "t",
                d -> assertThat(d.readTransaction()
                                .orElseThrow()
                                .transactionProperties()
                                .orElseThrow())
                        .containsKey(CommitMark.ID_PROPERTY));
    }

    /** So every version since the base must be there. */
    @Test
    void conflictsWithVersionsThatAreGoneAreNotNoticed() {
        foreign.create("t", 0, 3, true);
        try (Dataset base = foreign.open("t")) {
            Update stale = deletion(base, 0, 1);
            foreign.delete("t", "id = 2");
            foreign.append("t", 10, 1);
            foreign.cleanUp("t");
            foreign.commit(base, stale);
        }
        assertThat(ids("t")).as("row 2 is back").containsExactly(0L, 2L, 10L);
    }

    /** So rows that are only added are committed with a fence too. Reading such a table aborts the process. */
    @Test
    void staleAppendPassesANewColumnThatMustNotBeNull() {
        foreign.create("t", 0, 0, true);
        try (Dataset base = foreign.open("t")) {
            List<FragmentMetadata> rows = foreign.write("t", 10, 1, WriteMode.APPEND);
            foreign.with("t", d -> {
                Schema more = new Schema(List.of(
                        d.getSchema().getFields().get(0),
                        d.getSchema().getFields().get(1),
                        Field.notNullable("extra", new ArrowType.Int(32, true))));
                foreign.commit(
                        d, Merge.builder().fragments(List.of()).schema(more).build());
            });
            assertThatThrownBy(() -> foreign.commit(base, fenced(rows, "a"))).matches(LanceErrors::isConflict);
            foreign.commit(base, Append.builder().fragments(rows).build());
        }
        assertThat(store.latestVersion("t")).isEqualTo(3);
    }

    @Test
    void textsOfConflicts() {
        foreign.create("t", 0, 3, true);
        try (Dataset base = foreign.open("t")) {
            UpdateConfig change = UpdateConfig.builder()
                    .configUpdates(UpdateMap.builder()
                            .updates(Map.of("a", "b"))
                            .replace(false)
                            .build())
                    .build();
            foreign.commit(base, change);
            assertThatThrownBy(() -> foreign.commit(base, change))
                    .hasMessageContaining("Incompatible transaction")
                    .matches(LanceErrors::isConflict);
        }
        foreign.with("t", d -> d.dropColumns(List.of("name")));
        assertThatThrownBy(() -> foreign.write("t", 3, 1, WriteMode.APPEND))
                .hasMessageContaining("Append with different schema")
                .matches(LanceErrors::isConflict);
    }

    /** So metadata that changes of rows depend on are changed by a Merge. */
    @Test
    void onlyAMergeOfTheSameFragmentsConflictsWithChangesOfRows() {
        Map<String, Function<Dataset, Operation>> operations = Map.of(
                "merge",
                d -> Merge.builder()
                        .fragments(d.getFragments().stream()
                                .map(Fragment::metadata)
                                .toList())
                        .schema(commented(d))
                        .build(),
                "project",
                d -> Project.builder().schema(commented(d)).build(),
                "config",
                d -> UpdateConfig.builder()
                        .schemaMetadataUpdates(UpdateMap.builder()
                                .updates(Map.of("comment", "mine"))
                                .replace(false)
                                .build())
                        .build());
        operations.forEach((name, operation) -> {
            for (boolean rowsFirst : new boolean[] {true, false}) {
                String table = name + rowsFirst;
                foreign.create(table, 0, 3, true);
                try (Dataset base = foreign.open(table)) {
                    Operation rows = fenced(foreign.write(table, 10, 1, WriteMode.APPEND), "a");
                    foreign.commit(base, rowsFirst ? rows : operation.apply(base));
                    Operation second = rowsFirst ? operation.apply(base) : rows;
                    if (name.equals("merge")) {
                        assertThatThrownBy(() -> foreign.commit(base, second)).matches(LanceErrors::isConflict);
                    } else {
                        foreign.commit(base, second);
                    }
                }
            }
        });
    }

    private static Schema commented(Dataset dataset) {
        Map<String, String> metadata = new HashMap<>(dataset.getSchema().getCustomMetadata());
        metadata.put("comment", "mine");
        return new Schema(dataset.getSchema().getFields(), metadata);
    }

    /** So such a version counts as the compaction that it is. */
    @Test
    void transactionOfACompactionThatRewroteAnIndexIsNotHandedOut() {
        foreign.create("t", 0, 3, false);
        foreign.append("t", 3, 3);
        foreign.index("t", "id");
        foreign.compact("t");
        foreign.with(
                "t",
                d -> assertThatThrownBy(d::readTransaction)
                        .hasMessageContaining("(Ljava/util/UUID;Ljava/util/UUID;Ljava/lang/String;[BII)V"));
        try (TableHandle handle = head("t")) {
            OpenDataset.Key key = ((LeasedTable) handle).dataset().key();
            assertThat(requireNonNull(CommitRecord.read(store.cache(), key.directory(), handle.tableVersion()))
                            .operation())
                    .isEqualTo("Rewrite");
        }
    }

    @Test
    void loserOfARaceDeletesTheTransactionFileThatItWrote() throws IOException {
        foreign.create("t", 0, 3, true);
        long before;
        try (var files = Files.list(foreign.path("t").resolve("_transactions"))) {
            before = files.count();
        }
        try (Dataset base = foreign.open("t")) {
            Update first = deletion(base, 0, 1);
            Update second = deletion(base, 0, 2);
            foreign.commit(base, first);
            assertThatThrownBy(() -> foreign.commit(base, second)).matches(LanceErrors::isConflict);
        }
        try (var files = Files.list(foreign.path("t").resolve("_transactions"))) {
            assertThat(files.count()).isEqualTo(before + 1);
        }
    }

    /** So addresses mean nothing across it. */
    @Test
    void overwriteCountsFragmentsFromZeroAgain() {
        foreign.create("t", 0, 3, true);
        foreign.append("t", 3, 3);
        foreign.overwrite("t", 50, 2);
        try (TableHandle handle = head("t")) {
            assertThat(handle.fragments())
                    .extracting(TableHandle.FragmentInfo::id)
                    .containsExactly(0);
        }
    }
}
