package org.lancesql.calcite.engine;

import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.plan.PhysicalPlan;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.calcite.runtime.Reads;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.schema.NameMeanings;
import org.lancesql.calcite.schema.PinResolver;
import org.lancesql.calcite.schema.PinnedTable;
import org.lancesql.calcite.schema.StatementCatalog;
import org.lancesql.mutation.Transaction;
import org.lancesql.storage.TableHandle;
import org.lancesql.storage.TableIndex;
import org.lancesql.storage.TableStore;
import org.lancesql.storage.TableVersion;
import org.lancesql.versioning.StoredTable;

/**
 * A query planned once: its operators, and the meaning of names that it rests on. It holds nothing open, and several
 * threads may run it at the same time.
 *
 * @param storedFields for each column the field that keeps it: that of the table it comes from, or one for its type
 * @param tables the tables as they were planned
 * @param deferred the expressions in their references
 * @param names what the names mean, apart from the tables
 * @param timeZone zone in which constants were computed
 * @param change what is done with the rows; null for a query
 * @param variants plans of the same statement for values of parameters that ask for others
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
        ZoneId timeZone,
        @Nullable LoweredChange change,
        PlanVariants variants) {
    private static final long FEW_ROWS = 100_000;
    private static final long ESTIMATED_ROWS = 10_000;
    private static final long ESTIMATE_FACTOR = 4;

    /** The tables that are read at the version of the statement's cut. */
    List<StoredTable> floatingTables() {
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
        if (tables.stream().allMatch(table -> table.pinned().isEmpty())) {
            return Map.of();
        }
        Map<PinnedTable, TableVersion> versions = new HashMap<>();
        PinResolver resolver = new PinResolver(
                deferred.with(session, parameters), session.state().snapshot());
        for (LanceTable table : tables) {
            table.pinned()
                    .ifPresent(pinned -> resolver.version(pinned).ifPresent(found -> versions.put(pinned, found)));
        }
        return versions;
    }

    /** The same with what is done with the rows. */
    Planned with(LoweredChange newChange) {
        return new Planned(
                plan,
                operators,
                columns,
                storedFields,
                parameters,
                tables,
                deferred,
                names,
                timeZone,
                newChange,
                variants);
    }

    /**
     * Whether other sessions may run it: it reads tables of the database alone, at no version of their past, and computes
     * nothing that goes on from one execution to the next.
     */
    boolean isShareable(TableStore database) {
        return plan.isRepeatable()
                && tables.stream()
                        .allMatch(table -> table.stored().store() == database
                                && table.pinned().isEmpty());
    }

    /** Whether planning it may take longer than running it: each table that it reads is small, or read by an index. */
    boolean readsLittle() {
        return plan.scans().stream()
                .allMatch(scan -> scan.lanceTable().rowCount() <= FEW_ROWS
                        || !scan.spec().indexes().isEmpty());
    }

    /**
     * Its operators, which count in a profile what they do.
     *
     * @param profile null if nobody asks
     */
    OperatorFactory operators(@Nullable PlanProfile profile) {
        return profile == null ? operators : plan.compileMeasured(profile);
    }

    /** Whether every name still means what the plan took it for, and the plan gives what it reads its due. */
    boolean fits(Reads reads, SessionContext session, Supplier<StatementCatalog> catalog) {
        if (!session.timeZone().equals(timeZone) || !names.stand(session.state().schema(), catalog)) {
            return false;
        }
        Set<LanceTable> scanned = plan.scannedTables();
        return tables.stream().allMatch(table -> fits(table, reads, scanned.contains(table)));
    }

    /**
     * A version number alone says nothing: a table that was dropped and made again counts from 1 anew. A plan for a table
     * without pending changes lets the scan do what the changes would belie.
     */
    private static boolean fits(LanceTable table, Reads reads, boolean isScanned) {
        if (table.pinned().isPresent()) {
            if (!reads.pins().containsKey(table.pinned().get())) {
                return false;
            }
        } else {
            boolean isRead = reads.cut().snapshot().version(table.stored()).isPresent();
            boolean isChanged = reads.cut().changes(table.stored()).isPresent();
            if (!isRead || isScanned && isChanged != table.pending().isPresent()) {
                return false;
            }
        }
        try (TableHandle handle = table.stored().open(reads.version(table))) {
            return handle.schema().equals(table.schema())
                    && (!isScanned
                            || names(handle.indexes()).equals(names(table.indexes()))
                                    && isNear(handle.rowCount(), table));
        }
    }

    /** Whether the numbers of rows are such that the same plan would be made. */
    private static boolean isNear(long rows, LanceTable table) {
        if (table.pending().isPresent()) {
            return true;
        }
        long more = Math.max(rows, table.rowCount());
        long fewer = Math.min(rows, table.rowCount());
        return more <= ESTIMATED_ROWS || more <= ESTIMATE_FACTOR * fewer;
    }

    /** A new index is worth a new plan; that it covers more rows is not. */
    private static List<String> names(List<TableIndex> indexes) {
        return indexes.stream().map(TableIndex::name).toList();
    }
}
