package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.CommitOutcome.Conflict;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;

class FencedCommitTest extends StoreTest {
    @Test
    void insertIsOneVersionWithItsMark() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            CommitMark mark = CommitMark.create(Map.of("lancesql.user", "ann \uD83D\uDE00"));
            StagedFiles staged = store.stage(base, Rows.range(3, 2));
            assertThat(ids("t")).hasSize(3);
            assertThat(staged.rowCount()).isEqualTo(2);
            assertThat(commit(base, staged, mark)).isEqualTo(new Committed(2));
            assertThat(ids("t")).containsExactly(0L, 1L, 2L, 3L, 4L);
            assertThat(ids(base, ScanRequest.of(List.of("id")))).hasSize(3);
            foreign.with(
                    "t",
                    d -> assertThat(d.readTransaction().orElseThrow().transactionProperties())
                            .hasValueSatisfying(properties -> assertThat(properties)
                                    .containsEntry(CommitMark.ID_PROPERTY, mark.id())
                                    .containsEntry("lancesql.user", "ann \uFFFD")));
        }
    }

    @Test
    void sameMarkIsNeverCommittedTwice() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            CommitMark mark = mark();
            StagedFiles staged = store.stage(base, Rows.range(3, 2));
            assertThat(commit(base, staged, mark)).isEqualTo(new Committed(2));
            foreign.append("t", 10, 1);
            assertThat(commit(base, staged, mark)).isEqualTo(new Committed(2));
            assertThat(ids("t")).hasSize(6);
        }
    }

    @Test
    void noRowsPublishNothing() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            assertThat(insert(base, 0, 0)).isEqualTo(new Committed(1));
        }
        assertThat(store.latestVersion("t")).isEqualTo(1);
    }

    @Test
    void rowsGoOnTopOfForeignAppendDeleteCompactionAndIndex() {
        createTable("t", 10);
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(100, 2));
            foreign.append("t", 10, 5);
            foreign.delete("t", "id < 2");
            foreign.append("t", 20, 5);
            foreign.compact("t");
            foreign.index("t", "id");
            assertThat(commit(base, staged, mark())).isInstanceOf(Committed.class);
        }
        assertThat(ids("t"))
                .containsExactlyInAnyOrderElementsOf(List.of(
                        2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 12L, 13L, 14L, 20L, 21L, 22L, 23L, 24L, 100L, 101L));
    }

    @Test
    void changedColumnsAreAConflict() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(3, 2));
            foreign.addColumn("t", "extra");
            assertThat(commit(base, staged, mark()))
                    .isEqualTo(new Conflict(
                            "Table t changed its columns after version 1 was read, and is at version 2 now; nothing was changed; run the transaction again",
                            2));
        }
        assertThat(ids("t")).hasSize(3);
    }

    @Test
    void stagingAgainstChangedColumnsIsAConflict() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            foreign.with("t", d -> d.dropColumns(List.of("name")));
            assertThatThrownBy(() -> store.stage(base, Rows.range(3, 2)))
                    .isInstanceOfSatisfying(
                            StorageException.class,
                            e -> assertThat(e.reason()).isEqualTo(StorageException.Reason.CONFLICT));
        }
    }

    @Test
    void overwriteIsAConflict() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(3, 2));
            foreign.overwrite("t", 50, 1);
            assertThat(commit(base, staged, mark()))
                    .isEqualTo(new Conflict(
                            "Table t was replaced in version 2 after version 1 was read, and is at version 2 now; nothing was changed; run the transaction again",
                            2));
        }
        assertThat(ids("t")).containsExactly(50L);
    }

    @Test
    void removedVersionInBetweenIsAConflict() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(3, 2));
            foreign.append("t", 10, 1);
            foreign.append("t", 11, 1);
            foreign.cleanUp("t");
            assertThat(commit(base, staged, mark())).isInstanceOf(Conflict.class);
        }
        assertThat(ids("t")).hasSize(5);
    }

    @Test
    void tableDroppedAndCreatedAgainIsAConflict() {
        createTable("t", 3);
        try (TableHandle base = head("t")) {
            StagedFiles staged = store.stage(base, Rows.range(3, 2));
            FileTrees.delete(foreign.path("t"));
            assertThat(commit(base, staged, mark())).isInstanceOf(Conflict.class);
            foreign.create("t", 70, 3, true);
            assertThat(commit(base, staged, mark())).isInstanceOf(Conflict.class);
        }
        assertThat(ids("t")).containsExactly(70L, 71L, 72L);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void indexedRowsStayFound(boolean stableRowIds) {
        foreign.create("t", 0, 50, stableRowIds);
        foreign.index("t", "id");
        foreign.index("t", "name");
        try (TableHandle base = head("t")) {
            assertThat(insert(base, 50, 50)).isInstanceOf(Committed.class);
        }
        foreign.delete("t", "id = 7");
        try (TableHandle base = head("t")) {
            assertThat(insert(base, 100, 50)).isInstanceOf(Committed.class);
        }
        try (TableHandle handle = head("t")) {
            for (long id : new long[] {0, 8, 49, 50, 99, 100, 149}) {
                assertThat(find(handle, "id", new Literal(new ArrowType.Int(64, true), id)))
                        .containsExactly(id);
                assertThat(find(handle, "name", new Literal(new ArrowType.Utf8(), Rows.name(id))))
                        .containsExactly(id);
            }
            assertThat(find(handle, "id", new Literal(new ArrowType.Int(64, true), 7L)))
                    .isEmpty();
        }
    }

    private List<Long> find(TableHandle handle, String column, Literal literal) {
        Predicate predicate = new Comparison(Column.of(column), Operator.EQUAL, literal);
        return ids(handle, new ScanRequest(List.of("id"), predicate, OptionalLong.empty(), 0, List.of(), List.of()));
    }

    @Test
    void concurrentInsertsAllLand() throws Exception {
        createTable("t", 0);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<CommitOutcome>> work = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                long from = i * 10L;
                work.add(() -> {
                    try (TableHandle base = head("t")) {
                        return insert(base, from, 10);
                    }
                });
            }
            for (Future<CommitOutcome> outcome : threads.invokeAll(work)) {
                assertThat(outcome.get()).isInstanceOf(Committed.class);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(ids("t"))
                .containsExactlyInAnyOrderElementsOf(
                        LongStream.range(0, 120).boxed().toList());
        assertThat(store.latestVersion("t")).isEqualTo(13);
    }

    @Test
    void sourceThatThrowsLeavesNoVisibleTraceAndItsOwnException() {
        createTable("t", 3);
        IllegalStateException thrown = new IllegalStateException("division by zero");
        BatchSource failing = new BatchSource() {
            private final BatchSource some = Rows.range(3, 100_000);
            private int batches;

            @Override
            public Schema schema() {
                return Rows.SCHEMA;
            }

            @Override
            public boolean load(VectorSchemaRoot root) {
                if (batches++ == 1) {
                    throw thrown;
                }
                return some.load(root);
            }
        };
        try (TableHandle base = head("t")) {
            assertThatThrownBy(() -> store.stage(base, failing)).isSameAs(thrown);
        }
        assertThat(store.latestVersion("t")).isEqualTo(1);
        assertThat(ids("t")).hasSize(3);
    }
}
