package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.lancesql.storage.CommitOutcome.Committed;

/** Rows in files that no version names. */
class StagedFilesTest extends StoreTest {
    private static final int ROWS = 50;

    private List<List<String>> read(StagedFiles files, List<String> columns) {
        List<List<String>> rows = new ArrayList<>();
        try (BatchReader reader = store.readStaged(files, columns, memory.root())) {
            assertThat(reader.schema().getFields()).extracting(Field::getName).isEqualTo(columns);
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                rows.addAll(SampleRows.texts(batch));
            }
        }
        return rows;
    }

    private static List<String> names(Schema schema) {
        return schema.getFields().stream().map(Field::getName).toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, ROWS})
    void rowsOfEveryTypeAreReadBackAsTheyWereStaged(int rowsBefore) {
        Schema plain = StoredTypesTest.schema(StoredTypesTest.plain(), StoredTypesTest.withOwnForms());
        Schema mapped = StoredTypesTest.schema(StoredTypesTest.plain().subList(0, 1), StoredTypesTest.maps());
        for (Map.Entry<String, Schema> table : Map.of("t", plain, "m", mapped).entrySet()) {
            Schema schema = table.getValue();
            store.create(table.getKey(), schema, Map.of(), new SampleRows(schema, 0, rowsBefore, 9), mark());
            try (TableHandle base = head(table.getKey())) {
                StagedFiles files = store.stage(base, new SampleRows(schema, ROWS, 2 * ROWS, 7));
                List<List<String>> expected = SampleRows.texts(schema, ROWS, 2 * ROWS, memory.root());
                assertThat(read(files, names(schema))).isEqualTo(expected);
                assertThat(read(files, List.of("id")))
                        .isEqualTo(
                                expected.stream().map(row -> row.subList(0, 1)).toList());
                assertThat(commit(base, files, mark())).isEqualTo(new Committed(2));
            }
            assertThat(ids(table.getKey())).hasSize(rowsBefore + ROWS);
        }
    }

    @Test
    void readBackHasNoTraceAndNeedsNothingOfOthers() throws IOException {
        foreign.create("t", 0, 10, true);
        foreign.index("t", "id");
        foreign.delete("t", "id = 3");
        Path staging = directory.resolve("_lancesql/staging");
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(100, 3)).withRowIds(new long[] {1, 2, 4});
            foreign.append("t", 20, 1);
            foreign.compact("t");
            assertThat(read(files, List.of("name", "id")))
                    .containsExactly(List.of("row 100", "100"), List.of("row 101", "101"), List.of("row 102", "102"));
            BatchReader unread = store.readStaged(files, List.of("id"), memory.root());
            unread.close();
            assertThatThrownBy(() -> store.readStaged(files, List.of("nope"), memory.root()))
                    .isInstanceOf(RuntimeException.class);
            try (Stream<Path> left = Files.list(staging)) {
                assertThat(left).isEmpty();
            }
        }
        assertThat(ids("t")).hasSize(10);
    }

    @Test
    void severalFilesAreReadInTheirOrder() {
        createTable("t", 1);
        int rows = FragmentWriter.ROWS_PER_FRAGMENT + 1000;
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(0, rows));
            long next = 0;
            try (BatchReader reader = store.readStaged(files, List.of("id"), memory.root())) {
                for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                    for (int i = 0; i < batch.getRowCount(); i++) {
                        assertThat(batch.getVector(0).getObject(i)).isEqualTo(next++);
                    }
                }
            }
            assertThat(next).isEqualTo(rows);
        }
    }

    @Test
    void noRowsAreReadBackAsNone() {
        createTable("t", 1);
        try (TableHandle base = head("t")) {
            assertThat(read(store.stage(base, Rows.range(0, 0)), List.of("name")))
                    .isEmpty();
        }
    }

    @Test
    void rowsOfATableThatIsGoneCannotBeReadBack() {
        createTable("t", 1);
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(1, 1));
            foreign.append("t", 20, 1);
            foreign.cleanUp("t");
            assertThatThrownBy(() -> read(files, List.of("id")))
                    .hasMessage("Version 1 of table t was removed while rows were added to it.");
        }
    }

    @Test
    void discardedFilesAreGone() throws IOException {
        createTable("t", 1);
        Path data = foreign.path("t").resolve("data");
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(1, 1));
            assertThat(count(data)).isEqualTo(2);
            store.discard(files);
            store.discard(files);
            assertThat(count(data)).isEqualTo(1);
        }
        assertThat(ids("t")).hasSize(1);
    }

    private static long count(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.count();
        }
    }

    @Test
    void sourceThatThrowsAfterWholeFilesLeavesNone() throws IOException {
        createTable("t", 3);
        CancellationException thrown = new CancellationException("after one file and a batch of the next");
        BatchSource failing = new BatchSource() {
            private final BatchSource some = Rows.range(3, FragmentWriter.ROWS_PER_FRAGMENT + 1);

            @Override
            public Schema schema() {
                return Rows.SCHEMA;
            }

            @Override
            public boolean load(VectorSchemaRoot root) {
                if (!some.load(root)) {
                    throw thrown;
                }
                return true;
            }
        };
        Path data = foreign.path("t").resolve("data");
        try (TableHandle base = head("t")) {
            assertThatThrownBy(() -> store.stage(base, failing)).isSameAs(thrown);
        }
        assertThat(count(data)).isEqualTo(1);
    }

    @Test
    void rowBeyondOneFileGoesToTheNext() throws IOException {
        createTable("t", 3);
        int count = FragmentWriter.ROWS_PER_FRAGMENT + 1;
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(3, count));
            assertThat(files.rowCount()).isEqualTo(count);
            assertThat(count(foreign.path("t").resolve("data"))).isEqualTo(3);
            assertThat(commit(base, files, mark())).isEqualTo(new Committed(2));
        }
        assertThat(ids("t")).isEqualTo(LongStream.range(0, count + 3L).boxed().toList());
    }
}
