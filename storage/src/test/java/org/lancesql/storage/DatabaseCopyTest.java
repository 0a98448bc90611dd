package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.lance.WriteParams.WriteMode;
import org.lance.operation.Append;
import org.lancesql.storage.CommitOutcome.Committed;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.StorageException.Reason;

class DatabaseCopyTest extends StoreTest {
    private static final DatabaseCopy.Progress SILENT = bytes -> {};

    @TempDir
    private Path elsewhere;

    private void copy(Path target, TableVersion... versions) {
        try (DatabaseCopy copy = store.copyTo(target)) {
            for (TableVersion version : versions) {
                copy.add(version);
            }
            copy.complete(SILENT);
        }
    }

    private TableStore openCopy(Path target) {
        return TableStore.open(DatabaseRoot.existing(target), false, memory, Durability.OS);
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(folder::relativize)
                    .sorted()
                    .toList();
        }
    }

    /** A table with an index, deletions in a fragment, and a second fragment. */
    private void makeTable() {
        createTable("t", 10);
        store.maintenance().createIndex("t", "by_id", IndexKind.BTREE, new Column(List.of("id")), mark());
        try (TableHandle base = head("t")) {
            StagedFiles files = store.stage(base, Rows.range(10, 5));
            commit(base, RowChangeTest.rows(RowSet.address(0, 3)), files, mark());
        }
    }

    @Test
    void copyHasRowsDeletionsAndIndexesAndTakesChanges() throws IOException {
        makeTable();
        List<Long> rows = ids("t");
        Path target = elsewhere.resolve("a/b");
        copy(target, new TableVersion("t", store.latestVersion("t")));
        assertThat(rows).hasSize(14);
        Foreign others = new Foreign(target, memory.root());
        try (TableStore copied = openCopy(target)) {
            assertThat(copied.tables()).containsExactly("t");
            try (TableHandle head = copied.open(new TableVersion("t", copied.latestVersion("t")))) {
                assertThat(ids(head, ScanRequest.of(List.of("id")))).isEqualTo(rows);
                assertThat(head.indexes()).extracting(TableIndex::name).containsExactly("by_id");
                assertThat(copied.commit(
                                new TableChange(
                                        head,
                                        RowChangeTest.rows(RowSet.address(0, 0)),
                                        List.of(copied.stage(head, Rows.range(50, 1))),
                                        null),
                                mark(),
                                Durability.OS))
                        .isEqualTo(new Committed(head.tableVersion().version() + 1));
            }
            others.with("t", dataset -> {
                assertThat(dataset.countRows("id = 7")).isEqualTo(1);
                assertThat(dataset.countRows("id = 3")).isZero();
                assertThat(dataset.countRows("id = 50")).isEqualTo(1);
                assertThat(dataset.listVersions()).hasSize(2);
            });
        }
        assertThat(ids("t")).as("the original").isEqualTo(rows);
        assertThat(files(target)).noneMatch(file -> file.toString().contains("_transactions/1"));
    }

    @Test
    void onlyTheFilesOfTheVersionAreCopied() throws IOException {
        makeTable();
        long version = store.latestVersion("t");
        store.replace(store.stageReplacement(new TableVersion("t", version), Rows.SCHEMA, Rows.range(0, 2)), mark());
        copy(elsewhere.resolve("new"), new TableVersion("t", version + 1));
        assertThat(files(elsewhere.resolve("new/t.lance")))
                .hasSize(2)
                .anyMatch(file -> file.startsWith("data"))
                .anyMatch(file -> file.startsWith("_versions"));
        copy(elsewhere.resolve("old"), new TableVersion("t", version));
        try (TableStore copied = openCopy(elsewhere.resolve("old"))) {
            assertThat(copied.latestVersion("t")).isEqualTo(version);
        }
    }

    @Test
    void copySharesNoFileWithTheOriginal() throws IOException {
        makeTable();
        copy(elsewhere.resolve("c"), new TableVersion("t", store.latestVersion("t")));
        for (Path file : files(elsewhere.resolve("c/t.lance"))) {
            assertThat(Files.isSameFile(
                            elsewhere.resolve("c/t.lance").resolve(file),
                            directory.resolve("t.lance").resolve(file)))
                    .isFalse();
        }
    }

    @Test
    void targetMustBeNewOrEmptyAndOutsideOfTheDatabase() throws IOException {
        createTable("t", 1);
        Path full = Files.createDirectory(elsewhere.resolve("full"));
        Path file = Files.writeString(full.resolve("file"), "x");
        for (Path target : List.of(full, file, directory, directory.resolve("inside"))) {
            assertThatThrownBy(() -> store.copyTo(target))
                    .as(target.toString())
                    .isInstanceOfSatisfying(
                            StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.INVALID_TARGET));
        }
        assertThatThrownBy(() -> store.copyTo(file.resolve("below")))
                .isInstanceOf(StorageException.class)
                .hasMessageContaining(file + " is there already");
        assertThat(full).isDirectoryContaining(child -> child.equals(file));
        assertThat(directory.resolve("inside")).doesNotExist();
        Path empty = Files.createDirectory(elsewhere.resolve("empty"));
        copy(empty, new TableVersion("t", 1));
        assertThat(empty.resolve("t.lance")).exists();
    }

    @Test
    void unfinishedCopyIsNoDatabaseAndIsDeleted() {
        makeTable();
        Path target = elsewhere.resolve("c");
        List<String> refusals = new ArrayList<>();
        assertThatThrownBy(() -> {
                    try (DatabaseCopy copy = store.copyTo(target)) {
                        copy.add(new TableVersion("t", store.latestVersion("t")));
                        copy.complete(bytes -> {
                            assertThatThrownBy(() -> openCopy(target))
                                    .isInstanceOfSatisfying(StorageException.class, e -> {
                                        assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_FORMAT);
                                        refusals.add(e.getMessage());
                                    });
                            throw new IllegalStateException("enough");
                        });
                    }
                })
                .hasMessage("enough");
        assertThat(refusals).singleElement().asString().contains("backup", "not finished");
        assertThat(target).doesNotExist();
    }

    @Test
    void emptyDirectoryStaysWhenTheCopyFails() throws IOException {
        createTable("t", 1);
        Path target = Files.createDirectory(elsewhere.resolve("empty"));
        try (DatabaseCopy copy = store.copyTo(target)) {
            copy.add(new TableVersion("t", 1));
        }
        assertThat(target).isEmptyDirectory();
    }

    @Test
    void twoCopiesDoNotMeetInOneDirectory() {
        createTable("t", 1);
        Path target = elsewhere.resolve("c");
        try (DatabaseCopy first = store.copyTo(target)) {
            assertThatThrownBy(() -> store.copyTo(target)).isInstanceOf(StorageException.class);
            first.add(new TableVersion("t", 1));
            first.complete(SILENT);
        }
        assertThat(target.resolve("t.lance")).exists();
    }

    @Test
    void versionThatGoesMeanwhileEndsTheCopy() {
        makeTable();
        Path target = elsewhere.resolve("c");
        assertThatThrownBy(() -> {
                    try (DatabaseCopy copy = store.copyTo(target)) {
                        copy.add(new TableVersion("t", store.latestVersion("t")));
                        store.drop("t");
                        copy.complete(SILENT);
                    }
                })
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CONFLICT));
        assertThat(target).doesNotExist();
    }

    @Test
    void configurationIsCopiedAsOfAVersion() {
        ConfigStore config = store.system().configStore("catalog");
        config.compareAndSet(0, Map.of("a", "1"));
        long version = config.entries().version();
        config.compareAndSet(version, Map.of("a", "2"));
        Path target = elsewhere.resolve("c");
        try (DatabaseCopy copy = store.copyTo(target)) {
            copy.addConfiguration("catalog", version);
            copy.addConfiguration("other", 0);
            assertThat(copy.bytes()).isPositive();
            copy.complete(SILENT);
        }
        try (TableStore copied = openCopy(target)) {
            ConfigStore entries = copied.system().configStore("catalog");
            assertThat(entries.entries().values()).containsEntry("a", "1");
            assertThat(entries.compareAndSet(entries.entries().version(), Map.of("a", "3")))
                    .isTrue();
            assertThat(entries.entries().values()).containsEntry("a", "3");
        }
    }

    @Test
    void foreignProgramAppendsToACopy() {
        makeTable();
        Path target = elsewhere.resolve("c");
        copy(target, new TableVersion("t", store.latestVersion("t")));
        Foreign others = new Foreign(target, memory.root());
        var fragments = others.write("t", 70, 2, WriteMode.APPEND);
        others.with(
                "t",
                dataset -> others.commit(
                        dataset, Append.builder().fragments(fragments).build()));
        others.compact("t");
        others.with("t", dataset -> assertThat(dataset.countRows()).isEqualTo(16));
    }
}
