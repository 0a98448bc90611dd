package org.lancesql.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lance.Dataset;
import org.lance.index.IndexDescription;
import org.lance.schema.LanceField;
import org.lancesql.storage.Predicate.Column;

/** The indexes of an open dataset, as this project speaks of them. */
final class TableIndexes {
    private TableIndexes() {}

    static List<TableIndex> of(Dataset dataset) {
        List<IndexDescription> described = dataset.describeIndices();
        if (described.isEmpty()) {
            return List.of();
        }
        Map<Integer, Column> columns = new HashMap<>();
        dataset.getLanceSchema().fields().forEach(field -> add(field, List.of(), columns));
        List<TableIndex> indexes = new ArrayList<>();
        for (IndexDescription index : described) {
            List<Column> on = index.getFieldIds().stream()
                    .map(id -> columns.getOrDefault(id, Column.of("field " + id)))
                    .toList();
            String kind = kind(index);
            boolean exact = !kind.equals(IndexKind.ZONEMAP.name()) || !dataset.hasStableRowIds();
            indexes.add(new TableIndex(index.getName(), kind, on, index.getRowsIndexed(), exact));
        }
        return List.copyOf(indexes);
    }

    private static String kind(IndexDescription index) {
        return index.getMetadata().isEmpty() || index.getMetadata().get(0).indexType() == null
                ? index.getIndexType()
                : index.getMetadata().get(0).indexType().name();
    }

    private static void add(LanceField field, List<String> parent, Map<Integer, Column> columns) {
        List<String> path = new ArrayList<>(parent);
        path.add(field.getName());
        columns.put(field.getId(), new Column(path));
        field.getChildren().forEach(child -> add(child, path, columns));
    }
}
