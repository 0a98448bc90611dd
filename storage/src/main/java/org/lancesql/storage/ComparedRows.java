package org.lancesql.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.In;
import org.lancesql.storage.Predicate.Literal;

/** Compares the values of rows in two versions of a table. */
final class ComparedRows {
    /** Rows read at a time at the most. */
    private static final int ROWS = 4096;

    private static final ArrowType ID_TYPE = new ArrowType.Int(64, true);

    private final LeasedTable base;
    private final LeasedTable head;
    private final BufferAllocator allocator;
    private final SharedColumns columns;

    ComparedRows(LeasedTable base, LeasedTable head, SharedColumns columns, BufferAllocator allocator) {
        this.base = base;
        this.head = head;
        this.columns = columns;
        this.allocator = allocator;
    }

    /** A column that cannot be read; null when there is none. */
    static @Nullable Field unreadable(Schema schema) {
        return schema.getFields().stream()
                .filter(field -> field.getMetadata().containsKey(FieldMetadata.UNREADABLE)
                        || !ColumnNames.isAddressable(field.getName())
                        || RowColumns.isOne(field.getName()))
                .findFirst()
                .orElse(null);
    }

    /** Those of some rows that are there in both, with the same values. */
    Set<Long> same(Collection<Long> rowIds) {
        int rows = Math.min(
                ROWS, Math.min(base.dataset().batchRows(true), head.dataset().batchRows(true)));
        List<Long> ids = List.copyOf(rowIds);
        Set<Long> same = new HashSet<>();
        for (int from = 0; from < ids.size(); from += rows) {
            addSame(ids.subList(from, Math.min(ids.size(), from + rows)), same);
        }
        return same;
    }

    private void addSame(List<Long> ids, Set<Long> same) {
        try (HeldRows left = read(base, columns.base(), ids);
                HeldRows right = read(head, columns.head(), ids)) {
            ids.stream().filter(id -> left.isSame(right, id)).forEach(same::add);
        }
    }

    /** A request for rows by their ids, which are the first column. */
    static ScanRequest request(List<String> columns, List<Long> ids) {
        List<String> all = new ArrayList<>();
        all.add(RowColumns.ID);
        all.addAll(columns);
        List<Literal> literals =
                ids.stream().map(id -> new Literal(ID_TYPE, id)).toList();
        return ScanRequest.of(all).withPredicate(new In(Column.of(RowColumns.ID), literals));
    }

    private HeldRows read(LeasedTable table, List<String> names, List<Long> ids) {
        HeldRows rows = new HeldRows();
        try (BatchReader reader = table.scan(request(names, ids), allocator)) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                rows.add(Batches.transfer(batch, allocator));
            }
            return rows;
        } catch (Throwable failure) {
            rows.close();
            throw failure;
        }
    }

    /** Rows in memory, by row id, which is their first column. */
    private static final class HeldRows implements AutoCloseable {
        private final List<VectorSchemaRoot> batches = new ArrayList<>();
        private final Map<Long, Place> places = new HashMap<>();

        private record Place(VectorSchemaRoot batch, int row) {}

        void add(VectorSchemaRoot batch) {
            batches.add(batch);
            BigIntVector ids = (BigIntVector) batch.getVector(0);
            for (int row = 0; row < batch.getRowCount(); row++) {
                places.put(ids.get(row), new Place(batch, row));
            }
        }

        boolean isSame(HeldRows other, long id) {
            Place left = places.get(id);
            Place right = other.places.get(id);
            if (left == null || right == null) {
                return false;
            }
            List<FieldVector> values = left.batch().getFieldVectors();
            for (int i = 0; i < values.size(); i++) {
                FieldVector others = right.batch().getVector(i);
                if (!SameValues.areSame(values.get(i), left.row(), others, right.row())) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public void close() {
            batches.forEach(VectorSchemaRoot::close);
        }
    }
}
