package org.lancesql.mutation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.mutation.constraints.KeyChecks;
import org.lancesql.mutation.constraints.KeyFilters;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.ChangeJson;
import org.lancesql.storage.StagedFiles;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;
import org.lancesql.storage.TableChange;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableStore;

/** The changes of a plan file, opened by whoever finishes a transaction for its owner. */
final class PlannedChanges implements AutoCloseable {
    private final TableStore store;
    private final KeyFilters filters;
    private final BufferAllocator memory;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    PlannedChanges(TableStore store, KeyFilters filters, BufferAllocator memory) {
        this.store = store;
        this.filters = filters;
        this.memory = memory;
    }

    /**
     * Opens the changes; a table that is gone, or came later to the place of its name, has none.
     *
     * @throws StorageException VERSION_NOT_FOUND when the version that one was made against is gone
     */
    JointChanges open(TransactionPlan plan) {
        Map<String, TableChange> changes = new HashMap<>();
        for (JsonNode json : plan.changes()) {
            TableHandle base = base(json);
            if (base != null) {
                open.push(base);
                TableChange change = ChangeJson.read(json, base, null);
                changes.put(ChangeJson.table(json), checked(change));
            }
        }
        return new JointChanges(plan.properties(), changes);
    }

    private @Nullable TableHandle base(JsonNode json) {
        TableHandle base;
        try {
            base = store.open(ChangeJson.base(json));
        } catch (StorageException e) {
            if (e.reason() == Reason.TABLE_NOT_FOUND) {
                return null;
            }
            throw e;
        }
        if (ChangeJson.isOf(json, base)) {
            return base;
        }
        base.close();
        return null;
    }

    /** The keys of the added rows are read from the files, and held against all that others have added since. */
    private TableChange checked(TableChange change) {
        if (change.added().isEmpty()) {
            return change;
        }
        KeyChecks keys = KeyChecks.of(change.base(), filters, memory);
        if (keys == null) {
            return change;
        }
        open.push(keys);
        return new TableChange(
                change.base(),
                change.removed(),
                change.added(),
                keys.headCheck(change.base(), new StagedRows(store, change.added())));
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private record StagedRows(TableStore store, List<StagedFiles> files) implements KeyChecks.Rows {
        @Override
        public long count() {
            return files.stream().mapToLong(StagedFiles::rowCount).sum();
        }

        @Override
        public BatchReader read(List<String> columns, BufferAllocator allocator) {
            return new StagedReader(store, files, columns, allocator);
        }
    }

    /** Reads some files one after the other. */
    private static final class StagedReader implements BatchReader {
        private final TableStore store;
        private final Deque<StagedFiles> left;
        private final List<String> columns;
        private final BufferAllocator allocator;
        private BatchReader current;

        StagedReader(TableStore store, List<StagedFiles> files, List<String> columns, BufferAllocator allocator) {
            this.store = store;
            this.left = new ArrayDeque<>(new ArrayList<>(files));
            this.columns = columns;
            this.allocator = allocator;
            this.current = store.readStaged(left.remove(), columns, allocator);
        }

        @Override
        public Schema schema() {
            return current.schema();
        }

        @Override
        public @Nullable VectorSchemaRoot next() {
            VectorSchemaRoot batch = current.next();
            while (batch == null && !left.isEmpty()) {
                current.close();
                current = store.readStaged(left.remove(), columns, allocator);
                batch = current.next();
            }
            return batch;
        }

        @Override
        public void close() {
            current.close();
        }
    }
}
