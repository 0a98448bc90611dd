package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.ReadOptions;
import org.lance.Session;
import org.lance.Transaction;
import org.lance.WriteParams.WriteMode;
import org.lance.index.Index;
import org.lance.index.IndexOptions;
import org.lance.index.IndexParams;
import org.lance.ipc.ColumnOrdering;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.operation.Append;
import org.lance.operation.CreateIndex;
import org.lance.operation.Overwrite;
import org.lance.operation.Update;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/** Facts of Lance 7.0.0 that this module rests on. Where one changes with an upgrade, a workaround may go, or must. */
class LanceSurfaceTest extends StoreTest {
    static Update fenced(List<FragmentMetadata> fragments, String mark) {
        return Update.builder()
                .removedFragmentIds(List.of(FencedCommit.fence(mark)))
                .newFragments(fragments)
                .fieldsForPreservingFragBitmap(new long[] {0, 1})
                .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                .build();
    }

    @Test
    void twoCommitsWithOneFenceConflict() {
        foreign.create("t", 0, 3, true);
        try (Dataset base = foreign.open("t")) {
            foreign.commit(base, fenced(foreign.write("t", 3, 1, WriteMode.APPEND), "a"));
            List<FragmentMetadata> more = foreign.write("t", 4, 1, WriteMode.APPEND);
            assertThatThrownBy(() -> foreign.commit(base, fenced(more, "a"))).satisfies(this::isConflict);
            foreign.commit(base, fenced(more, "b"));
        }
        assertThat(ids("t")).hasSize(5);
    }

    private void isConflict(Throwable e) {
        assertThat(LanceErrors.isConflict(e)).as(e.toString()).isTrue();
    }

    @Test
    void indexOfRowsThatWereReplacedMeanwhileIsNotPublished() {
        createTable("t", 50);
        foreign.with("t", base -> {
            Index built = base.createIndex(
                    IndexOptions.builder(List.of("id"), IndexKind.BTREE.lanceType(), scalar(IndexKind.BTREE))
                            .withIndexName("i")
                            .withFragmentIds(List.of(0))
                            .build());
            base.mergeIndexMetadata(built.uuid().toString(), built.indexType(), Optional.empty());
            // Fragments are counted from 0 again, so the index would answer for rows that it has never seen.
            foreign.overwrite("t", 1_000, 50);
            CreateIndex stale =
                    CreateIndex.builder().withNewIndices(List.of(built)).build();
            assertThatThrownBy(() -> foreign.commit(base, stale)).matches(LanceErrors::isConflict);
        });
    }

    private static IndexParams scalar(IndexKind kind) {
        return IndexParams.builder().setScalarIndexParams(kind.parameters()).build();
    }

    @Test
    void fencePassesForeignWorkAndConflictsWithNewColumnsAndOverwrite() {
        foreign.create("t", 0, 3, true);
        try (Dataset base = foreign.open("t")) {
            foreign.append("t", 10, 1);
            foreign.delete("t", "id = 0");
            foreign.compact("t");
            foreign.index("t", "id");
            foreign.commit(base, fenced(foreign.write("t", 3, 1, WriteMode.APPEND), "a"));
        }
        try (Dataset base = foreign.open("t")) {
            List<FragmentMetadata> rows = foreign.write("t", 4, 1, WriteMode.APPEND);
            foreign.addColumn("t", "extra");
            assertThatThrownBy(() -> foreign.commit(base, fenced(rows, "b"))).satisfies(this::isConflict);
        }
        foreign.create("u", 0, 3, true);
        try (Dataset base = foreign.open("u")) {
            List<FragmentMetadata> rows = foreign.write("u", 4, 1, WriteMode.APPEND);
            foreign.overwrite("u", 50, 1);
            assertThatThrownBy(() -> foreign.commit(base, fenced(rows, "b"))).satisfies(this::isConflict);
        }
    }

    /** So a table is replaced by linking a manifest that was made aside. */
    @Test
    void overwriteDropsWhatCameBetweenHoweverFewItsRetries() {
        for (int retries : new int[] {0, 1}) {
            String table = "t" + retries;
            foreign.create(table, 0, 3, true);
            try (Dataset base = foreign.open(table)) {
                Overwrite overwrite = Overwrite.builder()
                        .fragments(foreign.write(table, 50, 1, WriteMode.OVERWRITE))
                        .schema(Rows.SCHEMA)
                        .build();
                foreign.append(table, 10, 1);
                try (Transaction transaction = new Transaction.Builder()
                        .readVersion(base.version())
                        .operation(overwrite)
                        .build()) {
                    CommitBuilder commit = new CommitBuilder(base).maxRetries(retries);
                    commit.execute(transaction).close();
                }
            }
            assertThat(ids(table)).hasSize(1);
        }
    }

    @Test
    void updateThatPreservesNoFieldLosesIndexedRows() {
        foreign.create("t", 0, 10, true);
        foreign.index("t", "id");
        try (Dataset base = foreign.open("t")) {
            Update careless = Update.builder()
                    .newFragments(foreign.write("t", 100, 1, WriteMode.APPEND))
                    .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
                    .build();
            foreign.commit(base, careless);
        }
        foreign.with("t", d -> assertThat(d.countRows("id = 100")).isZero());
        foreign.with("t", d -> assertThat(d.countRows()).isEqualTo(11));
    }

    @Test
    void transactionFileIsNamedAfterReadVersionAndUuid() throws IOException {
        foreign.create("t", 0, 3, true);
        try (Dataset base = foreign.open("t")) {
            foreign.append("t", 10, 1);
            foreign.commit(
                    base,
                    Append.builder()
                            .fragments(foreign.write("t", 3, 1, WriteMode.APPEND))
                            .build());
        }
        try (Dataset head = foreign.open("t")) {
            String uuid = head.readTransaction().orElseThrow().uuid();
            assertThat(foreign.path("t").resolve("_transactions/1-" + uuid + ".txn"))
                    .exists();
            assertThat(ManifestIdentity.file(foreign.path("t"), 3)).exists();
        }
    }

    @Test
    void configChangeIsACompareAndSetPerKey() {
        foreign.create("t", 0, 1, true);
        try (Dataset base = foreign.open("t")) {
            foreign.commit(base, config(Map.of("a", "1")));
            assertThatThrownBy(() -> foreign.commit(base, config(Map.of("a", "2"))))
                    .satisfies(this::isConflict);
            foreign.commit(base, config(Map.of("b", "2")));
        }
        foreign.with("t", d -> assertThat(d.getConfig()).isEqualTo(Map.of("a", "1", "b", "2")));
        Map<String, String> removal = new HashMap<>();
        removal.put("a", null);
        foreign.with("t", d -> foreign.commit(d, config(removal)));
        foreign.with("t", d -> assertThat(d.getConfig()).isEqualTo(Map.of("b", "2")));
    }

    private static UpdateConfig config(Map<String, String> changes) {
        return UpdateConfig.builder()
                .configUpdates(
                        UpdateMap.builder().updates(changes).replace(false).build())
                .build();
    }

    @Test
    void limitZeroMeansNoLimit() {
        foreign.create("t", 0, 3, true);
        assertThat(count("t", new ScanOptions.Builder().limit(0))).isEqualTo(3);
    }

    @Test
    void orderByAColumnThatIsNotReadFails() {
        foreign.create("t", 0, 3, true);
        ColumnOrdering.Builder byId = new ColumnOrdering.Builder();
        byId.setColumnName("id");
        ScanOptions.Builder options =
                new ScanOptions.Builder().columns(List.of("name")).limit(1).setColumnOrderings(List.of(byId.build()));
        assertThatThrownBy(() -> count("t", options)).hasMessageContaining("TakeExec requires");
    }

    @Test
    void zoneMapLosesRowsOfTablesWithStableRowIds() {
        for (boolean stable : List.of(true, false)) {
            String table = stable ? "stable" : "plain";
            foreign.create(table, 0, 5, stable);
            foreign.append(table, 5, 5);
            foreign.index(table, "id", IndexKind.ZONEMAP);
            foreign.with(table, d -> assertThat(d.countRows("id = 7")).isEqualTo(stable ? 0 : 1));
        }
    }

    @Test
    void onlyABtreeIsBuiltWholeWithoutBeingPublished() {
        foreign.create("t", 0, 5, true);
        foreign.with("t", d -> {
            long before = d.version();
            List<Integer> fragments = List.of(0);
            d.createIndex(Foreign.options("id", IndexKind.BTREE)
                    .withFragmentIds(fragments)
                    .build());
            assertThat(d.latestVersion()).isEqualTo(before);
            assertThatThrownBy(() -> d.createIndex(Foreign.options("name", IndexKind.NGRAM)
                            .withFragmentIds(fragments)
                            .build()))
                    .hasMessageContaining("does not support fragment training");
        });
    }

    @Test
    void negatedIsTrueLosesNullsUnderAnIndex() {
        // PredicateSql spells IS TRUE in another way for this.
        List<@Nullable Object> flags = new ArrayList<>(List.of(true, false));
        flags.add(null);
        createTyped("t", new TypedColumn(ArrowType.Bool.INSTANCE, List.of()), flags);
        assertThat(count("t", new ScanOptions.Builder().filter("not (c is true)")))
                .isEqualTo(2);
        foreign.index("t", "c");
        assertThat(count("t", new ScanOptions.Builder().filter("not (c is true)")))
                .isEqualTo(1);
    }

    @Test
    void castLiteralsAreServedByAnIndex() throws Exception {
        foreign.create("t", 0, 1000, true);
        foreign.index("t", "id");
        ScanOptions options = new ScanOptions.Builder()
                .filter("`id` = arrow_cast('5', 'Int64')")
                .collectStats(true)
                .build();
        try (Dataset dataset = foreign.open("t");
                LanceScanner scanner = dataset.newScan(options)) {
            try (var reader = scanner.scanBatches()) {
                while (reader.loadNextBatch()) {
                    assertThat(reader.getVectorSchemaRoot().getRowCount()).isEqualTo(1);
                }
            }
            assertThat(scanner.getStats().orElseThrow().getIndicesLoaded()).isPositive();
        }
    }

    @Test
    void sessionServesStaleRowIdsOfATableCreatedAgain() {
        // HandleCache changes sessions for this.
        try (Session session = Session.builder().build()) {
            foreign.create("t", 0, 4, true);
            assertThat(rowIdsThrough(session)).isEqualTo(4);
            FileTrees.delete(foreign.path("t"));
            foreign.create("t", 0, 10, true);
            assertThatThrownBy(() -> rowIdsThrough(session)).hasMessageContaining("same length");
        }
    }

    private long rowIdsThrough(Session session) {
        try (Dataset dataset = Dataset.open()
                .allocator(memory.root())
                .session(session)
                .uri(foreign.path("t").toString())
                .readOptions(new ReadOptions.Builder().setVersion(1).build())
                .build()) {
            return count(dataset, new ScanOptions.Builder().withRowId(true));
        }
    }

    @Test
    void textsOfFailures() throws IOException {
        foreign.create("t", 0, 3, true);
        assertThatThrownBy(() -> foreign.open("nope")).hasMessageContaining("not found");
        foreign.with("t", d -> assertThatThrownBy(() -> d.checkoutVersion(7)).hasMessageContaining("not found"));
        FileTrees.delete(foreign.path("t").resolve("data"));
        Files.createDirectory(foreign.path("t").resolve("data"));
        assertThatThrownBy(() -> count("t", new ScanOptions.Builder()))
                .satisfies(e -> assertThat(LanceErrors.reason(e)).isEqualTo(StorageException.Reason.DAMAGED));
    }

    @Test
    void charactersOutsideTheBasicPlaneAreGarbledInFilters() {
        foreign.create("t", 0, 3, true);
        assertThatThrownBy(() -> count("t", new ScanOptions.Builder().filter("name = '\uD83D\uDE00'")))
                .hasMessageContaining("invalid utf-8");
    }

    private long count(String table, ScanOptions.Builder options) {
        try (Dataset dataset = foreign.open(table)) {
            return count(dataset, options);
        }
    }

    private static long count(Dataset dataset, ScanOptions.Builder options) {
        long rows = 0;
        try (LanceScanner scanner = dataset.newScan(options.build());
                var reader = scanner.scanBatches()) {
            while (reader.loadNextBatch()) {
                rows += reader.getVectorSchemaRoot().getRowCount();
            }
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
        return rows;
    }
}
