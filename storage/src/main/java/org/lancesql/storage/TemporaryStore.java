package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The temporary tables of one session: a store of their own, in a private directory that is made for the first table and
 * deleted with the session. What a killed program left is deleted by the next one that makes such a directory. Thread-safe.
 */
public final class TemporaryStore implements AutoCloseable {
    private final ArrowMemory memory;
    private @Nullable TemporaryDirectory directory;
    private @Nullable TableStore store;
    private boolean closed;

    public TemporaryStore(ArrowMemory memory) {
        this.memory = requireNonNull(memory, "memory is null");
    }

    /** The store, if there has been a temporary table. */
    public synchronized Optional<TableStore> find() {
        return Optional.ofNullable(store);
    }

    /** The store, made if need be. */
    public synchronized TableStore open() {
        if (closed) {
            throw new IllegalStateException("the session is closed");
        }
        TableStore open = store;
        if (open == null) {
            TemporaryDirectory made = TemporaryDirectory.create(Path.of(System.getProperty("java.io.tmpdir")));
            directory = made;
            open = TableStore.open(new DatabaseRoot(made.path()), false, memory, Durability.OS);
            store = open;
        }
        return open;
    }

    /** Deletes the tables. */
    @Override
    public synchronized void close() {
        closed = true;
        TableStore open = store;
        TemporaryDirectory made = directory;
        store = null;
        directory = null;
        try {
            if (open != null) {
                open.close();
            }
        } finally {
            if (made != null) {
                made.close();
            }
        }
    }
}
