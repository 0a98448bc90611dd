package org.lancesql.execution.join;

import java.util.List;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.lanes.Lanes;

/** The build side of a join, which one operator or several share. It is closed with the last of them. */
final class JoinBuild {
    private final Lanes input;
    private final JoinTable table;
    private final List<Field> fields;
    private final @Nullable DynamicKeys told;
    private final BufferAllocator allocator;
    private boolean filled;
    private int operators;

    /**
     * Takes ownership of {@code input}.
     *
     * @param told who wants to know the keys; or null
     */
    JoinBuild(Lanes input, JoinShape shape, @Nullable DynamicKeys told, ExecutionContext context) {
        this.input = input;
        this.fields = input.fields();
        this.told = told;
        this.allocator = context.allocator();
        this.table = new JoinTable(fields, shape, context);
    }

    List<Field> fields() {
        return fields;
    }

    /** Reads the input into the table, the first time. */
    void fill() {
        if (!filled) {
            table.fill(input);
            if (told != null) {
                table.tell(told, allocator);
            }
            filled = true;
        }
    }

    JoinTable table() {
        return table;
    }

    void retain() {
        operators++;
    }

    void release() {
        operators--;
        if (operators == 0) {
            close();
        }
    }

    void close() {
        table.close();
        input.close();
    }
}
