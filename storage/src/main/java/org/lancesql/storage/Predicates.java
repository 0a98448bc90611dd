package org.lancesql.storage;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/** What {@link Predicate}s may be made of. */
public final class Predicates {
    private static final int DECIMAL_BITS = 128;
    private static final String EXTENSION = "ARROW:extension:name";
    private static final String UUID = "arrow.uuid";

    /** Metadata of columns that Lance holds in another form than it shows. */
    private static final List<String> OPAQUE =
            List.of("lance-encoding:blob", "lancesql:encoding", "lancesql:type", "lancesql:unreadable");

    private Predicates() {}

    /**
     * Whether Lance sees a column as its schema shows it. It does not see JSON, blobs and dictionaries so: conditions on
     * them stay above the scan.
     */
    public static boolean isPlain(Field column) {
        Map<String, String> metadata = column.getMetadata();
        return column.getDictionary() == null
                && OPAQUE.stream().noneMatch(metadata::containsKey)
                && metadata.getOrDefault(EXTENSION, UUID).equals(UUID)
                && column.getChildren().stream().allMatch(Predicates::isPlain);
    }

    /**
     * Whether comparisons of columns of this type with literals give in Lance what they give in SQL. A condition on any
     * other type stays above the scan, except IS [NOT] NULL, which is exact on every type. Strings and binary compare
     * by their bytes.
     */
    public static boolean supports(ArrowType type) {
        return supportsOrder(type)
                || type instanceof ArrowType.FloatingPoint number
                        && number.getPrecision() != FloatingPointPrecision.HALF;
    }

    /**
     * Whether Lance sorts this type as SQL does. Floats are not among them: Lance orders them totally, -0.0 below 0.0 and
     * NaN by its bits.
     */
    public static boolean supportsOrder(ArrowType type) {
        if (type instanceof ArrowType.Decimal decimal) {
            return decimal.getBitWidth() == DECIMAL_BITS;
        }
        return type instanceof ArrowType.Int
                || type instanceof ArrowType.Bool
                || type instanceof ArrowType.Utf8
                || type instanceof ArrowType.LargeUtf8
                || type instanceof ArrowType.Binary
                || type instanceof ArrowType.LargeBinary
                || type instanceof ArrowType.FixedSizeBinary
                || type instanceof ArrowType.Date
                || type instanceof ArrowType.Time
                || type instanceof ArrowType.Timestamp;
    }

    /**
     * Whether a table accepts this predicate. It may not because of a column's name or a literal that is not exactly
     * representable in the column's type, such as half a second against a column of whole seconds.
     */
    public static boolean supports(Predicate predicate) {
        try {
            PredicateSql.render(predicate);
            return true;
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }
}
