package org.lancesql.mutation.constraints;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.constraints.KeyChecks.Rows;
import org.lancesql.mutation.constraints.TableConstraints.Check;
import org.lancesql.mutation.constraints.TableConstraints.Key;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.CommitMark;
import org.lancesql.storage.FieldMetadata;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/** Gives keys to tables that have rows already, and takes them away. */
public final class KeyDefinitions {
    private static final int ATTEMPTS = 10;

    private final TableStore store;
    private final KeyFilters filters;

    public KeyDefinitions(TableStore store, KeyFilters filters) {
        this.store = requireNonNull(store, "store is null");
        this.filters = requireNonNull(filters, "filters is null");
    }

    /**
     * Adds a key after looking at all rows of the newest version.
     *
     * @param marks a new one for each attempt
     * @return whether it was added; false when the table has a constraint of that name
     * @throws ConstraintViolationException when two rows have one key
     * @throws StorageException TABLE_NOT_FOUND, READ_ONLY, NEWER_FORMAT, CONFLICT when others never let it finish
     */
    public boolean add(String table, Key key, BufferAllocator allocator, Supplier<CommitMark> marks) {
        return change(table, marks, (head, constraints) -> {
            Stream<String> names = Stream.concat(
                    constraints.keys().stream().map(Key::name),
                    constraints.checks().stream().map(Check::name));
            if (names.anyMatch(key.name()::equalsIgnoreCase)) {
                return null;
            }
            try (KeyCheck check = new KeyCheck(new KeyColumns(table, key, head.schema()), filters, allocator)) {
                check.requireUnique(new StoredRowsOf(head));
            }
            return constraints.with(key);
        });
    }

    /**
     * Takes a key away.
     *
     * @param marks a new one for each attempt
     * @return whether there was one
     * @throws StorageException TABLE_NOT_FOUND, READ_ONLY, NEWER_FORMAT, CONFLICT when others never let it finish
     */
    public boolean drop(String table, String name, Supplier<CommitMark> marks) {
        return change(table, marks, (head, constraints) -> {
            Optional<Key> found = constraints.keys().stream()
                    .filter(key -> key.name().equals(name))
                    .findFirst();
            return found.map(constraints::without).orElse(null);
        });
    }

    /** What becomes of the constraints of a version; null when nothing does. */
    private interface Change {
        @Nullable TableConstraints of(TableHandle head, TableConstraints constraints);
    }

    private boolean change(String table, Supplier<CommitMark> marks, Change change) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try (TableHandle head = store.open(new TableVersion(table, store.latestVersion(table)))) {
                TableConstraints changed =
                        change.of(head, TableConstraints.of(head.metadata()).requireKnown(table));
                if (changed == null) {
                    return false;
                }
                Map<String, @Nullable String> metadata = new HashMap<>();
                metadata.put(FieldMetadata.CONSTRAINTS, changed.toMetadata().get(FieldMetadata.CONSTRAINTS));
                if (store.maintenance().changeMetadata(head, metadata, marks.get())) {
                    return true;
                }
            }
        }
        throw new StorageException(
                Reason.CONFLICT,
                "The constraints of table " + table + " cannot be changed: others changed the table during each of "
                        + ATTEMPTS + " attempts.");
    }

    /** All rows of a version. */
    private record StoredRowsOf(TableHandle version) implements Rows {
        @Override
        public long count() {
            return version.rowCount();
        }

        @Override
        public BatchReader read(List<String> columns, BufferAllocator allocator) {
            return version.scan(ScanRequest.of(columns), allocator);
        }
    }
}
