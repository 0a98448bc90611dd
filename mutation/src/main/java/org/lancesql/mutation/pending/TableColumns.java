package org.lancesql.mutation.pending;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns of a table against those of rows that are to go there. */
final class TableColumns {
    private TableColumns() {}

    /** @throws IllegalArgumentException when names, order or types differ */
    static void requireSame(Schema rows, Schema table) {
        if (!haveSame(rows.getFields(), table.getFields(), true)) {
            throw new IllegalArgumentException(
                    "rows have columns " + rows.getFields() + ", the table has " + table.getFields());
        }
    }

    private static boolean haveSame(List<Field> rows, List<Field> table, boolean named) {
        boolean same = rows.size() == table.size();
        for (int i = 0; same && i < table.size(); i++) {
            Field row = rows.get(i);
            Field expected = table.get(i);
            // Arrow's list vectors do not keep the name of their child.
            same = (!named || row.getName().equals(expected.getName()))
                    && row.getType().equals(expected.getType())
                    && haveSame(row.getChildren(), expected.getChildren(), false);
        }
        return same;
    }
}
