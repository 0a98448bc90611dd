package org.lancesql.calcite.engine;

import com.google.common.base.Suppliers;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.OutOfMemoryException;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.calcite.jdbc.CalciteSchema;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.ResultColumn;
import org.lancesql.calcite.SessionContext;
import org.lancesql.calcite.runtime.OperatorFactory;
import org.lancesql.calcite.runtime.PlanProfile;
import org.lancesql.calcite.runtime.Reads;
import org.lancesql.calcite.runtime.SharedParts;
import org.lancesql.calcite.runtime.StatementExecution;
import org.lancesql.execution.Batch;
import org.lancesql.execution.BatchOperator;
import org.lancesql.execution.CancelToken;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.operator.ValuesOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the rows of a statement together with the memory that they live in. */
final class Execution {
    private static final Logger LOGGER = LoggerFactory.getLogger(Execution.class);

    private Execution() {}

    /**
     * Opens a plan's operators. The result owns everything that the execution allocates, and what it reads.
     *
     * @param reads what is read; closed also on failure
     * @param values the values of parameters
     * @param profile where the operators count what they do; closed with them; null if nobody asks
     */
    static BatchOperator open(
            EngineContext engine,
            OperatorFactory operators,
            Reads reads,
            SessionContext session,
            Supplier<List<@Nullable Object>> values,
            @Nullable PlanProfile profile,
            CancelToken cancelToken) {
        boolean opened = false;
        try {
            List<@Nullable Object> parameters = values.get();
            BatchOperator rows = withMemory(
                    engine,
                    session,
                    parameters,
                    cancelToken,
                    reads,
                    profile,
                    context -> operators.open(new StatementExecution(
                            context,
                            reads,
                            parameters.size(),
                            Suppliers.memoize(() ->
                                    CalciteSchema.createRootSchema(false, false).plus()),
                            new SharedParts(),
                            Map.of(),
                            null)));
            opened = true;
            return rows;
        } finally {
            if (!opened) {
                reads.close();
            }
        }
    }

    /** Rows that are known already. */
    static BatchOperator ofRows(
            EngineContext engine,
            SessionContext session,
            List<ResultColumn> columns,
            List<List<@Nullable Object>> rows,
            CancelToken cancelToken) {
        List<Field> fields = columns.stream().map(ResultColumn::field).toList();
        return withMemory(
                engine,
                session,
                Collections.emptyList(),
                cancelToken,
                Reads.NOTHING,
                null,
                context -> new ValuesOperator(fields, rows, context));
    }

    private interface Opener {
        BatchOperator open(ExecutionContext context);
    }

    private static BatchOperator withMemory(
            EngineContext engine,
            SessionContext session,
            List<@Nullable Object> parameters,
            CancelToken cancelToken,
            Reads reads,
            @Nullable PlanProfile profile,
            Opener opener) {
        long limit = session.state().queryMemoryBytes(engine.memory().root().getLimit());
        BufferAllocator allocator = engine.memory().newChild("statement", limit);
        boolean opened = false;
        try {
            ExecutionContext context = new ExecutionContext(
                    allocator, parameters, Instant.now(), session.timeZone(), cancelToken, engine.workers());
            if (profile != null) {
                profile.begin(allocator);
            }
            BatchOperator rows = new OwnedRows(opener.open(context), allocator, reads, profile);
            opened = true;
            return rows;
        } catch (OutOfMemoryException e) {
            throw MemoryErrors.of(e, allocator);
        } finally {
            if (!opened) {
                closeMemory(allocator, profile);
            }
        }
    }

    private static void closeMemory(BufferAllocator allocator, @Nullable PlanProfile profile) {
        try {
            if (profile != null) {
                profile.close();
            }
        } finally {
            allocator.close();
        }
    }

    /** Closes the allocator and what is read with the operator. */
    private static final class OwnedRows implements BatchOperator {
        private final BatchOperator rows;
        private final BufferAllocator allocator;
        private final Reads reads;
        private final @Nullable PlanProfile profile;
        private boolean closed;
        private boolean failed;

        OwnedRows(BatchOperator rows, BufferAllocator allocator, Reads reads, @Nullable PlanProfile profile) {
            this.rows = rows;
            this.allocator = allocator;
            this.reads = reads;
            this.profile = profile;
        }

        @Override
        public List<Field> fields() {
            return rows.fields();
        }

        @Override
        public @Nullable Batch next() {
            boolean done = false;
            try {
                Batch batch = rows.next();
                done = true;
                return batch;
            } catch (OutOfMemoryException e) {
                throw MemoryErrors.of(e, allocator);
            } catch (OutOfMemoryError e) {
                throw MemoryErrors.of(e);
            } finally {
                failed |= !done;
            }
        }

        @Override
        public void close() {
            if (closed) {
                return;
            }
            closed = true;
            try (reads) {
                closeRows();
            }
        }

        private void closeRows() {
            try {
                rows.close();
            } finally {
                closeMemory();
            }
        }

        /** A read that fails in native code can leave memory behind; the failure is what the user must see, not that. */
        private void closeMemory() {
            try {
                Execution.closeMemory(allocator, profile);
            } catch (IllegalStateException leak) {
                if (!failed) {
                    throw leak;
                }
                LOGGER.warn("A failed statement left memory behind", leak);
            }
        }
    }
}
