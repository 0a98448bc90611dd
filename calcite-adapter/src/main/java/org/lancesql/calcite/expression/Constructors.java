package org.lancesql.calcite.expression;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Vectors;

/** Lists, maps and structs put together from their parts, which have the types of the result's children. */
final class Constructors {
    private Constructors() {}

    static Expression list(Field field, List<Expression> elements) {
        return new SlotExpression(field, elements) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                List<@Nullable Object> list = new ArrayList<>();
                values.forEach(value -> list.add(Vectors.get(value, row)));
                Vectors.set(result, row, list);
            }
        };
    }

    static Expression struct(Field field, List<Expression> parts) {
        return new SlotExpression(field, parts) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                StructVector struct = (StructVector) result;
                struct.setIndexDefined(row);
                for (int i = 0; i < values.size(); i++) {
                    Vectors.set((FieldVector) struct.getChildByOrdinal(i), row, Vectors.get(values.get(i), row));
                }
            }
        };
    }

    /** @param parts key, value, key, value, ...; of equal keys the last one counts */
    static Expression map(Field field, List<Expression> parts) {
        return new SlotExpression(field, parts) {
            @Override
            void compute(List<FieldVector> values, int row, FieldVector result) {
                Map<Object, @Nullable Object> map = new LinkedHashMap<>();
                for (int i = 0; i < values.size(); i += 2) {
                    Object key = Vectors.get(values.get(i), row);
                    if (key == null) {
                        throw new EvaluationException(Reason.NULL_NOT_ALLOWED, "A key of a MAP is NULL");
                    }
                    map.put(key, Vectors.get(values.get(i + 1), row));
                }
                Vectors.set(result, row, map);
            }
        };
    }
}
