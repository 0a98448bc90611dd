package org.lancesql.mutation;

import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;

/** Makes changes to tables: each call publishes one version, or nothing. */
public final class Committer {
    public Committer(TableStore store) {}

    /**
     * Adds rows to a table.
     *
     * @param base version that the statement read
     * @throws ConflictException when the table changed so that the rows do not fit it any more
     * @throws CommitUnknownException when the outcome cannot be found out
     */
    public InsertResult insert(TableVersion base, BatchSource rows, CommitInfo info) {
        throw new UnsupportedOperationException();
    }

    /** Creates a table with rows; returns their number. */
    public InsertResult createTable(
            String table, Schema schema, Map<String, String> tableMetadata, BatchSource rows, CommitInfo info) {
        throw new UnsupportedOperationException();
    }

    /** Drops a table. */
    public void dropTable(String table) {
        throw new UnsupportedOperationException();
    }
}
