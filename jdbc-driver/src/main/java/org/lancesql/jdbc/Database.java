package org.lancesql.jdbc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.SqlEngine;
import org.lancesql.calcite.engine.CalciteEngine;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.DatabaseRoot;
import org.lancesql.storage.Durability;
import org.lancesql.storage.TableStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open database, shared by all connections to it and closed with the last of them. */
final class Database {
    private static final Logger LOGGER = LoggerFactory.getLogger(Database.class);

    private final DatabaseRoot root;
    private final boolean temporary;
    private final DatabaseMemory limits;
    private final ArrowMemory memory;
    private final TableStore tables;
    private final SqlEngine engine;

    private Database(
            DatabaseRoot root, boolean temporary, DatabaseMemory limits, ArrowMemory memory, TableStore tables) {
        this.root = root;
        this.temporary = temporary;
        this.limits = limits;
        this.memory = memory;
        this.tables = tables;
        this.engine = new CalciteEngine(tables, memory);
        recover();
    }

    /**
     * Opens a database.
     *
     * @param temporary whether the directory goes with the last connection
     */
    static Database open(DatabaseRoot root, boolean readOnly, boolean temporary, DatabaseMemory limits) {
        ArrowMemory memory = ArrowMemory.withLimit(limits.allBytes());
        try {
            TableStore tables = TableStore.open(root, readOnly, memory, Durability.FULL, limits.columnCacheBytes());
            return new Database(root, temporary, limits, memory, tables);
        } catch (RuntimeException e) {
            memory.close();
            throw e;
        }
    }

    /** A transaction that nobody can finish is in the way of its own tables only. */
    private void recover() {
        try {
            engine.recover();
        } catch (RuntimeException e) {
            LOGGER.warn("The database {} has transactions that cannot be finished", root.directory(), e);
        }
    }

    /** Name of the directory, which is the name of the catalog. */
    String name() {
        Path fileName = root.directory().getFileName();
        return fileName == null ? "root" : fileName.toString();
    }

    Path directory() {
        return root.directory();
    }

    SqlEngine engine() {
        return engine;
    }

    DatabaseMemory memory() {
        return limits;
    }

    /**
     * Closes everything; what fails does not keep the rest open.
     *
     * @return what went wrong, leaked buffers above all; empty when all is well
     */
    List<RuntimeException> close() {
        List<RuntimeException> failures = new ArrayList<>();
        attempt(engine::close, failures);
        attempt(tables::close, failures);
        attempt(memory::close, failures);
        if (temporary) {
            attempt(root::deleteRecursively, failures);
        }
        failures.forEach(failure -> LOGGER.error("Closing the database {} failed", root.directory(), failure));
        return failures;
    }

    private static void attempt(Runnable step, List<RuntimeException> failures) {
        try {
            step.run();
        } catch (RuntimeException e) {
            failures.add(e);
        }
    }

    /** What a connection holds of its database. */
    static final class Lease implements AutoCloseable {
        private final Database database;
        private @Nullable Runnable release;

        Lease(Database database, Runnable release) {
            this.database = database;
            this.release = release;
        }

        Database database() {
            return database;
        }

        @Override
        public synchronized void close() {
            Runnable action = release;
            release = null;
            if (action != null) {
                action.run();
            }
        }
    }
}
