package org.lancesql.calcite.rowhistory;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.lancesql.calcite.StatementException;
import org.lancesql.calcite.StatementException.Reason;
import org.lancesql.calcite.pushdown.KeyValue;
import org.lancesql.calcite.schema.LanceTable;
import org.lancesql.calcite.types.SqlTypes;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Vectors;
import org.lancesql.storage.ArrowMemory;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.RowColumns;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;

/** Reads the rows of versions that have a key, with the columns that the table has now. */
final class KeyedRows {
    private static final int FRAGMENT_SHIFT = 32;

    private final LanceTable table;
    private final Map<String, @Nullable Object> key;
    private final ArrowMemory memory;

    KeyedRows(LanceTable table, Map<String, @Nullable Object> key, ArrowMemory memory) {
        this.table = table;
        this.key = key;
        this.memory = memory;
    }

    /**
     * Rows of a version that have the key, and those of given ids.
     *
     * @param fragments where to look
     */
    List<KeyedRow> read(long version, List<Integer> fragments, Set<Long> ids) {
        if (fragments.isEmpty()) {
            return List.of();
        }
        try (TableHandle handle = table.stored().open(version);
                BufferAllocator allocator = memory.newChild("row history")) {
            List<KeyedRow> rows = new ArrayList<>();
            Optional<Predicate> condition = condition(handle.schema());
            if (condition.isPresent()) {
                ScanRequest request = request(columns(handle), fragments).withPredicate(condition.get());
                scan(handle, request, null, allocator, rows);
            }
            Set<Long> others = new HashSet<>(ids);
            rows.forEach(row -> others.remove(row.id()));
            if (handle.hasStableRowIds() && hasAny(handle, fragments, others, allocator)) {
                scan(handle, request(columns(handle), fragments), others, allocator, rows);
            }
            return rows;
        }
    }

    /** Empty when the version lacks a column of the key. */
    private Optional<Predicate> condition(Schema schema) {
        List<Predicate> conditions = new ArrayList<>();
        for (Map.Entry<String, @Nullable Object> column : key.entrySet()) {
            Optional<Field> field = find(schema, column.getKey());
            Optional<Predicate> condition = field.flatMap(found -> KeyValue.equal(found, column.getValue()));
            if (condition.isEmpty()) {
                return Optional.empty();
            }
            conditions.add(condition.get());
        }
        return Optional.of(conditions.size() == 1 ? conditions.get(0) : new Predicate.And(conditions));
    }

    private static Optional<Field> find(Schema schema, String name) {
        return schema.getFields().stream()
                .filter(field -> field.getName().equals(name))
                .findFirst();
    }

    private static ScanRequest request(List<String> columns, List<Integer> fragments) {
        return new ScanRequest(columns, null, OptionalLong.empty(), 0, List.of(), fragments);
    }

    /** The columns of the table that a version has, then the names of its rows. */
    private List<String> columns(TableHandle handle) {
        List<String> columns = new ArrayList<>();
        for (Field column : table.columns()) {
            if (find(handle.schema(), column.getName()).isPresent()) {
                columns.add(column.getName());
            }
        }
        columns.add(RowColumns.ADDRESS);
        columns.add(RowColumns.ID);
        return columns;
    }

    /** Reads no column of the table: to find that a row is not there costs next to nothing. */
    private static boolean hasAny(
            TableHandle handle, List<Integer> fragments, Set<Long> ids, BufferAllocator allocator) {
        if (ids.isEmpty()) {
            return false;
        }
        try (BatchReader reader = handle.scan(request(List.of(RowColumns.ID), fragments), allocator)) {
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                BigIntVector found = (BigIntVector) root.getVector(RowColumns.ID);
                for (int row = 0; row < root.getRowCount(); row++) {
                    if (ids.contains(found.get(row))) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    private void scan(
            TableHandle handle,
            ScanRequest request,
            @Nullable Set<Long> ids,
            BufferAllocator allocator,
            List<KeyedRow> into) {
        try (BatchReader reader = handle.scan(request, allocator)) {
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                BigIntVector addresses = (BigIntVector) root.getVector(RowColumns.ADDRESS);
                BigIntVector rowIds = (BigIntVector) root.getVector(RowColumns.ID);
                List<Integer> wanted = new ArrayList<>();
                for (int row = 0; row < root.getRowCount(); row++) {
                    if (ids == null || ids.contains(rowIds.get(row))) {
                        wanted.add(row);
                    }
                }
                List<List<@Nullable Object>> values = values(root, wanted, allocator);
                for (int i = 0; i < wanted.size(); i++) {
                    int row = wanted.get(i);
                    into.add(new KeyedRow(
                            handle.hasStableRowIds() ? rowIds.get(row) : null,
                            (int) (addresses.get(row) >>> FRAGMENT_SHIFT),
                            values.get(i)));
                }
            }
        }
    }

    private List<List<@Nullable Object>> values(
            VectorSchemaRoot root, List<Integer> wanted, BufferAllocator allocator) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        wanted.forEach(row -> rows.add(new ArrayList<>()));
        if (wanted.isEmpty()) {
            return rows;
        }
        for (Field column : table.columns()) {
            FieldVector stored = root.getSchema().getFields().stream()
                            .anyMatch(field -> field.getName().equals(column.getName()))
                    ? root.getVector(column.getName())
                    : null;
            if (stored == null) {
                rows.forEach(row -> row.add(null));
                continue;
            }
            TransferPair transfer = stored.getTransferPair(stored.getField(), allocator);
            transfer.transfer();
            try (FieldVector canonical = CanonicalTypes.toCanonical((FieldVector) transfer.getTo(), allocator)) {
                for (int i = 0; i < wanted.size(); i++) {
                    rows.get(i).add(converted(Vectors.get(canonical, wanted.get(i)), canonical.getField(), column));
                }
            }
        }
        return rows;
    }

    /** A value of a version in which the column had another type. */
    private @Nullable Object converted(@Nullable Object value, Field was, Field column) {
        Field now = CanonicalTypes.canonical(column);
        if (value == null || SqlTypes.samePhysical(was, now)) {
            return value;
        }
        if (now.getType() instanceof ArrowType.Utf8) {
            return value.toString();
        }
        if (value instanceof Number number) {
            if (now.getType() instanceof ArrowType.Decimal decimal) {
                return new BigDecimal(number.toString()).setScale(decimal.getScale(), RoundingMode.HALF_UP);
            }
            if (now.getType() instanceof ArrowType.FloatingPoint || now.getType() instanceof ArrowType.Int) {
                return number;
            }
        }
        throw new StatementException(
                Reason.TYPE_MISMATCH,
                "Column " + column.getName() + " of table " + table.name() + " had the type " + was.getType()
                        + " in an earlier version, whose values cannot be shown as " + now.getType());
    }
}
