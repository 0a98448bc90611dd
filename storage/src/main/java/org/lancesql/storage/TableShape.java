package org.lancesql.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/**
 * What rows depend on that are made for a version: its columns, nested ones included, by all that matters to data files,
 * and its constraints.
 *
 * @param ids of the columns, as far as data files and indexes name them
 * @param constraints in their stored form, if there are any
 */
record TableShape(
        List<Column> columns, List<Integer> ids, @Nullable String constraints) {
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
        return new TableShape(columns, columns.stream().map(Column::id).toList(), constraints(dataset));
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
        return new TableShape(columns, List.copyOf(ids), constraints(dataset));
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

    private static @Nullable String constraints(OpenDataset dataset) {
        return dataset.metadata().get(FieldMetadata.CONSTRAINTS);
    }

    /** Whether the ids depend on the files of a version, and not on its columns alone. */
    boolean isOfFiles() {
        return columns.stream().anyMatch(column -> column.id() == UNKNOWN);
    }

    /** Columns that are not part of another one. */
    List<Column> topLevel() {
        return columns.stream().filter(column -> column.parentId() < 0).toList();
    }

    /** What differs of another version, as a predicate on the table; null when rows for the one fit the other. */
    @Nullable String difference(TableShape other) {
        if (!columns.equals(other.columns)) {
            return "changed its columns";
        }
        return Objects.equals(constraints, other.constraints) ? null : "changed its constraints";
    }

    long[] fieldIds() {
        return ids.stream().mapToLong(Integer::longValue).toArray();
    }
}
