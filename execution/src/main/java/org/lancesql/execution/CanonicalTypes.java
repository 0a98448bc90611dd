package org.lancesql.execution;

import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.jspecify.annotations.Nullable;

/**
 * The few Arrow types that kernels know, and the way to and from the many that tables store.
 *
 * <p>Canonical are: Bool; signed Int of 8, 16, 32, 64 bits; FloatingPoint SINGLE and DOUBLE; Decimal of 128 bits with a
 * scale from 0 to 38; Utf8; Binary; Date(DAY); Time in milliseconds, microseconds, nanoseconds; Timestamp in the same
 * units, without a zone or with zone "UTC" (the zone of a stored column says nothing about the instants); Interval
 * (YEAR_MONTH); Duration(MILLISECOND); Null. Lists, structs and maps of these are carried but have no kernels.
 */
public final class CanonicalTypes {
    private static final String UTC = "UTC";
    private static final int MAX_DECIMAL_DIGITS = 38;

    private CanonicalTypes() {}

    /** Whether columns of a table may have this type. */
    public static boolean isSupported(Field stored) {
        return stored.getDictionary() == null && canonicalType(stored.getType()) != null;
    }

    /**
     * The field of the batches for a field of a table: same name and nullability, canonical type.
     *
     * @throws IllegalArgumentException when the type is not {@linkplain #isSupported supported}
     */
    public static Field canonical(Field stored) {
        ArrowType type = stored.getDictionary() == null ? canonicalType(stored.getType()) : null;
        if (type == null) {
            throw new IllegalArgumentException(
                    "Column " + stored.getName() + " has type " + stored.getType() + ", which is not supported");
        }
        return type.equals(stored.getType())
                ? stored
                : new Field(
                        stored.getName(), new FieldType(stored.isNullable(), type, null, stored.getMetadata()), null);
    }

    /**
     * Turns a vector as read from a table into its canonical form. Takes ownership of {@code stored}, which is returned
     * itself when it is canonical already.
     */
    public static FieldVector toCanonical(FieldVector stored, BufferAllocator allocator) {
        return StoredVectors.toCanonical(stored, canonical(stored.getField()), allocator);
    }

    /**
     * Writes the selected rows into a vector of a table's type, from row {@code targetOffset} on, and sets its value
     * count behind the last of them.
     *
     * @throws EvaluationException NUMERIC_OUT_OF_RANGE, STRING_TOO_LONG or NULL_NOT_ALLOWED when a value does not fit the
     *     target; the message names the target's column
     */
    public static void toStored(FieldVector canonical, Selection rows, FieldVector target, int targetOffset) {
        StoredVectors.toStored(canonical, rows, target, targetOffset);
    }

    private static @Nullable ArrowType canonicalType(ArrowType stored) {
        if (stored instanceof ArrowType.Int type) {
            return canonicalInt(type);
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
            TimeUnit unit = type.getUnit() == TimeUnit.SECOND ? TimeUnit.MILLISECOND : type.getUnit();
            return new ArrowType.Timestamp(unit, type.getTimezone() == null ? null : UTC);
        }
        return switch (stored.getTypeID()) {
            case Bool, Utf8, Binary, Null -> stored;
            case LargeUtf8 -> ArrowType.Utf8.INSTANCE;
            case LargeBinary, FixedSizeBinary -> ArrowType.Binary.INSTANCE;
            default -> null;
        };
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
