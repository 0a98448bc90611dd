package org.lancesql.execution.join;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.ExecutionContext;
import org.lancesql.execution.lanes.Lanes;

/** The build side of a join, which one operator or several share. It is closed with the last of them. */
final class JoinBuild {
    private final Lanes input;
    private final JoinTable table;
    private final List<Field> fields;
    private boolean filled;
    private int operators;

    /** Takes ownership of {@code input}. */
    JoinBuild(Lanes input, JoinShape shape, ExecutionContext context) {
        this.input = input;
        this.fields = input.fields();
        this.table = new JoinTable(fields, shape, context);
    }

    List<Field> fields() {
        return fields;
    }

    /** Reads the input into the table, the first time. */
    void fill() {
        if (!filled) {
            table.fill(input);
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
