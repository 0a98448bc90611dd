package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryStoreTest {
    @TempDir
    private Path parent;

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(parent)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void directoryGoesWithItsOwner() throws IOException {
        try (TemporaryDirectory directory = TemporaryDirectory.create(parent)) {
            Files.writeString(directory.path().resolve("file"), "x");
            assertThat(files()).hasSize(2);
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void livingDirectoriesOfThisProgramAreNotSwept() throws IOException {
        try (TemporaryDirectory first = TemporaryDirectory.create(parent);
                TemporaryDirectory second = TemporaryDirectory.create(parent)) {
            TemporaryDirectory.sweep(parent);
            assertThat(first.path()).exists();
            assertThat(second.path()).exists();
        }
    }

    @Test
    void leftoversOfEndedProgramsAreSwept() throws IOException {
        Path left = Files.createDirectory(parent.resolve("lancesql-session-1-1-DEAD"));
        Files.writeString(left.resolve("file"), "x");
        Files.createFile(parent.resolve("lancesql-session-1-1-DEAD.lock"));
        Path other = Files.createDirectory(parent.resolve("somebody-elses"));
        try (TemporaryDirectory directory = TemporaryDirectory.create(parent)) {
            assertThat(left).doesNotExist();
            assertThat(other).exists();
            assertThat(files()).hasSize(3);
        }
    }

    @Test
    void directoriesWhoseLockIsHeldAreNotSwept() throws IOException {
        Path living = Files.createDirectory(parent.resolve("lancesql-session-1-1-LIVE"));
        Path lock = Files.createFile(parent.resolve("lancesql-session-1-1-LIVE.lock"));
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE)) {
            assertThat(channel.lock()).isNotNull();
            TemporaryDirectory.sweep(parent);
            assertThat(living).exists();
        }
    }

    @Test
    void storeIsMadeWhenItIsNeeded() {
        try (ArrowMemory memory = ArrowMemory.withLimit(1 << 24);
                TemporaryStore temporary = new TemporaryStore(memory)) {
            assertThat(temporary.find()).isEmpty();
            Path directory = temporary.open().root().directory();
            assertThat(directory).exists();
            assertThat(temporary.find()).contains(temporary.open());
            temporary.close();
            assertThat(directory).doesNotExist();
        }
    }
}
