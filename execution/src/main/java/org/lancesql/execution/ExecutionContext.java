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
 */
public record ExecutionContext(
        BufferAllocator allocator,
        List<@Nullable Object> parameters,
        Instant startedAt,
        ZoneId timeZone,
        CancelToken cancelToken) {
    public ExecutionContext {
        parameters = Collections.unmodifiableList(parameters);
    }
}
