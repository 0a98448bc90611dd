package org.lancesql.execution;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.MapVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The few Arrow types that kernels know, and the way to and from the many that tables store.
 *
 * <p>Canonical are: Bool; signed Int of 8, 16, 32, 64 bits; FloatingPoint SINGLE and DOUBLE; Decimal of 128 bits with a
 * scale from 0 to 38; Utf8; Binary; FixedSizeBinary(16), which is a UUID; Date(DAY); Time, Timestamp and Duration in
 * milliseconds, microseconds, nanoseconds, timestamps without a zone or with zone "UTC" (the zone of a stored column says
 * nothing about the instants); Interval(YEAR_MONTH); Null; and of canonical types: List with a child named "item";
 * Struct; Map with children named "key", never null, and "value".
 */
public final class CanonicalTypes {
    /** Key of the metadata that name the SQL type of a field which is stored in a type of other meaning. */
    public static final String TYPE_METADATA = "lancesql:type";

    /** {@link #TYPE_METADATA} of an Int of 32 bits that counts months. */
    public static final String YEAR_TO_MONTH = "INTERVAL YEAR TO MONTH";

    /** Key of the metadata of a field that cannot be read; the value says why. */
    public static final String UNREADABLE_METADATA = "lancesql:unreadable";

    /** Key of the metadata that name a type which is built on an Arrow type. */
    public static final String EXTENSION_METADATA = "ARROW:extension:name";

    /** {@link #EXTENSION_METADATA} of a FixedSizeBinary(16) that is a UUID. */
    public static final String UUID_EXTENSION = "arrow.uuid";

    static final int UUID_BYTES = 16;
    private static final String UTC = "UTC";
    private static final String ITEM = "item";
    private static final int MAX_DECIMAL_DIGITS = 38;

    private CanonicalTypes() {}

    /** Whether columns of a table may have this type. */
    public static boolean isSupported(Field stored) {
        return find(stored) != null;
    }

    /**
     * The field of the batches for a field of a table: same name, nullability and metadata, canonical type.
     *
     * @throws IllegalArgumentException when the type is not {@linkplain #isSupported supported}
     */
    public static Field canonical(Field stored) {
        Field field = find(stored);
        if (field == null) {
            throw new IllegalArgumentException(
                    "Column " + stored.getName() + " has type " + stored.getType() + ", which is not supported");
        }
        return field;
    }

    /**
     * Turns a vector as read from a table into its canonical form. Takes ownership of {@code stored}, which is returned
     * itself when its type is canonical already. The children of lists have no names in vectors.
     */
    public static FieldVector toCanonical(FieldVector stored, BufferAllocator allocator) {
        return StoredReader.toCanonical(stored, canonical(stored.getField()), allocator);
    }

    /** Whether values of a canonical vector lie in memory as a table stores them, so that they need no conversion. */
    public static boolean isStoredUnchanged(FieldVector canonical, FieldVector stored) {
        return StoredWriter.isSameInMemory(canonical, stored);
    }

    /**
     * Writes the selected rows into a vector of a table's type, from row {@code targetOffset} on, and sets its value
     * count behind the last of them. The target may come to share the memory of {@code canonical}.
     *
     * @throws EvaluationException NUMERIC_OUT_OF_RANGE, STRING_TOO_LONG, INVALID_ARGUMENT or NULL_NOT_ALLOWED when a
     *     value does not fit the target; the message names the target's column
     */
    public static void toStored(FieldVector canonical, Selection rows, FieldVector target, int targetOffset) {
        new StoredWriter(target).write(canonical, rows, targetOffset);
    }

    /** Whether two fields have one type, whatever the names, nullability and metadata of the fields and of list items. */
    public static boolean haveSameType(Field left, Field right) {
        List<Field> leftChildren = left.getChildren();
        List<Field> rightChildren = right.getChildren();
        boolean same = left.getType().equals(right.getType()) && leftChildren.size() == rightChildren.size();
        for (int i = 0; same && i < leftChildren.size(); i++) {
            same = haveSameType(leftChildren.get(i), rightChildren.get(i));
        }
        return same;
    }

    private static @Nullable Field find(Field stored) {
        if (stored.getDictionary() != null || stored.getMetadata().containsKey(UNREADABLE_METADATA)) {
            return null;
        }
        return switch (stored.getType().getTypeID()) {
            case List, LargeList, FixedSizeList -> findList(stored);
            case Struct -> findStruct(stored);
            case Map -> findMap(stored);
            default -> {
                ArrowType type = canonicalType(stored);
                yield type == null ? null : changed(stored, stored.getName(), stored.isNullable(), type, List.of());
            }
        };
    }

    private static @Nullable Field findList(Field stored) {
        Field item = find(stored.getChildren().get(0));
        return item == null
                ? null
                : changed(
                        stored,
                        stored.getName(),
                        stored.isNullable(),
                        ArrowType.List.INSTANCE,
                        List.of(renamed(item, ITEM, item.isNullable())));
    }

    private static @Nullable Field findStruct(Field stored) {
        List<Field> members = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Field child : stored.getChildren()) {
            Field member = find(child);
            if (member == null || !names.add(member.getName())) {
                return null;
            }
            members.add(member);
        }
        return members.isEmpty()
                ? null
                : changed(stored, stored.getName(), stored.isNullable(), ArrowType.Struct.INSTANCE, members);
    }

    private static @Nullable Field findMap(Field stored) {
        Field entries = find(stored.getChildren().get(0));
        if (entries == null || entries.getChildren().size() != 2) {
            return null;
        }
        Field key = renamed(entries.getChildren().get(0), MapVector.KEY_NAME, false);
        Field storedValue = entries.getChildren().get(1);
        Field value = renamed(storedValue, MapVector.VALUE_NAME, storedValue.isNullable());
        Field canonicalEntries =
                changed(entries, MapVector.DATA_VECTOR_NAME, false, ArrowType.Struct.INSTANCE, List.of(key, value));
        return changed(
                stored, stored.getName(), stored.isNullable(), new ArrowType.Map(false), List.of(canonicalEntries));
    }

    private static Field renamed(Field field, String name, boolean nullable) {
        return changed(field, name, nullable, field.getType(), field.getChildren());
    }

    /** The field itself when nothing changes. */
    private static Field changed(Field field, String name, boolean nullable, ArrowType type, List<Field> children) {
        boolean same = field.getName().equals(name)
                && field.isNullable() == nullable
                && field.getType().equals(type)
                && field.getChildren().equals(children);
        return same ? field : new Field(name, new FieldType(nullable, type, null, field.getMetadata()), children);
    }

    private static @Nullable ArrowType canonicalType(Field field) {
        ArrowType stored = field.getType();
        if (stored instanceof ArrowType.Int type) {
            return isYearToMonth(field) ? new ArrowType.Interval(IntervalUnit.YEAR_MONTH) : canonicalInt(type);
        } else if (stored instanceof ArrowType.FloatingPoint type) {
            return type.getPrecision() == FloatingPointPrecision.HALF
                    ? new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)
                    : type;
        } else if (stored instanceof ArrowType.Decimal type) {
            boolean known = type.getBitWidth() == 128 && type.getScale() >= 0 && type.getScale() <= MAX_DECIMAL_DIGITS;
            return known ? type : null;
        } else if (stored instanceof ArrowType.Date) {
            return new ArrowType.Date(DateUnit.DAY);
        } else if (stored instanceof ArrowType.Time type) {
            return type.getUnit() == TimeUnit.SECOND ? new ArrowType.Time(TimeUnit.MILLISECOND, 32) : type;
        } else if (stored instanceof ArrowType.Timestamp type) {
            return new ArrowType.Timestamp(fraction(type.getUnit()), type.getTimezone() == null ? null : UTC);
        } else if (stored instanceof ArrowType.Duration type) {
            return new ArrowType.Duration(fraction(type.getUnit()));
        } else if (stored instanceof ArrowType.Interval type) {
            return type.getUnit() == IntervalUnit.YEAR_MONTH ? type : null;
        } else if (stored instanceof ArrowType.FixedSizeBinary) {
            return isUuid(field) ? stored : ArrowType.Binary.INSTANCE;
        }
        return switch (stored.getTypeID()) {
            case Bool, Utf8, Binary, Null -> stored;
            case LargeUtf8 -> ArrowType.Utf8.INSTANCE;
            case LargeBinary -> ArrowType.Binary.INSTANCE;
            default -> null;
        };
    }

    private static boolean isYearToMonth(Field field) {
        return field.getType().equals(new ArrowType.Int(32, true))
                && YEAR_TO_MONTH.equals(field.getMetadata().get(TYPE_METADATA));
    }

    private static boolean isUuid(Field field) {
        return ((ArrowType.FixedSizeBinary) field.getType()).getByteWidth() == UUID_BYTES
                && UUID_EXTENSION.equals(field.getMetadata().get(EXTENSION_METADATA));
    }

    private static TimeUnit fraction(TimeUnit unit) {
        return unit == TimeUnit.SECOND ? TimeUnit.MILLISECOND : unit;
    }

    private static ArrowType canonicalInt(ArrowType.Int type) {
        if (type.getIsSigned()) {
            return type;
        }
        return type.getBitWidth() == 64
                ? new ArrowType.Decimal(20, 0, 128)
                : new ArrowType.Int(2 * type.getBitWidth(), true);
    }
}
