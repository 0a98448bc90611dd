package org.lancesql.storage;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;

/**
 * A condition that Lance evaluates exactly as SQL does. Whoever builds one vouches for that; what is not expressible
 * here stays above the scan.
 */
public sealed interface Predicate {
    /** Comparison operators. */
    enum Operator {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL
    }

    /**
     * A constant of a column's own type.
     *
     * @param type Arrow type of the column it is compared with
     * @param value Boolean, Long (all integers up to 64 bit signed), BigDecimal (decimals, uint64), String,
     *     byte[], LocalDate, LocalTime, LocalDateTime (timestamp without zone) or Instant (with zone); never null
     */
    record Literal(ArrowType type, Object value) {}

    record Comparison(String column, Operator operator, Literal literal) implements Predicate {}

    record In(String column, List<Literal> literals) implements Predicate {
        public In {
            literals = List.copyOf(literals);
        }
    }

    record IsNull(String column) implements Predicate {}

    record IsNotNull(String column) implements Predicate {}

    /** A boolean column that is true; false, not unknown, where it is null. */
    record IsTrue(String column) implements Predicate {}

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
}
