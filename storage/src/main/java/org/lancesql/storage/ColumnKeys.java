package org.lancesql.storage;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;
import org.lancesql.storage.TableShape.Column;

/**
 * What the values of a column are called in the {@link ColumnCache}. A name says which data files hold them, which never
 * change, which rows of these are gone, and how the rest is cut. So versions share what they have in common, and what is
 * changed has another name.
 *
 * @param field as scans return it
 * @param column names the column, of whatever fragments
 * @param fragments name of the values in each fragment, in order
 */
record ColumnKeys(Field field, String column, List<String> fragments) {
    private static final char SEPARATOR = '|';
    private static final double TEXT_BYTES = 16;
    private static final double UNPACKED = 1.5;

    ColumnKeys {
        requireNonNull(field, "field is null");
        requireNonNull(column, "column is null");
        fragments = List.copyOf(fragments);
    }

    /** Of a column of a version, or null when it cannot be kept. */
    static @Nullable ColumnKeys of(OpenDataset dataset, String name) {
        Field field = dataset.schema().getFields().stream()
                .filter(column -> column.getName().equals(name))
                .findFirst()
                .orElse(null);
        if (name.equals(RowColumns.ADDRESS)) {
            return of(dataset, RowColumns.find(dataset.schema(), name), name, Set.of());
        }
        if (field == null
                || field.getMetadata().containsKey(FieldMetadata.UNREADABLE)
                || FieldMetadata.isBlob(field)
                || !ColumnNames.isAddressable(name)
                || !ColumnChunk.supports(field)) {
            return null;
        }
        TableShape shape = dataset.shape();
        if (shape.isOfFiles()) {
            // Without ids of columns only the version itself tells which column a name means.
            return of(dataset, field, name + SEPARATOR + dataset.key().version() + dataset.identity(), Set.of());
        }
        Set<Integer> ids = ids(shape, name);
        return of(dataset, field, ids + types(field), ids);
    }

    private static @Nullable ColumnKeys of(OpenDataset dataset, Field field, String identity, Set<Integer> ids) {
        String column =
                dataset.key().directory().toString() + SEPARATOR + identity + SEPARATOR + dataset.batchRows(false);
        List<String> keys = new ArrayList<>();
        for (FragmentMetadata fragment : dataset.fragments()) {
            DeletionFile deletions = fragment.getDeletionFile();
            if (deletions != null && deletions.getNumDeletedRows() == null) {
                return null; // how many rows are left is not known
            }
            StringBuilder key = new StringBuilder(column).append(SEPARATOR).append(fragment.getId());
            if (deletions != null) {
                key.append(SEPARATOR)
                        .append(deletions.getReadVersion())
                        .append('-')
                        .append(deletions.getId());
            }
            files(fragment, ids)
                    .forEach(file -> key.append(SEPARATOR)
                            .append(file.getBaseId().orElse(0))
                            .append(':')
                            .append(file.getPath()));
            keys.add(key.toString());
        }
        return new ColumnKeys(field, column, keys);
    }

    /** Ids of a column and of all that is in it. */
    private static Set<Integer> ids(TableShape shape, String name) {
        Set<Integer> ids = new HashSet<>();
        for (Column column : shape.columns()) {
            boolean isIt = column.parentId() < 0 && column.name().equals(name);
            if (isIt || ids.contains(column.parentId())) {
                ids.add(column.id());
            }
        }
        return ids;
    }

    private static String types(Field field) {
        StringBuilder types = new StringBuilder().append(field.getType());
        field.getChildren()
                .forEach(child -> types.append('(').append(types(child)).append(')'));
        return types.toString();
    }

    /** The files that hold a column; all of them where none is known to, for then it is the others that have the rows. */
    private static List<DataFile> files(FragmentMetadata fragment, Set<Integer> ids) {
        List<DataFile> files = fragment.getFiles().stream()
                .filter(file -> IntStream.of(file.getFields()).anyMatch(ids::contains))
                .toList();
        return files.isEmpty() ? fragment.getFiles() : files;
    }

    /** Bytes that a value takes in memory: a guess where they have no fixed width. */
    static double width(OpenDataset dataset, Field field) {
        double fixed = fixedWidth(field);
        int variable = variableParts(field);
        if (variable == 0) {
            return fixed;
        }
        List<Field> all = dataset.schema().getFields();
        double others = all.stream().mapToDouble(ColumnKeys::fixedWidth).sum();
        int parts = all.stream().mapToInt(ColumnKeys::variableParts).sum();
        double each = (dataset.bytesPerRow() - others / 2) / parts * UNPACKED;
        return fixed + variable * Math.max(TEXT_BYTES, each);
    }

    private static double fixedWidth(Field field) {
        ArrowType type = field.getType();
        double validity = 1.0 / Byte.SIZE;
        double children =
                field.getChildren().stream().mapToDouble(ColumnKeys::fixedWidth).sum();
        return validity
                + switch (type.getTypeID()) {
                    case Int -> ((ArrowType.Int) type).getBitWidth() / 8.0;
                    case Decimal -> ((ArrowType.Decimal) type).getBitWidth() / 8.0;
                    case FixedSizeBinary -> ((ArrowType.FixedSizeBinary) type).getByteWidth();
                    case FixedSizeList -> ((ArrowType.FixedSizeList) type).getListSize() * children;
                    case Utf8, Binary -> Integer.BYTES;
                    case Bool, Null -> validity;
                    case Struct -> children;
                    default -> Long.BYTES;
                };
    }

    private static int variableParts(Field field) {
        return switch (field.getType().getTypeID()) {
            case Utf8, LargeUtf8, Binary, LargeBinary, List, LargeList, Map -> 1;
            default ->
                field.getChildren().stream().mapToInt(ColumnKeys::variableParts).sum();
        };
    }
}
