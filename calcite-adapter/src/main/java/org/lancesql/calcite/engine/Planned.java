package org.lancesql.calcite.engine;

import java.time.ZoneId;
import java.util.List;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.plan.PhysicalPlan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NameMeanings;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.mutation.Cut;
import org.lancesql.mutation.Transaction;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableIndex;
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

    /** What a transaction reads of the tables; a table that has gone is not in it. */
    Cut cut(Transaction transaction) {
        return transaction.cut(floatingTables());
    }

    /** Whether every name still means what the plan took it for, and the plan gives what it reads its due. */
    boolean fits(Cut cut, StatementCatalog catalog, ZoneId currentZone) {
        return currentZone.equals(timeZone)
                && names.standIn(catalog)
                && tables.stream().allMatch(table -> fits(table, cut));
    }

    /**
     * A version number alone says nothing: a table that was dropped and made again counts from 1 anew. A plan for a table
     * without pending changes lets the scan do what the changes would belie.
     */
    private static boolean fits(LanceTable table, Cut cut) {
        boolean floating = table.pinnedVersion().isEmpty();
        OptionalLong version = floating ? cut.snapshot().version(table.stored()) : table.pinnedVersion();
        if (version.isEmpty()
                || floating
                        && cut.changes(table.stored()).isPresent()
                                != table.pending().isPresent()) {
            return false;
        }
        try (TableHandle handle = table.stored().open(version.getAsLong())) {
            return handle.schema().equals(table.schema())
                    && names(handle.indexes()).equals(names(table.indexes()));
        }
    }

    /** A new index is worth a new plan; that it covers more rows is not. */
    private static List<String> names(List<TableIndex> indexes) {
        return indexes.stream().map(TableIndex::name).toList();
    }
}
