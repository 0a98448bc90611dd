package org.lancesql.storage;

import java.util.List;
import java.util.OptionalInt;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A condition in SQL's three-valued logic that Lance evaluates exactly as SQL does. Whoever builds one vouches for the
 * types of its literals; what is not expressible here stays above the scan.
 */
public sealed interface Predicate {
    /** Comparison operators. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        /** The operator that holds where this one does not, on values that are not null. */
        public Operator negated() {
            return switch (this) {
                case EQUAL -> NOT_EQUAL;
                case NOT_EQUAL -> EQUAL;
                case LESS -> GREATER_OR_EQUAL;
                case LESS_OR_EQUAL -> GREATER;
                case GREATER -> LESS_OR_EQUAL;
                case GREATER_OR_EQUAL -> LESS;
            };
        }
    }

    /** What SQL can ask of a condition: {@code IS TRUE} and its kin. */
    enum Truth {
        TRUE,
        FALSE,
        UNKNOWN,
        NOT_TRUE,
        NOT_FALSE,
        KNOWN;

        /** The rows that this one leaves. */
        Truth complement() {
            return switch (this) {
                case TRUE -> NOT_TRUE;
                case FALSE -> NOT_FALSE;
                case UNKNOWN -> KNOWN;
                case NOT_TRUE -> TRUE;
                case NOT_FALSE -> FALSE;
                case KNOWN -> UNKNOWN;
            };
        }

        /** What to ask of a condition in order to learn this of its negation. */
        Truth negated() {
            return switch (this) {
                case TRUE -> FALSE;
                case FALSE -> TRUE;
                case NOT_TRUE -> NOT_FALSE;
                case NOT_FALSE -> NOT_TRUE;
                case UNKNOWN, KNOWN -> this;
            };
        }
    }

    /**
     * A column, or a field within a column of structs; null where the struct is.
     *
     * @param path name of the column, then of the field within it, and so on
     */
    record Column(List<String> path) {
        public Column {
            path = List.copyOf(path);
            if (path.isEmpty()) {
                throw new IllegalArgumentException("path is empty");
            }
        }

        public static Column of(String name) {
            return new Column(List.of(name));
        }

        @Override
        public String toString() {
            return String.join(".", path);
        }
    }

    /**
     * A constant of a column's own type.
     *
     * @param type Arrow type of the column it is compared with
     * @param value Boolean, Long (all integers up to 64 bit signed), BigDecimal (decimals, uint64), Float, Double,
     *     String, byte[], LocalDate, LocalTime, LocalDateTime (timestamp without zone) or Instant (with zone); never null
     */
    record Literal(ArrowType type, Object value) {}

    record Comparison(Column column, Operator operator, Literal literal) implements Predicate {}

    /**
     * A comparison of {@code column % divisor}, whose sign is that of the column, in the place of the column.
     *
     * @param comparison of a column of signed integers
     * @param divisor greater than 0, so that every remainder is a value of the column's type
     */
    record Remainder(Comparison comparison, long divisor) implements Predicate {
        public Remainder {
            if (divisor <= 0) {
                throw new IllegalArgumentException("divisor is " + divisor);
            }
        }
    }

    record In(Column column, List<Literal> literals) implements Predicate {
        public In {
            literals = List.copyOf(literals);
            if (literals.isEmpty()) {
                throw new IllegalArgumentException("IN without values");
            }
        }
    }

    /**
     * {@code column LIKE pattern}.
     *
     * @param type utf8 or large utf8, as the column is stored
     * @param escape code point that takes a percent sign, an underscore or itself literally; empty for none
     */
    record Like(Column column, ArrowType type, String pattern, OptionalInt escape) implements Predicate {}

    /** False, and unknown where the column is null: a comparison that no value of the column's type satisfies. */
    record Never(Column column) implements Predicate {}

    record IsNull(Column column) implements Predicate {}

    /** {@code operand IS TRUE} and its kin; never unknown. */
    record Is(Predicate operand, Truth truth) implements Predicate {}

    record And(List<Predicate> operands) implements Predicate {
        public And {
            operands = List.copyOf(operands);
        }
    }

    record Or(List<Predicate> operands) implements Predicate {
        public Or {
            operands = List.copyOf(operands);
        }
    }

    record Not(Predicate operand) implements Predicate {}

    /** Unknown on every row: a comparison with NULL. */
    record Unknown() implements Predicate {}
}
