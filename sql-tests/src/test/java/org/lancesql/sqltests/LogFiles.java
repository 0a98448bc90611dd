package org.lancesql.sqltests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.cleanup.CleanupPolicy;
import org.lance.operation.UpdateConfig;
import org.lance.operation.UpdateMap;

/** The transaction log of a database, read and written with the plain Lance SDK. */
final class LogFiles implements AutoCloseable {
    private final Path database;
    private final BufferAllocator allocator = new RootAllocator();

    LogFiles(Path database) {
        this.database = database;
    }

    /** Transactions that are not decided, and the tables that they hold: key to value. */
    Map<String, String> records() {
        Map<String, String> records = new TreeMap<>();
        all().forEach((key, value) -> {
            if (key.startsWith("t.") || key.startsWith("b.")) {
                records.put(key, value);
            }
        });
        return records;
    }

    /** Every key of the log; none where there is no log. */
    Map<String, String> all() {
        if (!Files.isDirectory(log())) {
            return Map.of();
        }
        try (Dataset dataset = open()) {
            return dataset.getConfig();
        }
    }

    long version() {
        if (!Files.isDirectory(log())) {
            return 0;
        }
        try (Dataset dataset = open()) {
            return dataset.version();
        }
    }

    /** Writes keys without asking what they were; null removes one. */
    void put(Map<String, String> keys) {
        try (Dataset dataset = open();
                Transaction transaction = new Transaction.Builder()
                        .readVersion(dataset.version())
                        .operation(UpdateConfig.builder()
                                .configUpdates(UpdateMap.builder()
                                        .updates(keys)
                                        .replace(false)
                                        .build())
                                .build())
                        .build()) {
            new CommitBuilder(dataset).execute(transaction).close();
        }
    }

    /** Removes all versions of the log but the newest. */
    void clean() {
        try (Dataset dataset = open()) {
            dataset.cleanupWithPolicy(CleanupPolicy.builder()
                    .withBeforeVersion(dataset.version())
                    .withDeleteUnverified(true)
                    .build());
        }
    }

    List<Path> plans() throws IOException {
        Path plans = database.resolve("_lancesql/plans");
        if (!Files.isDirectory(plans)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(plans)) {
            return files.toList();
        }
    }

    Path log() {
        return database.resolve("_lancesql/txlog.lance");
    }

    private Dataset open() {
        return Dataset.open().allocator(allocator).uri(log().toString()).build();
    }

    @Override
    public void close() {
        allocator.close();
    }
}
