package org.lancesql.calcite.rel;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.ScanOperator;
import org.lancesql.calcite.runtime.StatementExecution;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.lanes.Lanes;
import org.lancesql.execution.operator.UnionAllOperator;
import org.lancesql.mutation.TableChanges;
import org.lancesql.storage.RowSet;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;

/**
 * Opens the rows of a scan. Each execution finds out anew whether storage does what the scan has absorbed, or hands out
 * whole columns, of which it has most in memory, for operators to do it.
 *
 * @param request what the scan asks of storage in an execution
 * @param whole the same, computed by operators
 * @param fields canonical ones of the columns that the scan returns
 */
record TableRows(LanceTable table, Requests request, WholeScan whole, List<Field> fields) implements OperatorFactory {
    /** Makes a request with the values of an execution's parameters. */
    @FunctionalInterface
    interface Requests {
        ScanRequest of(StatementExecution execution);
    }

    @Override
    public BatchOperator open(StatementExecution execution) {
        Optional<TableChanges> changes = execution.changes(table);
        return changes.isPresent() ? merged(changes.get(), execution) : committed(RowSet.EMPTY, execution);
    }

    @Override
    public Lanes lanes(StatementExecution execution) {
        Optional<TableChanges> changes = execution.changes(table);
        if (changes.isPresent()) {
            return Lanes.over(
                    merged(changes.get(), execution), execution.context().workers());
        }
        ScanRequest asked = request.of(execution);
        TableHandle handle = execution.open(table);
        boolean hasMany = handle.rowCount() > ScanRequest.BATCH_ROWS;
        if (isBetterWhole(handle, asked, RowSet.EMPTY)) {
            return whole.lanes(all(handle, RowSet.EMPTY, execution), hasMany, execution);
        }
        BatchOperator rows = ScanOperator.of(handle, asked, RowSet.EMPTY, fields, execution);
        return hasMany && asked.predicate() == null && asked.limit().isEmpty()
                ? Lanes.overMany(rows, execution.context().workers())
                : Lanes.over(rows, execution.context().workers());
    }

    /** The rows of the version without the removed ones, then the added rows, for which nobody but operators computes. */
    private BatchOperator merged(TableChanges changes, StatementExecution execution) {
        if (whole.isLimited()) {
            throw new IllegalStateException("a plan without pending changes is run on some");
        }
        Supplier<BatchOperator> committed = () -> committed(changes.removed(), execution);
        Supplier<BatchOperator> added = () ->
                whole.over(ScanOperator.added(changes, whole.columns(), whole.columnFields(), execution), execution);
        return new UnionAllOperator(fields, List.of(committed, added), execution.context());
    }

    private BatchOperator committed(RowSet removed, StatementExecution execution) {
        ScanRequest asked = request.of(execution);
        TableHandle handle = execution.open(table);
        return isBetterWhole(handle, asked, removed)
                ? whole.over(all(handle, removed, execution), execution)
                : ScanOperator.of(handle, asked, removed, fields, execution);
    }

    private BatchOperator all(TableHandle handle, RowSet removed, StatementExecution execution) {
        return ScanOperator.whole(handle, whole.columns(), removed, whole.columnFields(), execution);
    }

    /** Closes the handle where it fails. */
    private boolean isBetterWhole(TableHandle handle, ScanRequest asked, RowSet removed) {
        boolean known = false;
        try {
            boolean better = handle.isBetterWhole(asked, ScanOperator.columns(whole.columns(), removed));
            known = true;
            return better;
        } finally {
            if (!known) {
                handle.close();
            }
        }
    }
}
