package org.lancesql.execution.rows;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** A column of nulls, which have no memory. */
final class NullGather extends ColumnGather {
    NullGather(Field field, ColumnMemory source) {
        super(field, source);
    }

    @Override
    void copy(RowRun rows, FieldVector target) {}
}
