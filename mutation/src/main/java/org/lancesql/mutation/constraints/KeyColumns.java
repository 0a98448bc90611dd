package org.lancesql.mutation.constraints;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.TransferPair;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.CanonicalTypes;
import org.lancesql.execution.Selection;
import org.lancesql.execution.Vectors;
import org.lancesql.execution.hash.KeyCodec;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.StorageException;
import org.lancesql.storage.StorageException.Reason;

/** The columns of one key of a table, and how batches of them are read. */
final class KeyColumns {
    private static final int LONGEST_TEXT = 100;

    private final String table;
    private final TableConstraints.Key key;
    private final List<Field> stored;
    private final List<Field> canonical;
    private final int[] positions;

    /** @throws StorageException DAMAGED when the table has lost one of the columns, or it is of no type for keys */
    KeyColumns(String table, TableConstraints.Key key, Schema schema) {
        this.table = table;
        this.key = key;
        List<Field> fields = new ArrayList<>();
        for (String name : key.columns()) {
            Field field = schema.getFields().stream()
                    .filter(candidate -> candidate.getName().equals(name))
                    .findFirst()
                    .filter(CanonicalTypes::isSupported)
                    .filter(candidate -> KeyCodec.supports(CanonicalTypes.canonical(candidate)))
                    .orElseThrow(() -> new StorageException(
                            Reason.DAMAGED,
                            "Table " + table + " cannot be changed: " + key.kind() + " " + key.name()
                                    + " is on a column " + name + " that another program has dropped or changed."));
            fields.add(field);
        }
        this.stored = List.copyOf(fields);
        this.canonical = fields.stream().map(CanonicalTypes::canonical).toList();
        this.positions = IntStream.range(0, fields.size()).toArray();
    }

    String table() {
        return table;
    }

    List<String> names() {
        return key.columns();
    }

    List<Field> stored() {
        return stored;
    }

    /** Types of the columns in batches. */
    List<Field> canonical() {
        return canonical;
    }

    /** Where the columns are in batches: they come first. */
    int[] positions() {
        return positions;
    }

    /**
     * Reads a stream of the columns, and maybe others behind them, to its end.
     *
     * @param reader closed in the end
     */
    static void forEach(BatchReader reader, BufferAllocator allocator, Consumer<Batch> consumer) {
        try (reader) {
            for (VectorSchemaRoot root = reader.next(); root != null; root = reader.next()) {
                if (root.getRowCount() > 0) {
                    try (Batch batch = batch(root, allocator)) {
                        consumer.accept(batch);
                    }
                }
            }
        }
    }

    private static Batch batch(VectorSchemaRoot root, BufferAllocator allocator) {
        List<FieldVector> columns = new ArrayList<>();
        try {
            for (FieldVector vector : root.getFieldVectors()) {
                // By its field, because by its name alone some vectors would lose the metadata of their type.
                TransferPair transfer = vector.getTransferPair(vector.getField(), allocator);
                transfer.transfer();
                columns.add(CanonicalTypes.toCanonical((FieldVector) transfer.getTo(), allocator));
            }
        } catch (RuntimeException e) {
            columns.forEach(FieldVector::close);
            throw e;
        }
        return new Batch(columns, root.getRowCount(), Selection.all(root.getRowCount()));
    }

    /** The error for a row whose key is there already. */
    ConstraintViolationException duplicate(Batch batch, int row, String where) {
        List<String> values = new ArrayList<>();
        for (int position : positions) {
            values.add(text(Vectors.get(batch.column(position), row)));
        }
        return new ConstraintViolationException(
                ConstraintViolationException.Kind.UNIQUE,
                "Duplicate key (" + String.join(", ", names()) + ") = (" + String.join(", ", values) + ") in table "
                        + table + " violates " + key.kind() + " constraint " + key.name() + ": " + where);
    }

    private static String text(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            StringBuilder hex = new StringBuilder("x'");
            for (int i = 0; i < Math.min(bytes.length, LONGEST_TEXT / 2); i++) {
                hex.append(String.format("%02x", bytes[i]));
            }
            return hex.append(bytes.length > LONGEST_TEXT / 2 ? "..." : "'").toString();
        }
        String text = String.valueOf(value);
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }
}
