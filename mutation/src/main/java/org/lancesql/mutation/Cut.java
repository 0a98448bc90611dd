package org.lancesql.mutation;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.lancesql.versioning.Snapshot;
import org.lancesql.versioning.StoredTable;

/**
 * What one statement reads: committed versions, and what its own transaction has changed on top of them so far.
 *
 * @param changes only of tables that were changed; closed with the cut
 */
public record Cut(Snapshot snapshot, Map<StoredTable, TableChanges> changes) implements AutoCloseable {
    public Cut {
        changes = Map.copyOf(changes);
    }

    public Optional<TableChanges> changes(StoredTable table) {
        return Optional.ofNullable((@Nullable TableChanges) changes.get(table));
    }

    @Override
    public void close() {
        changes.values().forEach(TableChanges::close);
    }
}
