package org.lancesql.calcite.types;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How a column gets its values by itself: GENERATED ... AS IDENTITY. Kept in the metadata of the column's field.
 *
 * @param always whether values of a statement's own are refused
 * @param start the first value
 * @param increment from one value to the next, never 0
 * @param sequence id of the counter, of one column of one table
 */
public record IdentityColumn(boolean always, long start, long increment, String sequence) {
    private static final String KEY = "lancesql:identity";
    private static final String ALWAYS = "always";
    private static final String BY_DEFAULT = "by-default";

    public IdentityColumn {
        requireNonNull(sequence, "sequence is null");
        if (increment == 0) {
            throw new IllegalArgumentException("increment is 0");
        }
    }

    /** The identity of a stored column; empty for other columns. */
    public static Optional<IdentityColumn> of(Field field) {
        String text = field.getMetadata().get(KEY);
        if (text == null) {
            return Optional.empty();
        }
        List<String> parts = List.of(text.split(" ", -1));
        try {
            return Optional.of(new IdentityColumn(
                    parts.get(0).equals(ALWAYS),
                    Long.parseLong(parts.get(1)),
                    Long.parseLong(parts.get(2)),
                    parts.get(3)));
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw new IllegalStateException(
                    "Column " + field.getName() + " has an identity that cannot be read: " + text, e);
        }
    }

    /** Whether a column of this type can have an identity. */
    public static boolean supports(Field field) {
        return field.getType() instanceof ArrowType.Int type
                && type.getIsSigned()
                && type.getBitWidth() >= Short.SIZE
                && !StoredTypes.isYearToMonth(field);
    }

    /** Greatest value of a column; the least is its negative less one. */
    public static long maximum(Field field) {
        return Long.MAX_VALUE >> (Long.SIZE - ((ArrowType.Int) field.getType()).getBitWidth());
    }

    /** The metadata of the field. */
    public Map<String, String> toMetadata() {
        return Map.of(KEY, String.join(" ", always ? ALWAYS : BY_DEFAULT, "" + start, "" + increment, sequence));
    }

    static boolean isKey(String metadataKey) {
        return KEY.equals(metadataKey);
    }

    /** As CREATE TABLE takes it. */
    public String text() {
        String options =
                start == 1 && increment == 1 ? "" : " (START WITH " + start + " INCREMENT BY " + increment + ")";
        return "GENERATED " + (always ? "ALWAYS" : "BY DEFAULT") + " AS IDENTITY" + options;
    }
}
