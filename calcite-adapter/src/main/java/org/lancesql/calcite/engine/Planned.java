package org.lancesql.calcite.engine;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.plan.PhysicalPlan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.Reads;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NameMeanings;
import org.lancesql.calcite.schema.PinResolver;
import org.lancesql.calcite.schema.PinnedTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.mutation.Transaction;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableIndex;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.StoredTable;

/**
 * A query planned once: its operators, and the meaning of names that it rests on.
 *
 * @param storedFields for each column the field that keeps it: that of the table it comes from, or one for its type
 * @param tables the tables as they were planned
 * @param deferred the expressions in their references
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
        DeferredPins deferred,
        NameMeanings names,
        ZoneId timeZone) {

    /** The tables that are read at the version of the statement's cut. */
    private List<StoredTable> floatingTables() {
        return tables.stream()
                .filter(table -> table.pinned().isEmpty())
                .map(LanceTable::stored)
                .distinct()
                .toList();
    }

    /**
     * What an execution reads: the cut of a transaction, in which a table that has gone is not, and the versions that
     * references ask for now.
     *
     * @param parameters as they are bound
     */
    Reads reads(Transaction transaction, SessionContext session, List<@Nullable Object> parameters) {
        Map<PinnedTable, TableVersion> pins = pins(session, parameters);
        return new Reads(transaction.cut(floatingTables()), pins);
    }

    private Map<PinnedTable, TableVersion> pins(SessionContext session, List<@Nullable Object> parameters) {
        Map<PinnedTable, TableVersion> versions = new HashMap<>();
        PinResolver resolver = new PinResolver(
                deferred.with(session, parameters), session.state().snapshot());
        for (LanceTable table : tables) {
            table.pinned()
                    .ifPresent(pinned -> resolver.version(pinned).ifPresent(found -> versions.put(pinned, found)));
        }
        return versions;
    }

    /** Whether every name still means what the plan took it for, and the plan gives what it reads its due. */
    boolean fits(Reads reads, StatementCatalog catalog, ZoneId currentZone) {
        return currentZone.equals(timeZone)
                && names.standIn(catalog)
                && tables.stream().allMatch(table -> fits(table, reads));
    }

    /**
     * A version number alone says nothing: a table that was dropped and made again counts from 1 anew. A plan for a table
     * without pending changes lets the scan do what the changes would belie.
     */
    private static boolean fits(LanceTable table, Reads reads) {
        if (table.pinned().isPresent()) {
            if (!reads.pins().containsKey(table.pinned().get())) {
                return false;
            }
        } else {
            boolean isRead = reads.cut().snapshot().version(table.stored()).isPresent();
            boolean isChanged = reads.cut().changes(table.stored()).isPresent();
            if (!isRead || isChanged != table.pending().isPresent()) {
                return false;
            }
        }
        try (TableHandle handle = table.stored().open(reads.version(table))) {
            return handle.schema().equals(table.schema())
                    && names(handle.indexes()).equals(names(table.indexes()));
        }
    }

    /** A new index is worth a new plan; that it covers more rows is not. */
    private static List<String> names(List<TableIndex> indexes) {
        return indexes.stream().map(TableIndex::name).toList();
    }
}
