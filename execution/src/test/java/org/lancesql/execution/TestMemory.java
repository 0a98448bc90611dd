package org.lancesql.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Gives each test an allocator and fails the test that leaves anything allocated. */
public final class TestMemory implements BeforeEachCallback, AfterEachCallback {
    public static final Instant STARTED_AT = Instant.parse("2024-02-29T23:30:00Z");

    private BufferAllocator allocator = new RootAllocator();

    @Override
    public void beforeEach(ExtensionContext test) {
        allocator = new RootAllocator();
    }

    @Override
    public void afterEach(ExtensionContext test) {
        long left = allocator.getAllocatedMemory();
        if (test.getExecutionException().isEmpty()) {
            assertThat(left).as("bytes still allocated").isZero();
            allocator.close();
        }
    }

    public BufferAllocator allocator() {
        return allocator;
    }

    public ExecutionContext context(Object... parameters) {
        return context(ZoneId.of("Europe/Berlin"), parameters);
    }

    public ExecutionContext context(ZoneId zone, Object... parameters) {
        return new ExecutionContext(
                allocator, Arrays.asList(parameters), STARTED_AT, zone, CancelToken.withoutTimeout());
    }

    public FieldVector vector(Field field, List<?> values) {
        FieldVector vector = Vectors.create(field, allocator, values.size());
        for (int row = 0; row < values.size(); row++) {
            Vectors.set(vector, row, values.get(row));
        }
        vector.setValueCount(values.size());
        return vector;
    }
}
