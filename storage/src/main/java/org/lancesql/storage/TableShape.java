package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import org.lance.Dataset;
import org.lance.schema.LanceField;

/** The columns of a version, nested ones included, by all that data files depend on. */
record TableShape(List<Column> columns) {
    record Column(int id, int parentId, String name, String type, boolean nullable) {}

    static TableShape of(Dataset dataset) {
        List<Column> columns = new ArrayList<>();
        dataset.getLanceSchema().fields().forEach(field -> add(field, columns));
        return new TableShape(List.copyOf(columns));
    }

    private static void add(LanceField field, List<Column> columns) {
        columns.add(new Column(
                field.getId(), field.getParentId(), field.getName(), field.getLogicalType(), field.isNullable()));
        field.getChildren().forEach(child -> add(child, columns));
    }

    long[] fieldIds() {
        return columns.stream().mapToLong(Column::id).toArray();
    }
}
