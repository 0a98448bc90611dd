package org.lancesql.calcite.engine;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.plan.PhysicalPlan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableIndex;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.Snapshot;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.ViewDefinition;

/**
 * A query planned once: its operators, and the meaning of names that it rests on.
 *
 * @param storedFields for each column the field that keeps it: that of the table it comes from, or one for its type
 * @param tables the tables as they were planned
 * @param views the views as they were defined
 */
record Planned(
        PhysicalPlan plan,
        OperatorFactory operators,
        List<ResultColumn> columns,
        List<Field> storedFields,
        List<ResultColumn> parameters,
        List<LanceTable> tables,
        Map<String, ViewDefinition> views) {

    /** Names of the tables that are read at the snapshot's version. */
    private List<String> floatingTables() {
        return tables.stream()
                .filter(table -> table.pinnedVersion().isEmpty())
                .map(LanceTable::name)
                .distinct()
                .toList();
    }

    /** A new snapshot of the tables, or null if a table has gone. */
    @Nullable Snapshot snapshot(SnapshotReader reader) {
        try {
            return reader.read(floatingTables());
        } catch (StorageException e) {
            if (e.reason() == StorageException.Reason.TABLE_NOT_FOUND) {
                return null;
            }
            throw e;
        }
    }

    /** Whether every name still means what the plan took it for. */
    boolean fits(Snapshot snapshot, TableStore store, Map<String, ViewDefinition> currentViews) {
        return currentViews.equals(views) && sameColumnsAndIndexes(tables, snapshot, store);
    }

    /** A version number alone says nothing: a table that was dropped and made again counts from 1 anew. */
    private static boolean sameColumnsAndIndexes(Collection<LanceTable> tables, Snapshot snapshot, TableStore store) {
        for (LanceTable table : tables) {
            long version = table.pinnedVersion()
                    .orElseGet(() -> snapshot.version(table.name()).orElseThrow());
            try (TableHandle handle = store.open(new TableVersion(table.name(), version))) {
                if (!handle.schema().equals(table.schema())
                        || !names(handle.indexes()).equals(names(table.indexes()))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** A new index is worth a new plan; that it covers more rows is not. */
    private static List<String> names(List<TableIndex> indexes) {
        return indexes.stream().map(TableIndex::name).toList();
    }
}
