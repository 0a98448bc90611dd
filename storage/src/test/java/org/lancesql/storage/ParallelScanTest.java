package org.lancesql.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;

class ParallelScanTest extends StoreTest {
    private static final int FRAGMENTS = 7;
    private static final int FRAGMENT_ROWS = 200_000;
    private static final ScanRequest IDS = ScanRequest.of(List.of("id", "name"));

    @BeforeEach
    void createTableOfSeveralRuns() {
        createTable("t", FRAGMENT_ROWS);
        for (int i = 1; i < FRAGMENTS; i++) {
            try (TableHandle base = head("t")) {
                insert(base, (long) i * FRAGMENT_ROWS, FRAGMENT_ROWS);
            }
        }
        try (TableHandle handle = head("t")) {
            assertThat(ParallelScan.runs(handle.fragments())).hasSize(4);
        }
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    @Test
    void rowsComeInTheOrderOfTheFragments() {
        try (TableHandle handle = head("t")) {
            assertThat(handle.scan(IDS, memory.root()))
                    .isInstanceOf(ParallelScan.class)
                    .satisfies(BatchReader::close);
            assertThat(ids(handle, IDS)).isEqualTo(range(0, (long) FRAGMENTS * FRAGMENT_ROWS));
            assertThat(ids(handle, IDS.withPredicate(atLeast(900_000L))))
                    .isEqualTo(range(900_000, (long) FRAGMENTS * FRAGMENT_ROWS));
        }
    }

    private static Predicate atLeast(long id) {
        return new Comparison(Column.of("id"), Operator.GREATER_OR_EQUAL, new Literal(new ArrowType.Int(64, true), id));
    }

    @Test
    void numbersLimitsAndChosenFragmentsAreReadByOneScanner() {
        try (TableHandle handle = head("t")) {
            assertThat(handle.scan(ScanRequest.of(List.of("id")), memory.root()))
                    .as("numbers alone")
                    .isInstanceOf(LanceScan.class)
                    .satisfies(BatchReader::close);
            ScanRequest limited =
                    new ScanRequest(List.of("id"), null, OptionalLong.of(5), 300_000, List.of(), List.of());
            assertThat(ids(handle, limited)).isEqualTo(range(300_000, 300_005));
            ScanRequest chosen =
                    new ScanRequest(List.of("id"), null, OptionalLong.empty(), 0, List.of(), List.of(1, 2));
            assertThat(ids(handle, chosen)).isEqualTo(range(FRAGMENT_ROWS, 3L * FRAGMENT_ROWS));
        }
    }

    @Test
    void scanThatIsAbandonedGivesItsMemoryBack() {
        long before = memory.root().getAllocatedMemory();
        try (TableHandle handle = head("t")) {
            for (int batches = 0; batches < 4; batches++) {
                try (BatchReader reader = handle.scan(IDS, memory.root())) {
                    for (int i = 0; i < batches; i++) {
                        assertThat(reader.next()).isNotNull();
                    }
                }
            }
        }
        assertThat(memory.root().getAllocatedMemory()).isEqualTo(before);
    }

    @Test
    void columnThatIsNotThereFailsWhenTheScanIsOpened() {
        try (TableHandle handle = head("t")) {
            assertThatThrownBy(() -> handle.scan(ScanRequest.of(List.of("nowhere")), memory.root()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void fileThatIsMissingFailsTheReadAndLeavesNothing() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("t.lance").resolve("data"))) {
            List<Path> sorted =
                    files.sorted(Comparator.comparing(ParallelScanTest::age)).toList();
            Files.delete(sorted.get(FRAGMENTS - 2));
        }
        try (TableHandle handle = head("t");
                BatchReader reader = handle.scan(IDS, memory.root())) {
            assertThatThrownBy(() -> {
                        while (reader.next() != null) {
                            // Until the run with the missing file.
                        }
                    })
                    .isInstanceOf(StorageException.class)
                    .hasMessageContaining("Table t cannot be read");
        }
    }

    private static long age(Path file) {
        try {
            return Files.getLastModifiedTime(file).toMillis();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void readsOnWhenTheThreadsHaveBeenClosed() {
        ScanThreads threads = new ScanThreads("closed");
        threads.close();
        long rows = 0;
        List<Supplier<BatchReader>> scans = new ArrayList<>();
        try (TableHandle handle = head("t")) {
            ParallelScan.runs(handle.fragments())
                    .forEach(run -> scans.add(() -> handle.scan(IDS.withFragments(run), memory.root())));
            BatchReader reader = new ParallelScan(scans, memory.root(), threads);
            for (var batch = reader.next(); batch != null; batch = reader.next()) {
                rows += batch.getRowCount();
            }
            reader.close();
        }
        assertThat(rows).isEqualTo((long) FRAGMENTS * FRAGMENT_ROWS);
    }

    @Test
    void batchesThatWaitAreFew() {
        try (TableHandle handle = head("t");
                BatchReader reader = handle.scan(ScanRequest.of(List.of("id", "name")), memory.root())) {
            long most = 0;
            for (var batch = reader.next(); batch != null; batch = reader.next()) {
                most = Math.max(most, memory.root().getAllocatedMemory());
            }
            int scanners = Runtime.getRuntime().availableProcessors();
            assertThat(most).isLessThan((scanners + 1) * 2 * ScanAhead.WAITING_BYTES);
        }
    }
}
