package org.lancesql.mutation.constraints;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.execution.Batch;
import org.lancesql.execution.Vectors;
import org.lancesql.storage.FieldMetadata;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.Predicates;

/**
 * A condition that all rows with one of a few keys satisfy, and hardly any others, for storage to look them up by. It need
 * not be exact: what it lets through is compared key by key.
 */
final class KeyLiterals {
    /** Beyond it, comparing the keys of whole fragments is cheaper than a condition. */
    static final int MOST = 1_000;

    private final KeyColumns columns;
    private final List<List<Predicate.Literal>> literals = new ArrayList<>();
    private final List<Set<Object>> seen = new ArrayList<>();
    private int keys;

    KeyLiterals(KeyColumns columns) {
        this.columns = columns;
        for (int i = 0; i < columns.names().size(); i++) {
            literals.add(new ArrayList<>());
            seen.add(new HashSet<>());
        }
    }

    /** @param row without nulls in the key */
    void add(Batch batch, int row) {
        keys++;
        if (keys > MOST) {
            return;
        }
        for (int i = 0; i < columns.names().size(); i++) {
            Field field = columns.stored().get(i);
            Object value = isComparable(field) ? literal(field, Vectors.get(batch.column(i), row)) : null;
            if (value != null && seen.get(i).add(identity(value))) {
                literals.get(i).add(new Predicate.Literal(field.getType(), value));
            }
        }
    }

    private static Object identity(Object value) {
        return value instanceof byte[] bytes ? ByteBuffer.wrap(bytes) : value;
    }

    int size() {
        return keys;
    }

    /** Empty when there are too many keys, or none of their columns can be compared by storage. */
    Optional<Predicate> predicate() {
        if (keys > MOST) {
            return Optional.empty();
        }
        List<Predicate> operands = new ArrayList<>();
        for (int i = 0; i < literals.size(); i++) {
            if (!literals.get(i).isEmpty()) {
                Predicate.Column column = Predicate.Column.of(columns.names().get(i));
                Predicate operand = literals.get(i).size() == 1
                        ? new Predicate.Comparison(
                                column,
                                Predicate.Operator.EQUAL,
                                literals.get(i).get(0))
                        : new Predicate.In(column, literals.get(i));
                if (Predicates.supports(operand)) {
                    operands.add(operand);
                }
            }
        }
        if (operands.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(operands.size() == 1 ? operands.get(0) : new Predicate.And(operands));
    }

    /** Types whose every value has a literal of the same value; what is finer or coarser in batches is left out. */
    private static boolean isComparable(Field field) {
        ArrowType type = field.getType();
        boolean exact = switch (type.getTypeID()) {
            case Int, Utf8, LargeUtf8, Binary, LargeBinary, FixedSizeBinary, Decimal, Bool -> true;
            case Date -> ((ArrowType.Date) type).getUnit() == DateUnit.DAY;
            case Timestamp -> ((ArrowType.Timestamp) type).getUnit() != TimeUnit.SECOND;
            default -> false;
        };
        return exact && FieldMetadata.isPlain(field) && Predicates.supportsOrder(type);
    }

    private static @Nullable Object literal(Field field, @Nullable Object value) {
        if (value instanceof Number number
                && field.getType() instanceof ArrowType.Int
                && !(value instanceof BigDecimal)) {
            return number.longValue();
        } else if (value instanceof UUID uuid) {
            return ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(uuid.getMostSignificantBits())
                    .putLong(uuid.getLeastSignificantBits())
                    .array();
        }
        return value;
    }
}
