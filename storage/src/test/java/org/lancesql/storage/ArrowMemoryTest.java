package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArrowMemoryTest {
    @TempDir
    Path directory;

    @Test
    void leakFailsTheClose() {
        ArrowMemory memory = ArrowMemory.withLimit(1 << 20);
        BufferAllocator child = memory.newChild("child");
        assertThat(child.buffer(16).capacity()).isEqualTo(16);
        assertThatThrownBy(memory::close).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void limitHolds() {
        try (ArrowMemory memory = ArrowMemory.withLimit(1 << 20);
                BufferAllocator child = memory.newChild("child")) {
            assertThatThrownBy(() -> child.buffer(2 << 20)).isInstanceOf(OutOfMemoryException.class);
        }
        assertThatThrownBy(() -> ArrowMemory.withLimit(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Runs this very test's work in JVMs without flags: the first fills the cache, the second must not touch it. */
    @Test
    void startsWithoutFlagsAndExtractsTheLibraryOnce() throws Exception {
        assertThat(runChild("fresh")).contains("rows 3");
        Path library = library();
        FileTime extracted = Files.getLastModifiedTime(library);
        assertThat(runChild("again")).contains("rows 3").contains(library.toString());
        assertThat(Files.getLastModifiedTime(library)).isEqualTo(extracted);
        try (Stream<Path> temporary = Files.list(directory.resolve("tmp"))) {
            assertThat(temporary).isEmpty();
        }

        Files.write(library, new byte[] {1, 2, 3});
        assertThat(runChild("damaged")).contains("rows 3").contains(library.toString());
    }

    @Test
    void loadsWhereNoCacheCanBeKept() throws Exception {
        Files.writeString(directory.resolve("cache"), "a file, not a directory");
        assertThat(runChild("nocache"))
                .contains("rows 3")
                .doesNotContain(directory.resolve("cache").toString());
    }

    private Path library() throws IOException {
        try (Stream<Path> walk = Files.walk(directory.resolve("cache"))) {
            return walk.filter(Files::isRegularFile).findFirst().orElseThrow();
        }
    }

    private String runChild(String table) throws Exception {
        Files.createDirectories(directory.resolve("tmp"));
        Files.createDirectories(directory.resolve("db"));
        ProcessBuilder builder = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + directory.resolve("tmp"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Child.class.getName(),
                        directory.resolve("db").toString(),
                        table))
                .redirectErrorStream(true);
        builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }

    /** What the child JVM does. */
    static final class Child {
        private Child() {}

        public static void main(String[] args) throws IOException {
            DatabaseRoot root = DatabaseRoot.existing(Path.of(args[0]));
            try (ArrowMemory memory = ArrowMemory.withLimit(1 << 30);
                    TableStore store = TableStore.open(root, false, memory)) {
                store.create(args[1], Rows.SCHEMA, Map.of(), Rows.range(0, 3), CommitMark.create(Map.of()));
                try (TableHandle handle = store.open(new TableVersion(args[1], 1))) {
                    System.out.println("rows " + handle.rowCount());
                }
            }
            try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
                maps.filter(line -> line.contains("lance_jni")).forEach(System.out::println);
            }
        }
    }
}
