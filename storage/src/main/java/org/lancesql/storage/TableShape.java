package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/**
 * The columns of a version, nested ones included, by all that data files depend on.
 *
 * @param ids of the columns in data files
 */
record TableShape(List<Column> columns, List<Integer> ids) {
    private static final int UNKNOWN = -1;

    record Column(int id, int parentId, String name, String type, boolean nullable) {}

    TableShape {
        columns = List.copyOf(columns);
        ids = List.copyOf(ids);
    }

    static TableShape of(OpenDataset dataset) {
        List<Column> columns = new ArrayList<>();
        try {
            dataset.dataset().getLanceSchema().fields().forEach(field -> add(field, columns));
        } catch (IllegalArgumentException e) {
            // Lance does not hand out a schema that has a dictionary in it.
            return ofFiles(dataset);
        }
        return new TableShape(columns, columns.stream().map(Column::id).toList());
    }

    private static void add(LanceField field, List<Column> columns) {
        columns.add(new Column(
                field.getId(), field.getParentId(), field.getName(), field.getLogicalType(), field.isNullable()));
        field.getChildren().forEach(child -> add(child, columns));
    }

    /** The ids are those that data files and indexes have, which are not told apart by columns. */
    private static TableShape ofFiles(OpenDataset dataset) {
        Set<Integer> ids = new TreeSet<>();
        for (FragmentMetadata fragment : dataset.fragments()) {
            for (DataFile file : fragment.getFiles()) {
                for (int id : file.getFields()) {
                    ids.add(id);
                }
            }
        }
        dataset.dataset().getIndexes().forEach(index -> ids.addAll(index.fields()));
        ids.removeIf(id -> id < 0);
        List<Column> columns = new ArrayList<>();
        dataset.storedSchema().written().getFields().forEach(field -> add(field, columns));
        return new TableShape(columns, List.copyOf(ids));
    }

    private static void add(Field field, List<Column> columns) {
        columns.add(new Column(
                UNKNOWN,
                UNKNOWN,
                field.getName(),
                String.valueOf(field.getFieldType().getType()),
                field.isNullable()));
        field.getChildren().forEach(child -> add(child, columns));
    }

    long[] fieldIds() {
        return ids.stream().mapToLong(Integer::longValue).toArray();
    }
}
