package org.lancesql.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The columns that two versions of a table have in common, whatever they are called.
 *
 * @param base names in the one
 * @param head names in the other, in the same order
 * @param obstacle what keeps their values from being compared, as a predicate on the table; null when nothing does
 */
record SharedColumns(
        List<String> base, List<String> head, @Nullable String obstacle) {
    SharedColumns {
        base = List.copyOf(base);
        head = List.copyOf(head);
    }

    /** Those of two versions that have the same ones. */
    static SharedColumns same(LeasedTable table) {
        List<String> names =
                table.schema().getFields().stream().map(Field::getName).toList();
        return new SharedColumns(names, names, null);
    }

    static SharedColumns of(LeasedTable base, LeasedTable head) {
        Map<Object, String> before = keys(base);
        Map<Object, String> after = keys(head);
        List<String> names = new ArrayList<>();
        List<String> others = new ArrayList<>();
        String obstacle = null;
        for (Map.Entry<Object, String> column : before.entrySet()) {
            String other = after.get(column.getKey());
            if (other == null) {
                continue;
            }
            names.add(column.getValue());
            others.add(other);
            if (!haveSameType(field(base, column.getValue()), field(head, other))) {
                obstacle = "changed the type of column " + other;
            }
        }
        return new SharedColumns(names, others, obstacle);
    }

    private static Field field(LeasedTable table, String name) {
        return table.schema().findField(name);
    }

    private static boolean haveSameType(Field one, Field other) {
        List<Field> members = one.getChildren();
        List<Field> others = other.getChildren();
        boolean same = one.getType().equals(other.getType()) && members.size() == others.size();
        for (int i = 0; same && i < members.size(); i++) {
            same = members.get(i).getName().equals(others.get(i).getName())
                    && haveSameType(members.get(i), others.get(i));
        }
        return same;
    }

    /** The name of each column by what tells it from others: its id, or its name where Lance does not hand out ids. */
    private static Map<Object, String> keys(LeasedTable table) {
        Map<Object, String> keys = new HashMap<>();
        TableShape shape = OpenDataset.calling("Columns cannot be read", table.dataset()::shape);
        Schema schema = table.schema();
        if (shape.isOfFiles()) {
            schema.getFields().forEach(field -> keys.put(field.getName(), field.getName()));
        } else {
            shape.topLevel().forEach(column -> keys.put(column.id(), column.name()));
        }
        return keys;
    }

    /** Name in the one version of a column of the other, or null. */
    @Nullable String baseOf(String headName) {
        int at = head.indexOf(headName);
        return at < 0 ? null : base.get(at);
    }
}
