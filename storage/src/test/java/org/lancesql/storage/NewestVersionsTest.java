package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.lance.Dataset;

/** The newest version, as a program sees it that has not looked before, beside what Lance says. */
class NewestVersionsTest extends StoreTest {
    private static final int MANY = 300;

    /** Each store is a program of its own, in this respect. */
    private long firstLook(String table) {
        try (TableStore fresh = open(true)) {
            return fresh.latestVersion(table);
        }
    }

    private void makeVersions(String table, int count) {
        for (int i = 0; i < count; i++) {
            foreign.setSchemaMetadata(table, "counter", String.valueOf(i));
        }
    }

    private void expectNewest(long version) {
        foreign.with("t", dataset -> assertThat(dataset.latestVersion()).isEqualTo(version));
        assertThat(firstLook("t")).isEqualTo(version);
        assertThat(store.latestVersion("t")).as("by who knows an older one").isEqualTo(version);
    }

    @Test
    void isFoundAmongManyWhateverIsMissingBelow() throws IOException {
        foreign.create("t", 0, 3, true);
        makeVersions("t", MANY - 1);
        expectNewest(MANY);
        remove(LongStream.rangeClosed(1, 20));
        expectNewest(MANY);
        makeVersions("t", 1);
        expectNewest(MANY + 1);
        remove(LongStream.rangeClosed(50, MANY - 10).filter(version -> version % 7 != 0));
        expectNewest(MANY + 1);
        remove(LongStream.of(MANY));
        expectNewest(MANY + 1);
        makeVersions("t", 1);
        expectNewest(MANY + 2);
        remove(LongStream.rangeClosed(21, MANY + 1));
        expectNewest(MANY + 2);
    }

    /** As a clean-up removes them. */
    private void remove(LongStream versions) throws IOException {
        for (long version : versions.toArray()) {
            Path manifest = ManifestIdentity.file(foreign.path("t"), version);
            if (Files.deleteIfExists(manifest)) {
                assertThat(ManifestIdentity.exists(foreign.path("t"), version)).isFalse();
            }
        }
    }

    @Test
    void isFoundWhereManifestsHaveTheirOldNames() {
        foreign.createWithOldManifestNames("t", 0, 3);
        makeVersions("t", 100);
        expectNewest(101);
    }

    @Test
    void otherFilesInTheFolderMeanNothing() throws IOException {
        foreign.create("t", 0, 3, true);
        Path folder = VersionFolder.of(foreign.path("t"));
        for (int i = 0; i < 100; i++) {
            Files.createFile(folder.resolve("note" + i + ".manifest"));
        }
        expectNewest(1);
        makeVersions("t", 2);
        expectNewest(3);
    }

    @Test
    void aTableMadeAnewBeginsAnew() throws IOException {
        foreign.create("t", 0, 3, true);
        makeVersions("t", 5);
        expectNewest(6);
        FileTrees.delete(foreign.path("t"));
        foreign.create("t", 0, 2, true);
        expectNewest(1);
    }

    @Test
    void aTableWithoutVersionsIsNone() throws IOException {
        foreign.create("t", 0, 3, true);
        assertThat(store.latestVersion("t")).isEqualTo(1);
        remove(LongStream.of(1));
        assertThatThrownBy(() -> store.latestVersion("t")).isInstanceOf(StorageException.class);
        assertThatThrownBy(() -> firstLook("t")).isInstanceOf(StorageException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "1.manifest, 1",
        "9223372036854775807.manifest, 9223372036854775807",
        "18446744073709551614.manifest, 1",
        "09223372036854775808.manifest, 9223372036854775807",
        "18446744073709541615.manifest, 10000"
    })
    void namesOfManifestsTellTheVersion(String name, long version) {
        assertThat(ManifestIdentity.version(name)).isEqualTo(OptionalLong.of(version));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".manifest",
                "0.manifest",
                "-1.manifest",
                "9223372036854775808.manifest",
                "18446744073709551615.manifest",
                "18446744073709551616.manifest",
                "99999999999999999999.manifest",
                "09223372036854775807.manifest",
                "111111111111111111111.manifest",
                "1x.manifest",
                "1.manifest.tmp",
                "d7.manifest"
            })
    void otherNamesAreNoManifests(String name) {
        assertThat(ManifestIdentity.version(name)).isEmpty();
    }

    @Test
    void aVersionIsFoundUnderTheNameThatItTells() {
        foreign.create("t", 0, 3, true);
        try (Dataset dataset = foreign.open("t")) {
            Path file = ManifestIdentity.file(foreign.path("t"), dataset.version());
            assertThat(file).exists();
            assertThat(VersionFolder.number(file)).isEqualTo(OptionalLong.of(dataset.version()));
        }
    }
}
