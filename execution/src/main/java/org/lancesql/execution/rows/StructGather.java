package org.lancesql.execution.rows;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.Field;

/** Copies structs, member by member. */
final class StructGather extends ColumnGather {
    private final List<ColumnGather> members = new ArrayList<>();

    StructGather(Field field, ColumnMemory source) {
        super(field, source);
        for (int i = 0; i < field.getChildren().size(); i++) {
            members.add(of(field.getChildren().get(i), source.child(i)));
        }
    }

    @Override
    int fit(long[] addresses, int from, int to) {
        int end = to;
        for (ColumnGather member : members) {
            end = member.fit(addresses, from, end);
        }
        return end;
    }

    @Override
    void copy(RowRun rows, FieldVector target) {
        copyValidity(rows, target);
        for (int i = 0; i < members.size(); i++) {
            try (FieldVector member = members.get(i).gather(rows, target.getAllocator())) {
                member.makeTransferPair(target.getChildrenFromFields().get(i)).transfer();
            }
        }
    }
}
