package org.lancesql.versioning;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.TimeStampMicroTZVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.BatchReader;
import org.lancesql.storage.BatchSource;
import org.lancesql.storage.ScanRequest;
import org.lancesql.storage.TableHandle;
import org.lancesql.versioning.DecidedTransaction.Part;

/** Decided transactions as rows: one for each table of each, with what is the same for all of its tables in each. */
final class HistoryRows {
    private static final ArrowType TEXT = new ArrowType.Utf8();
    private static final ArrowType NUMBER = new ArrowType.Int(64, true);
    private static final Schema SCHEMA = new Schema(List.of(
            column("id", TEXT, false),
            column("outcome", TEXT, false),
            column("decided_at", new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC"), false),
            column("user", TEXT, false),
            column("application", TEXT, true),
            column("statements", TEXT, false),
            column("recovered_by", TEXT, true),
            column("table", TEXT, false),
            column("base", NUMBER, false),
            column("applied", NUMBER, true),
            column("undone", NUMBER, true)));

    private HistoryRows() {}

    private static Field column(String name, ArrowType type, boolean nullable) {
        return new Field(name, new FieldType(nullable, type, null), null);
    }

    /** The rows of transactions that are to be added. */
    static BatchSource of(List<DecidedTransaction> decided) {
        return new Rows(decided.iterator());
    }

    /** All transactions of the table by id. One that two programs have added counts once. */
    static Map<String, DecidedTransaction> read(TableHandle handle, BufferAllocator memory) {
        Map<String, DecidedTransaction> first = new LinkedHashMap<>();
        Map<String, Map<String, Part>> parts = new LinkedHashMap<>();
        List<String> columns = SCHEMA.getFields().stream().map(Field::getName).toList();
        try (BatchReader reader = handle.scan(ScanRequest.of(columns), memory)) {
            for (VectorSchemaRoot batch = reader.next(); batch != null; batch = reader.next()) {
                for (int row = 0; row < batch.getRowCount(); row++) {
                    DecidedTransaction decided = decided(batch, row);
                    first.putIfAbsent(decided.id(), decided);
                    parts.computeIfAbsent(decided.id(), id -> new TreeMap<>())
                            .putIfAbsent(text(batch, "table", row), part(batch, row));
                }
            }
        }
        first.replaceAll((id, decided) ->
                decided.withParts(List.copyOf(parts.getOrDefault(id, Map.of()).values())));
        return first;
    }

    private static DecidedTransaction decided(VectorSchemaRoot batch, int row) {
        long micros = ((TimeStampMicroTZVector) batch.getVector("decided_at")).get(row);
        return DecidedTransaction.of(
                text(batch, "id", row),
                LogText.outcome(text(batch, "outcome", row)),
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS),
                new TransactionOrigin(
                        text(batch, "user", row),
                        optionalText(batch, "application", row),
                        text(batch, "statements", row)),
                optionalText(batch, "recovered_by", row),
                List.of());
    }

    private static Part part(VectorSchemaRoot batch, int row) {
        return new Part(
                text(batch, "table", row),
                ((BigIntVector) batch.getVector("base")).get(row),
                optionalNumber(batch, "applied", row),
                optionalNumber(batch, "undone", row));
    }

    private static String text(VectorSchemaRoot batch, String column, int row) {
        return new String(((VarCharVector) batch.getVector(column)).get(row), StandardCharsets.UTF_8);
    }

    private static @Nullable String optionalText(VectorSchemaRoot batch, String column, int row) {
        return batch.getVector(column).isNull(row) ? null : text(batch, column, row);
    }

    private static OptionalLong optionalNumber(VectorSchemaRoot batch, String column, int row) {
        BigIntVector vector = (BigIntVector) batch.getVector(column);
        return vector.isNull(row) ? OptionalLong.empty() : OptionalLong.of(vector.get(row));
    }

    private record Rows(Iterator<DecidedTransaction> decided) implements BatchSource {
        private static final int TRANSACTIONS_PER_BATCH = 1_000;

        @Override
        public Schema schema() {
            return SCHEMA;
        }

        @Override
        public boolean load(VectorSchemaRoot root) {
            List<DecidedTransaction> next = new ArrayList<>();
            while (decided.hasNext() && next.size() < TRANSACTIONS_PER_BATCH) {
                next.add(decided.next());
            }
            root.allocateNew();
            int row = 0;
            for (DecidedTransaction transaction : next) {
                for (Part part : transaction.parts()) {
                    set(root, row++, transaction, part);
                }
            }
            root.setRowCount(row);
            return !next.isEmpty();
        }

        private static void set(VectorSchemaRoot root, int row, DecidedTransaction decided, Part part) {
            set(root, "id", row, decided.id());
            set(root, "outcome", row, LogText.code(decided.outcome()));
            ((TimeStampMicroTZVector) root.getVector("decided_at"))
                    .setSafe(row, ChronoUnit.MICROS.between(Instant.EPOCH, decided.decidedAt()));
            set(root, "user", row, decided.user());
            set(root, "application", row, decided.application());
            set(root, "statements", row, decided.statements());
            set(root, "recovered_by", row, decided.recoveredBy());
            set(root, "table", row, part.table());
            ((BigIntVector) root.getVector("base")).setSafe(row, part.base());
            part.applied().ifPresent(version -> ((BigIntVector) root.getVector("applied")).setSafe(row, version));
            part.undone().ifPresent(version -> ((BigIntVector) root.getVector("undone")).setSafe(row, version));
        }

        private static void set(VectorSchemaRoot root, String column, int row, @Nullable String value) {
            if (value != null) {
                ((VarCharVector) root.getVector(column)).setSafe(row, value.getBytes(StandardCharsets.UTF_8));
            }
        }
    }
}
