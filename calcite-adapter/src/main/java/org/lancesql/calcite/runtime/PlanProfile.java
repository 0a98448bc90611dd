package org.lancesql.calcite.runtime;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.profile.OperatorProfile;

/**
 * What the operators of a plan did in its only execution. Nodes are told apart by identity. Operators are compiled with it
 * before they run; it is read after they have ended.
 */
public final class PlanProfile implements AutoCloseable {
    private final Map<Object, OperatorProfile> profiles = new IdentityHashMap<>();
    private @Nullable BufferAllocator memory;
    private long peakBytes;

    /** The operators of a node of the plan, measured. */
    public OperatorFactory measured(Object node, OperatorFactory operators) {
        OperatorProfile profile = profiles.computeIfAbsent(node, key -> new OperatorProfile());
        return new MeasuredFactory(operators, profile, this);
    }

    /** What a node did; empty for one that is part of generated code. */
    public Optional<OperatorProfile> of(Object node) {
        return Optional.ofNullable(profiles.get(node));
    }

    /** Says of which memory each operator gets a part; it must outlive this. */
    public void begin(BufferAllocator statement) {
        memory = statement;
    }

    BufferAllocator memory() {
        BufferAllocator statement = memory;
        if (statement == null) {
            throw new IllegalStateException("the execution has not begun");
        }
        return statement;
    }

    /** The most bytes at a time of all operators together. */
    public long peakBytes() {
        return peakBytes;
    }

    /** Frees the parts of the memory, before the memory itself is closed; what was measured stays. */
    @Override
    public void close() {
        if (memory != null) {
            peakBytes = memory.getPeakMemoryAllocation();
            memory = null;
        }
        profiles.values().forEach(OperatorProfile::close);
    }
}
