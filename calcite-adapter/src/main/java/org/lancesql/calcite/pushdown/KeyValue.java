package org.lancesql.calcite.pushdown;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.jspecify.annotations.Nullable;
import org.lancesql.storage.FieldMetadata;
import org.lancesql.storage.IndexKind;
import org.lancesql.storage.Predicate;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.IsNull;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicates;
import org.lancesql.storage.TableIndex;

/** A constant that a column is to be equal to, whatever type the column has. */
public final class KeyValue {
    private KeyValue() {}

    /**
     * The rows in which a column is equal to a value; empty when values of the column's type cannot be compared with it.
     *
     * @param column as stored
     * @param value BigDecimal, Boolean, a text that says a value of another type, or null
     */
    public static Optional<Predicate> equal(Field column, @Nullable Object value) {
        Column on = Column.of(column.getName());
        if (value == null) {
            return Optional.of(new IsNull(on));
        }
        try {
            Object converted = converted(column.getType(), value);
            return converted == null
                    ? Optional.empty()
                    : StoredConstant.of(column.getType(), converted)
                            .map(constant -> constant.compare(on, Operator.EQUAL));
        } catch (DateTimeException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The rows in which a column has one of some values; empty when they cannot be compared exactly.
     *
     * @param column as stored
     * @param values in the form of {@link org.lancesql.execution.Vectors#get}
     */
    public static Optional<Predicate> in(Field column, List<Object> values) {
        Column on = Column.of(column.getName());
        List<Literal> literals = new ArrayList<>();
        for (Object value : values) {
            Optional<StoredConstant> constant = StoredConstant.of(column.getType(), value);
            if (constant.isEmpty()) {
                return Optional.empty();
            }
            Object stored = constant.get().floor();
            if (constant.get().exact() && stored != null) {
                literals.add(new Literal(column.getType(), stored));
            }
        }
        Predicate in = literals.isEmpty() ? new Predicate.Or(List.of()) : new Predicate.In(on, literals);
        return Optional.of(in).filter(Predicates::supports);
    }

    /** Whether an index finds the rows in which a column has one of some values. */
    public static boolean isServed(Field column, List<TableIndex> indexes) {
        return FieldMetadata.isPlain(column)
                && Predicates.supportsOrder(column.getType())
                && indexes.stream()
                        .anyMatch(index -> index.exact()
                                && index.kind().equals(IndexKind.BTREE.name())
                                && index.isOn(Column.of(column.getName())));
    }

    private static @Nullable Object converted(ArrowType type, Object value) {
        if (value instanceof BigDecimal number) {
            return type instanceof ArrowType.FloatingPoint ? (Object) number.doubleValue() : number;
        }
        if (!(value instanceof String text)) {
            return value;
        }
        return switch (type.getTypeID()) {
            case Utf8, LargeUtf8 -> text;
            case Date -> LocalDate.parse(text);
            case Time -> LocalTime.parse(text);
            case Timestamp ->
                ((ArrowType.Timestamp) type).getTimezone() == null
                        ? LocalDateTime.parse(text.replace(' ', 'T'))
                        : (Object) Instant.parse(text.replace(' ', 'T'));
            case FixedSizeBinary -> UUID.fromString(text);
            default -> null;
        };
    }
}
