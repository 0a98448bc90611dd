package org.lancesql.calcite.expression;

import java.util.List;
import java.util.Objects;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Vectors;

/** What is taken out of lists, maps and structs. */
final class Elements {
    private Elements() {}

    /** A field of a struct by its ordinal from 0; null where the struct is. */
    static Expression ofStruct(Field field, Expression struct, int ordinal) {
        return new SlotExpression(field, List.of(struct)) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                StructVector vector = (StructVector) values.get(0);
                if (!vector.isNull(row)) {
                    copy((FieldVector) vector.getChildByOrdinal(ordinal), row, result, row);
                }
            }
        };
    }

    /** An element of a list by its position from 1; null beyond the list. */
    static Expression ofList(Field field, Expression list, Expression position) {
        return new SlotExpression(field, List.of(list, position)) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                ListVector vector = (ListVector) values.get(0);
                FieldVector positions = values.get(1);
                if (vector.isNull(row) || positions.isNull(row)) {
                    return;
                }
                long index = vector.getElementStartIndex(row) + Vectors.getLong(positions, row) - 1;
                if (index >= vector.getElementStartIndex(row) && index < vector.getElementEndIndex(row)) {
                    copy(vector.getDataVector(), (int) index, result, row);
                }
            }
        };
    }

    /** The value of a key in a map; null when it is not there. */
    static Expression ofMap(Field field, Expression map, Expression key) {
        return new SlotExpression(field, List.of(map, key)) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                ListVector vector = (ListVector) values.get(0);
                FieldVector keys = values.get(1);
                if (vector.isNull(row) || keys.isNull(row)) {
                    return;
                }
                Object wanted = Vectors.get(keys, row);
                StructVector entries = (StructVector) vector.getDataVector();
                FieldVector entryKeys = (FieldVector) entries.getChildByOrdinal(0);
                for (int i = vector.getElementStartIndex(row); i < vector.getElementEndIndex(row); i++) {
                    if (Objects.deepEquals(wanted, Vectors.get(entryKeys, i))) {
                        copy((FieldVector) entries.getChildByOrdinal(1), i, result, row);
                        return;
                    }
                }
            }
        };
    }

    /** How many elements a list or map has. */
    static Expression count(Field field, Expression list) {
        return new SlotExpression(field, List.of(list)) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                ListVector vector = (ListVector) values.get(0);
                if (!vector.isNull(row)) {
                    int count = vector.getElementEndIndex(row) - vector.getElementStartIndex(row);
                    ((IntVector) result).setSafe(row, count);
                }
            }
        };
    }
}
