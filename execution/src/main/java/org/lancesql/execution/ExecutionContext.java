package org.lancesql.execution;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;

/**
 * What one execution of a statement shares: memory, parameters, clock and the wish to stop.
 *
 * @param allocator owner of every vector that the execution makes; the statement closes it at its end
 * @param parameters values of the dynamic parameters in order, in the form that {@link Vectors#set} takes
 * @param startedAt the instant that CURRENT_TIMESTAMP stands for
 * @param timeZone zone of the session, in which LOCALTIME, CURRENT_DATE and zoned timestamps are rendered
 * @param workers threads that help to compute
 */
public record ExecutionContext(
        BufferAllocator allocator,
        List<@Nullable Object> parameters,
        Instant startedAt,
        ZoneId timeZone,
        CancelToken cancelToken,
        WorkerPool workers) {
    public ExecutionContext {
        parameters = Collections.unmodifiableList(parameters);
    }

    /** What the calling thread executes alone. */
    public ExecutionContext(
            BufferAllocator allocator,
            List<@Nullable Object> parameters,
            Instant startedAt,
            ZoneId timeZone,
            CancelToken cancelToken) {
        this(allocator, parameters, startedAt, timeZone, cancelToken, WorkerPool.NONE);
    }

    /** This context with other parameters. */
    public ExecutionContext withParameters(List<@Nullable Object> others) {
        return new ExecutionContext(allocator, others, startedAt, timeZone, cancelToken, workers);
    }

    /** This context with a part of its memory. */
    public ExecutionContext withAllocator(BufferAllocator part) {
        return new ExecutionContext(part, parameters, startedAt, timeZone, cancelToken, workers);
    }
}
