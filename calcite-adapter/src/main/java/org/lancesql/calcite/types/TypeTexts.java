package org.lancesql.calcite.types;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.lancesql.calcite.parser.SqlTexts;
import org.lancesql.execution.CanonicalTypes;

/** Stored fields as the types that CREATE TABLE would make them of. */
final class TypeTexts {
    private static final Pattern PLAIN_NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private TypeTexts() {}

    static String of(Field stored) {
        Field field = stored.getDictionary() == null ? stored : CanonicalTypes.canonical(stored);
        if (StoredTypes.isUuid(field)) {
            return "UUID";
        } else if (StoredTypes.isYearToMonth(field)) {
            return "INTERVAL YEAR TO MONTH";
        }
        return StoredTypes.ownName(field).orElseGet(() -> ofType(field));
    }

    private static String ofType(Field field) {
        List<Field> children = field.getChildren();
        ArrowType arrowType = field.getType();
        if (arrowType instanceof ArrowType.Int type) {
            return integer(type);
        } else if (arrowType instanceof ArrowType.FloatingPoint type) {
            return switch (type.getPrecision()) {
                case HALF -> "HALF";
                case SINGLE -> "REAL";
                case DOUBLE -> "DOUBLE";
            };
        } else if (arrowType instanceof ArrowType.Decimal type) {
            return "DECIMAL(" + type.getPrecision() + ", " + type.getScale() + ")";
        } else if (arrowType instanceof ArrowType.FixedSizeList type) {
            return of(children.get(0)) + " VECTOR(" + type.getListSize() + ")";
        } else if (arrowType instanceof ArrowType.FixedSizeBinary type) {
            return "BINARY(" + type.getByteWidth() + ")";
        }
        return switch (arrowType.getTypeID()) {
            case List, LargeList -> of(children.get(0)) + " ARRAY";
            case Struct -> children.stream().map(TypeTexts::rowField).collect(Collectors.joining(", ", "ROW(", ")"));
            case Map -> {
                List<Field> entry = children.get(0).getChildren();
                yield "MAP<" + of(entry.get(0)) + ", " + of(entry.get(1)) + ">";
            }
            case Utf8, LargeUtf8 -> "VARCHAR" + length(field);
            case Binary, LargeBinary -> "VARBINARY" + length(field);
            default -> temporal(arrowType);
        };
    }

    private static String integer(ArrowType.Int type) {
        String name = switch (type.getBitWidth()) {
            case 8 -> "TINYINT";
            case 16 -> "SMALLINT";
            case 32 -> "INTEGER";
            default -> "BIGINT";
        };
        return type.getIsSigned() ? name : name + " UNSIGNED";
    }

    private static String length(Field field) {
        String length = field.getMetadata().get(SqlTypes.LENGTH_KEY);
        return length == null ? "" : "(" + length + ")";
    }

    private static String temporal(ArrowType arrowType) {
        if (arrowType instanceof ArrowType.Time type) {
            return "TIME(" + digits(type.getUnit()) + ")";
        } else if (arrowType instanceof ArrowType.Timestamp type) {
            return "TIMESTAMP(" + digits(type.getUnit()) + ")" + (type.getTimezone() == null ? "" : " WITH TIME ZONE");
        } else if (arrowType instanceof ArrowType.Duration type) {
            return "INTERVAL DAY TO SECOND(" + digits(type.getUnit()) + ")";
        }
        return switch (arrowType.getTypeID()) {
            case Date -> "DATE";
            case Bool -> "BOOLEAN";
            case Interval -> "INTERVAL YEAR TO MONTH";
            default -> arrowType.getTypeID().name().toUpperCase(Locale.ROOT);
        };
    }

    /** Seconds are read as milliseconds. */
    private static int digits(TimeUnit unit) {
        return switch (unit) {
            case SECOND, MILLISECOND -> 3;
            case MICROSECOND -> 6;
            case NANOSECOND -> 9;
        };
    }

    private static String rowField(Field field) {
        String name = field.getName();
        boolean plain = PLAIN_NAME.matcher(name).matches() && !SqlTexts.isReserved(name);
        return (plain ? name : '"' + name.replace("\"", "\"\"") + '"') + " " + of(field)
                + (field.isNullable() ? "" : " NOT NULL");
    }
}
