package org.lancesql.storage;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
        Map<Integer, Column> columns = columns(dataset);
        boolean stableRowIds = dataset.hasStableRowIds();
        List<TableIndex> indexes = new ArrayList<>();
        for (IndexDescription index : described) {
            List<Column> on = index.getFieldIds().stream()
                    .map(columns::get)
                    .filter(Objects::nonNull)
                    .toList();
            String kind = kind(index);
            boolean exact =
                    on.size() == index.getFieldIds().size() && !(kind.equals(IndexKind.ZONEMAP.name()) && stableRowIds);
            indexes.add(new TableIndex(index.getName(), kind, on, index.getRowsIndexed(), exact));
        }
        return List.copyOf(indexes);
    }

    /** Columns by id; none when Lance does not hand out the schema, as where it has a dictionary in it. */
    private static Map<Integer, Column> columns(Dataset dataset) {
        Map<Integer, Column> columns = new HashMap<>();
        try {
            dataset.getLanceSchema().fields().forEach(field -> add(field, List.of(), columns));
        } catch (IllegalArgumentException e) {
            return Map.of();
        }
        return columns;
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
