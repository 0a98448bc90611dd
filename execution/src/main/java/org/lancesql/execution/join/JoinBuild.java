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
    private final boolean keepsUnmatched;
    private final @Nullable DynamicKeys told;
    private final BufferAllocator allocator;
    private boolean filled;
    private int operators;
    private int probing;
    private boolean probed;

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
        this.keepsUnmatched = shape.keepsUnmatchedBuild();
    }

    List<Field> fields() {
        return fields;
    }

    /** Reads the input into the table, the first time. */
    void fill() {
        if (!filled) {
            table.fill(input);
            if (keepsUnmatched) {
                table.prepareMarks();
            }
            if (told != null) {
                table.tell(told, allocator);
            }
            filled = true;
        }
    }

    JoinTable table() {
        return table;
    }

    /** Notes that an operator is about to read its part of the probe side. */
    synchronized void beginProbe() {
        probing++;
    }

    /**
     * Notes that an operator has found the probe side at its end. True for one operator: when no other has rows of the probe
     * side any more, so that all matches are marked.
     */
    synchronized boolean endProbe() {
        probing--;
        boolean isLast = probing == 0 && !probed;
        probed |= isLast;
        return isLast;
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
