package org.lancesql.jdbc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lancesql.jdbc.errors.SqlStates;
import org.lancesql.storage.DatabaseRoot;

/** The open databases of one driver, each opened by its first connection and closed by its last. Thread-safe. */
final class Databases {
    private final Map<Key, Shared> open = new HashMap<>();
    private final List<RuntimeException> closeFailures = new ArrayList<>();

    /** Read-only connections have a store of their own, so that it never writes. */
    private record Key(Path directory, boolean readOnly) {}

    private static final class Shared {
        private final Database database;
        private int leases;

        Shared(Database database) {
            this.database = database;
        }
    }

    /**
     * A lease on the database that a connection asks for.
     *
     * @throws SQLException when the directory is missing and may not be made, or is none
     */
    synchronized Database.Lease acquire(ConnectionConfig config) throws SQLException {
        Path directory = config.directory();
        if (directory == null) {
            DatabaseRoot root = DatabaseRoot.temporary();
            try {
                return lease(new Key(root.directory(), config.readOnly()), root, true, config.memory());
            } catch (RuntimeException e) {
                root.deleteRecursively();
                throw e;
            }
        }
        DatabaseRoot root = root(directory, config);
        return lease(new Key(realPath(root.directory()), config.readOnly()), root, false, config.memory());
    }

    private static DatabaseRoot root(Path directory, ConnectionConfig config) throws SQLException {
        if (Files.exists(directory)) {
            if (!Files.isDirectory(directory)) {
                throw cannotConnect(directory, "is a file, a database is a directory");
            }
            return DatabaseRoot.existing(directory);
        }
        if (config.readOnly()) {
            throw cannotConnect(directory, "does not exist, and a connection with readOnly=true creates nothing");
        }
        if (!config.create()) {
            throw cannotConnect(directory, "does not exist, and create=false forbids to create it");
        }
        return DatabaseRoot.createIfMissing(directory);
    }

    private static SQLException cannotConnect(Path directory, String problem) {
        return SqlStates.create(SqlStates.CANNOT_CONNECT, "The directory " + directory + " " + problem);
    }

    private static Path realPath(Path directory) throws SQLException {
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            throw SqlStates.create(SqlStates.CANNOT_CONNECT, "The directory " + directory + " cannot be read: " + e, e);
        }
    }

    private Database.Lease lease(Key key, DatabaseRoot root, boolean temporary, DatabaseMemory memory)
            throws SQLException {
        Shared shared = open.get(key);
        if (shared == null) {
            shared = new Shared(Database.open(root, key.readOnly(), temporary, memory));
            open.put(key, shared);
        }
        Optional<ConnectionProperty> difference = shared.database.memory().difference(memory);
        if (difference.isPresent()) {
            throw SqlStates.create(
                    SqlStates.CANNOT_CONNECT,
                    "The database " + key.directory() + " is open with another "
                            + difference.get().key() + ", which all connections share");
        }
        shared.leases++;
        Shared leased = shared;
        return new Database.Lease(shared.database, () -> release(key, leased));
    }

    private synchronized void release(Key key, Shared shared) {
        shared.leases--;
        if (shared.leases == 0) {
            open.remove(key);
            closeFailures.addAll(shared.database.close());
        }
    }

    /** What closing databases has reported so far, for tests that no buffer leaks. */
    synchronized List<RuntimeException> drainCloseFailures() {
        List<RuntimeException> drained = List.copyOf(closeFailures);
        closeFailures.clear();
        return drained;
    }
}
