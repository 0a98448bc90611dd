package org.lancesql.calcite.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.calcite.schema.SchemaPlus;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.join.DynamicKeys;
import org.lancesql.execution.profile.OperatorProfile;
import org.lancesql.mutation.TableChanges;
import org.lancesql.storage.TableHandle;

/**
 * One execution of a plan: what it reads, and what its operators share.
 *
 * @param reads the version of each table, and its pending changes
 * @param parameterCount number of parameters of the statement, behind which correlated values are kept
 * @param workTables where generated code keeps the rows of a recursive query, the same each time
 * @param shared what is computed once for several places
 * @param keys what joins look for, by their numbers
 * @param profile what counts what the operator does that is being opened; null if nobody asks
 */
public record StatementExecution(
        ExecutionContext context,
        Reads reads,
        int parameterCount,
        Supplier<SchemaPlus> workTables,
        SharedParts shared,
        Map<Integer, DynamicKeys> keys,
        @Nullable OperatorProfile profile) {
    public StatementExecution {
        keys = Map.copyOf(keys);
    }

    /** This execution below a join that tells its keys. */
    StatementExecution withKeys(int number, DynamicKeys told) {
        Map<Integer, DynamicKeys> all = new HashMap<>(keys);
        all.put(number, told);
        return new StatementExecution(context, reads, parameterCount, workTables, shared, all, profile);
    }

    /** This execution for an operator that is measured, with a part of the statement's memory. */
    StatementExecution measuredBy(OperatorProfile own, BufferAllocator statement) {
        return new StatementExecution(
                context.withAllocator(own.memory(statement)), reads, parameterCount, workTables, shared, keys, own);
    }

    /** Pending changes of a table, which the execution closes; none of a pinned version. */
    public Optional<TableChanges> changes(LanceTable table) {
        return table.pinned().isPresent() ? Optional.empty() : reads.cut().changes(table.stored());
    }

    /** Opens a table at its pinned version, else at the snapshot's. The caller closes the lease. */
    public TableHandle open(LanceTable table) {
        return table.stored().open(reads.version(table));
    }

    /**
     * This execution with values of correlation variables, which expressions read as further parameters.
     *
     * @param firstSlot how many correlated values of enclosing operators come before them
     */
    public StatementExecution withCorrelates(int firstSlot, List<@Nullable Object> values) {
        int first = parameterCount + firstSlot;
        List<@Nullable Object> all = new ArrayList<>(context.parameters());
        while (all.size() < first + values.size()) {
            all.add(null);
        }
        Collections.copy(all.subList(first, first + values.size()), values);
        return new StatementExecution(
                context.withParameters(all), reads, parameterCount, workTables, shared, keys, profile);
    }
}
