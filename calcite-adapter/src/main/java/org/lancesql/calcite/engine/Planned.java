package org.lancesql.calcite.engine;

import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.plan.PhysicalPlan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NameMeanings;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableIndex;
import org.lancesql.versioning.Snapshot;
import org.lancesql.versioning.SnapshotReader;
import org.lancesql.versioning.StoredTable;

/**
 * A query planned once: its operators, and the meaning of names that it rests on.
 *
 * @param storedFields for each column the field that keeps it: that of the table it comes from, or one for its type
 * @param tables the tables as they were planned
 * @param names what the names mean, apart from the tables
 * @param timeZone zone in which constants were computed
 */
record Planned(
        PhysicalPlan plan,
        OperatorFactory operators,
        List<ResultColumn> columns,
        List<Field> storedFields,
        List<ResultColumn> parameters,
        List<LanceTable> tables,
        NameMeanings names,
        ZoneId timeZone) {

    /** The tables that are read at the snapshot's version. */
    private List<StoredTable> floatingTables() {
        return tables.stream()
                .filter(table -> table.pinnedVersion().isEmpty())
                .map(LanceTable::stored)
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
    boolean fits(Snapshot snapshot, StatementCatalog catalog, ZoneId currentZone) {
        return currentZone.equals(timeZone) && names.standIn(catalog) && sameColumnsAndIndexes(tables, snapshot);
    }

    /** A version number alone says nothing: a table that was dropped and made again counts from 1 anew. */
    private static boolean sameColumnsAndIndexes(Collection<LanceTable> tables, Snapshot snapshot) {
        for (LanceTable table : tables) {
            long version = table.pinnedVersion()
                    .orElseGet(() -> snapshot.version(table.stored()).orElseThrow());
            try (TableHandle handle = table.stored().open(version)) {
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
