package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.lancesql.storage.StorageException.Reason.DAMAGED;
import static org.lancesql.storage.StorageException.Reason.INVALID_NAME;
import static org.lancesql.storage.StorageException.Reason.READ_ONLY;
import static org.lancesql.storage.StorageException.Reason.TABLE_EXISTS;
import static org.lancesql.storage.StorageException.Reason.TABLE_NOT_FOUND;
import static org.lancesql.storage.StorageException.Reason.UNKNOWN_FORMAT;
import static org.lancesql.storage.StorageException.Reason.UNSUPPORTED_TYPE;
import static org.lancesql.storage.StorageException.Reason.VERSION_NOT_FOUND;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableStoreTest extends StoreTest {
    @Test
    void createdTableReadsBackWithMetadataAndNullability() {
        long rows = store.create("t", Rows.SCHEMA, Map.of("made", "by \uD83D\uDE00"), Rows.range(0, 5), mark());
        assertThat(rows).isEqualTo(5);
        try (TableHandle handle = store.open(new TableVersion("t", 1))) {
            assertThat(handle.schema().getFields()).isEqualTo(Rows.SCHEMA.getFields());
            assertThat(handle.metadata()).containsEntry("made", "by \uD83D\uDE00");
            assertThat(handle.rowCount()).isEqualTo(5);
        }
        foreign.with("t", d -> assertThat(d.hasStableRowIds()).isTrue());
        assertThat(store.latestVersion("t")).isEqualTo(1);
    }

    @Test
    void largeTableHasSeveralFragments() {
        int rows = 2 * FragmentWriter.ROWS_PER_FRAGMENT + 10;
        createTable("t", rows);
        try (TableHandle handle = head("t")) {
            assertThat(handle.fragments()).hasSize(3);
            assertThat(handle.rowCount()).isEqualTo(rows);
        }
    }

    @Test
    void emptyTableKeepsItsColumns() {
        createTable("t", 0);
        try (TableHandle handle = head("t")) {
            assertThat(handle.rowCount()).isZero();
            assertThat(handle.schema().getFields()).isEqualTo(Rows.SCHEMA.getFields());
        }
        assertThat(ids("t")).isEmpty();
    }

    @Test
    void ofManyCreatorsOneWins() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        List<Callable<Boolean>> work = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int rows = i + 1;
            work.add(() -> {
                try {
                    createTable("t", rows);
                    return true;
                } catch (StorageException e) {
                    assertThat(e.reason()).isEqualTo(TABLE_EXISTS);
                    return false;
                }
            });
        }
        int winners = 0;
        int winnersRows = 0;
        try {
            List<Future<Boolean>> results = threads.invokeAll(work);
            for (int i = 0; i < results.size(); i++) {
                if (results.get(i).get()) {
                    winners++;
                    winnersRows = i + 1;
                }
            }
        } finally {
            threads.shutdown();
        }
        assertThat(winners).isEqualTo(1);
        assertThat(ids("t")).hasSize(winnersRows);
        assertThat(directory.resolve("_lancesql/staging")).isEmptyDirectory();
    }

    @Test
    void creationThatFailsLeavesNothing() {
        IllegalStateException thrown = new IllegalStateException("no");
        BatchSource failing = new BatchSource() {
            @Override
            public Schema schema() {
                return Rows.SCHEMA;
            }

            @Override
            public boolean load(VectorSchemaRoot root) {
                throw thrown;
            }
        };
        assertThatThrownBy(() -> store.create("t", Rows.SCHEMA, Map.of(), failing, mark()))
                .isSameAs(thrown);
        assertThat(store.tables()).isEmpty();
        assertThat(directory.resolve("_lancesql/staging")).isEmptyDirectory();
    }

    @Test
    void leftoversOfKilledProgramsAreIgnored() throws IOException {
        createTable("t", 2);
        Files.createDirectories(directory.resolve("_lancesql/staging/01.lance/data"));
        Files.createDirectories(directory.resolve(".lancesql-01"));
        Files.writeString(foreign.path("t").resolve("data/left.lance"), "half");
        assertThat(store.tables()).containsExactly("t");
        assertThat(ids("t")).hasSize(2);
        createTable("u", 2);
    }

    @Test
    void droppedTableIsGoneAndItsNameFree() {
        createTable("t", 2);
        try (TableHandle open = head("t")) {
            store.drop("t");
            assertThat(open.rowCount()).isEqualTo(2);
        }
        assertThat(store.tables()).isEmpty();
        fails(TABLE_NOT_FOUND, "There is no table t.", () -> store.latestVersion("t"));
        fails(TABLE_NOT_FOUND, "There is no table t.", () -> store.drop("t"));
        createTable("t", 3);
        assertThat(ids("t")).hasSize(3);
    }

    @Test
    void tableReplacedByAnotherProgramIsNeverReadStale() {
        foreign.create("t", 0, 2, true);
        assertThat(ids("t")).hasSize(2);
        assertThat(rowIds("t")).hasSize(2);
        FileTrees.delete(foreign.path("t"));
        foreign.create("t", 50, 4, true);
        foreign.append("t", 60, 2);
        // Version 2 was never opened before; its fragment 0 has the number of the old one.
        assertThat(ids("t")).containsExactly(50L, 51L, 52L, 53L, 60L, 61L);
        assertThat(rowIds("t")).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        try (TableHandle first = store.open(new TableVersion("t", 1))) {
            assertThat(ids(first, ScanRequest.of(List.of("id")))).containsExactly(50L, 51L, 52L, 53L);
        }
    }

    private List<Long> rowIds(String table) {
        try (TableHandle handle = head(table)) {
            return rowIds(handle);
        }
    }

    @Test
    void missingVersionNamesThoseThatExist() {
        createTable("orders", 1);
        for (int i = 0; i < 8; i++) {
            foreign.append("orders", i, 1);
        }
        fails(
                VERSION_NOT_FOUND,
                "Table orders has no version 12; versions 1 to 9 exist.",
                () -> store.open(new TableVersion("orders", 12)));
        fails(TABLE_NOT_FOUND, "There is no table nope.", () -> store.open(new TableVersion("nope", 1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_lancesql", "_t", ".t", "a/b", "..", "../t", "a\\b", "a\u0000b", "/t"})
    void namesThatLeaveTheDatabaseAreRefused(String name) {
        assertThatThrownBy(() -> store.latestVersion(name))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(INVALID_NAME));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Mixed Case", "per%20cent", "ha#sh", "qu?est", "it's", "日本", "smile \uD83D\uDE00", "select"})
    void unusualNamesWork(String name) {
        createTable(name, 2);
        assertThat(store.tables()).containsExactly(name);
        assertThat(ids(name)).hasSize(2);
        try (TableHandle base = head(name)) {
            insert(base, 2, 1);
        }
        assertThat(ids(name)).hasSize(3);
    }

    @Test
    void linksThatLeadOutAreRefused() throws IOException {
        createTable("t", 2);
        Path outside = Files.createTempDirectory("outside");
        try {
            Files.createSymbolicLink(foreign.path("out"), outside);
            Files.createSymbolicLink(foreign.path("in"), foreign.path("t"));
            fails(
                    INVALID_NAME,
                    "Table out is a symbolic link that leads out of the database.",
                    () -> store.latestVersion("out"));
            assertThat(ids("in")).hasSize(2);
        } finally {
            Files.delete(outside);
        }
    }

    @Test
    void columnsThatLanceCannotHandleAreRefused() {
        ArrowType offsetZone = new ArrowType.Timestamp(TimeUnit.SECOND, "+02:00");
        fails(UNSUPPORTED_TYPE, null, () -> create(Field.nullable("at", offsetZone)));
        fails(UNSUPPORTED_TYPE, null, () -> create(Field.nullable("n", ArrowType.Null.INSTANCE)));
        for (String name : List.of("a.b", "", "*", "back`tick", "\uD83D\uDE00", "_rowid")) {
            fails(INVALID_NAME, null, () -> create(Field.nullable(name, new ArrowType.Bool())));
        }
    }

    private void create(Field field) {
        store.create("t", new Schema(List.of(field)), Map.of(), Rows.range(0, 0), mark());
    }

    @Test
    void readOnlyStoreWritesNothing() throws IOException {
        createTable("t", 2);
        Map<String, String> before = contents();
        try (TableStore reading = open(true);
                TableHandle handle = reading.open(new TableVersion("t", 1))) {
            assertThat(reading.tables()).containsExactly("t");
            assertThat(ids(handle, ScanRequest.of(List.of("id")))).hasSize(2);
            assertThat(reading.system().configStore("catalog").entries().values())
                    .isEmpty();
            fails(READ_ONLY, null, () -> reading.drop("t"));
            fails(READ_ONLY, null, () -> reading.stage(handle, Rows.range(0, 1)));
            fails(READ_ONLY, null, () -> reading.create("u", Rows.SCHEMA, Map.of(), Rows.range(0, 1), mark()));
            fails(READ_ONLY, null, () -> reading.system().configStore("catalog").compareAndSet(0, Map.of("a", "b")));
        }
        assertThat(contents()).isEqualTo(before);
    }

    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path path : walk.toList()) {
                String text = Files.isDirectory(path)
                        ? ""
                        : new String(Files.readAllBytes(path), StandardCharsets.ISO_8859_1);
                contents.put(path.toString(), Files.getLastModifiedTime(path) + text);
            }
        }
        return contents;
    }

    @Test
    void laterFormatIsRefused() throws IOException {
        createTable("t", 1);
        Path stamp = directory.resolve("_lancesql/format.json");
        assertThat(stamp).hasContent("{\"format\":1}");
        Files.writeString(stamp, "{\"format\":2}");
        fails(UNKNOWN_FORMAT, null, () -> open(true));
        Files.delete(stamp);
        fails(UNKNOWN_FORMAT, null, () -> open(true));
    }

    @Test
    void damagedTableFailsAloneAndByName() throws IOException {
        createTable("good", 2);
        createTable("cut", 2);
        createTable("empty", 2);
        createTable("nodata", 2);
        for (String table : List.of("cut", "empty")) {
            try (Stream<Path> files = Files.list(foreign.path(table).resolve("_versions"))) {
                Path manifest = files.filter(file -> file.toString().endsWith(".manifest"))
                        .findFirst()
                        .orElseThrow();
                byte[] bytes = Files.readAllBytes(manifest);
                Files.write(manifest, Arrays.copyOf(bytes, table.equals("cut") ? bytes.length / 2 : 0));
            }
        }
        FileTrees.delete(foreign.path("nodata").resolve("data"));
        Files.createDirectories(foreign.path("nothing"));
        for (String table : List.of("cut", "empty", "nodata", "nothing")) {
            assertThatThrownBy(() -> ids(table)).isInstanceOfSatisfying(StorageException.class, e -> {
                assertThat(e.reason()).as(e.getMessage()).isEqualTo(DAMAGED);
                assertThat(e).hasMessageContaining("Table " + table + " ");
            });
        }
        assertThat(ids("good")).hasSize(2);
    }

    @Test
    void tableWithOldManifestNamesIsReadAndWritten() {
        foreign.createWithOldManifestNames("t", 0, 3);
        assertThat(foreign.path("t").resolve("_versions/1.manifest")).exists();
        try (TableHandle base = head("t")) {
            insert(base, 3, 2);
        }
        assertThat(ids("t")).hasSize(5);
        assertThat(foreign.path("t").resolve("_versions/2.manifest")).exists();
    }

    @Test
    void manyHandlesAreSharedAndIdleOnesEvicted() {
        for (int i = 0; i < 70; i++) {
            createTable("t" + i, 1);
            try (TableHandle one = head("t" + i);
                    TableHandle two = head("t" + i)) {
                assertThat(((LeasedTable) one).dataset()).isSameAs(((LeasedTable) two).dataset());
            }
        }
        assertThat(ids("t0")).hasSize(1);
    }

    @Test
    void durableStoreWorks() {
        store.close();
        store = TableStore.open(DatabaseRoot.existing(directory), false, memory);
        createTable("t", 2);
        try (TableHandle base = head("t")) {
            insert(base, 2, 1);
        }
        assertThat(ids("t")).hasSize(3);
        store.drop("t");
    }

    private static void fails(StorageException.Reason reason, @Nullable String message, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(StorageException.class, e -> {
            assertThat(e.reason()).as(e.getMessage()).isEqualTo(reason);
            if (message != null) {
                assertThat(e).hasMessage(message);
            }
        });
    }
}
