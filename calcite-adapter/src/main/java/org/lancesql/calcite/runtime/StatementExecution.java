package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.mutation.Cut;
import org.lancesql.mutation.TableChanges;
import org.lancesql.storage.TableHandle;
import org.lancesql.versioning.StoredTable;

/**
 * One execution of a plan: what it reads, and what its operators share.
 *
 * @param cut the version of each table that is not pinned, and its pending changes
 * @param parameterCount number of parameters of the statement, behind which correlated values are kept
 * @param workTables where generated code keeps the rows of a recursive query
 */
public record StatementExecution(ExecutionContext context, Cut cut, int parameterCount, SchemaPlus workTables) {
    /** Pending changes of a table, which the execution closes; none of a pinned version. */
    public Optional<TableChanges> changes(StoredTable table, OptionalLong pinnedVersion) {
        return pinnedVersion.isPresent() ? Optional.empty() : cut.changes(table);
    }

    /** Opens a table at its pinned version, else at the snapshot's. The caller closes the lease. */
    public TableHandle open(StoredTable table, OptionalLong pinnedVersion) {
        long version = pinnedVersion.isPresent()
                ? pinnedVersion.getAsLong()
                : cut.snapshot()
                        .version(table)
                        .orElseThrow(() -> new IllegalStateException("table " + table + " is not in the snapshot"));
        return table.open(version);
    }

    /** This execution with values of correlation variables, which expressions read as further parameters. */
    public StatementExecution withCorrelates(List<@Nullable Object> values) {
        List<@Nullable Object> all = new ArrayList<>(context.parameters());
        while (all.size() < parameterCount + values.size()) {
            all.add(null);
        }
        Collections.copy(all.subList(parameterCount, parameterCount + values.size()), values);
        return new StatementExecution(
                new ExecutionContext(
                        context.allocator(), all, context.startedAt(), context.timeZone(), context.cancelToken()),
                cut,
                parameterCount,
                workTables);
    }
}
