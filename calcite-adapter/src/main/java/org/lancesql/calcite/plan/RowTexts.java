package org.lancesql.calcite.plan;

import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.FieldVector;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Vectors;

/** Rows in messages. */
final class RowTexts {
    private static final int LONGEST_VALUE = 40;
    private static final int MOST_VALUES = 20;

    private RowTexts() {}

    /** The values of a row in parentheses, long ones and many cut short. */
    static String of(Batch batch, int row) {
        List<String> values = new ArrayList<>();
        for (FieldVector column : batch.columns()) {
            if (values.size() == MOST_VALUES) {
                values.add("...");
                break;
            }
            Object value = Vectors.get(column, row);
            String text = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
            values.add(text.length() <= LONGEST_VALUE ? text : text.substring(0, LONGEST_VALUE) + "...");
        }
        return "(" + String.join(", ", values) + ")";
    }
}
