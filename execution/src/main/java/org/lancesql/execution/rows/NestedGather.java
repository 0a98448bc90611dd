package org.lancesql.execution.rows;

import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.NullVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies lists, structs, maps and nulls, value by value. */
final class NestedGather extends ColumnGather {
    NestedGather(Field field, ColumnMemory source) {
        super(field, source);
    }

    @Override
    void copy(RowRun rows, FieldVector target) {
        if (target instanceof NullVector) {
            return;
        }
        for (int i = 0; i < rows.count(); i++) {
            long row = rows.address(i);
            if (isNull(row)) {
                target.setNull(i);
            } else {
                target.copyFromSafe(
                        RowAddress.position(row), i, source.vectors().get(RowAddress.batch(row)));
            }
        }
    }
}
