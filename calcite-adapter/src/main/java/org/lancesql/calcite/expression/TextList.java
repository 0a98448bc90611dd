package org.lancesql.calcite.expression;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.EvaluationException;
import org.lancesql.execution.EvaluationException.Reason;
import org.lancesql.execution.Expression;
import org.lancesql.execution.Vectors;

/** The elements of a list that is written as a text, for example {@code [1, 2.5, null]}. */
final class TextList extends SlotExpression {
    private static final Field TEXTS = new Field(
            "", FieldType.nullable(ArrowType.List.INSTANCE), List.of(Field.nullable("item", ArrowType.Utf8.INSTANCE)));
    private static final Pattern COMMA = Pattern.compile(",");

    private TextList(Expression text) {
        super(TEXTS, List.of(text));
    }

    static Expression of(Expression text) {
        return new TextList(text);
    }

    @Override
    void compute(List<FieldVector> values, int row, FieldVector result) {
        Object text = Vectors.get(values.get(0), row);
        if (text != null) {
            Vectors.set(result, row, elements(text.toString().strip()));
        }
    }

    private static List<@Nullable Object> elements(String text) {
        if (text.length() < 2 || text.charAt(0) != '[' || text.charAt(text.length() - 1) != ']') {
            throw new EvaluationException(
                    Reason.INVALID_TEXT, "'" + text + "' is no list of values such as [1, 2.5, 3]");
        }
        String inner = text.substring(1, text.length() - 1).strip();
        List<@Nullable Object> elements = new ArrayList<>();
        if (!inner.isEmpty()) {
            for (String element : COMMA.split(inner, -1)) {
                elements.add(element.strip().equalsIgnoreCase("null") ? null : element.strip());
            }
        }
        return elements;
    }
}
