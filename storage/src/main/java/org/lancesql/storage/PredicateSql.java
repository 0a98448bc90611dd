package org.lancesql.storage;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Operator;

/** Renders a {@link Predicate} in the filter language of Lance. */
final class PredicateSql {
    private PredicateSql() {}

    /** @throws UnsupportedOperationException for what Lance would not evaluate exactly; the caller then filters itself */
    static String render(Predicate predicate) {
        if (predicate instanceof Predicate.Comparison comparison) {
            return comparison(comparison.column(), comparison.operator(), comparison.literal());
        } else if (predicate instanceof Predicate.In in) {
            return in(in.column(), in.literals());
        } else if (predicate instanceof Predicate.IsNull isNull) {
            return column(isNull.column()) + " is null";
        } else if (predicate instanceof Predicate.IsNotNull isNotNull) {
            return column(isNotNull.column()) + " is not null";
        } else if (predicate instanceof Predicate.IsTrue isTrue) {
            String name = column(isTrue.column());
            // Not "is true": negated, it loses the rows with null once an index serves it.
            return name + " is not null and " + name + " = true";
        } else if (predicate instanceof Predicate.And and) {
            return joined(and.operands(), " and ", "true");
        } else if (predicate instanceof Predicate.Or or) {
            return joined(or.operands(), " or ", "false");
        } else if (predicate instanceof Predicate.Not not) {
            return "not (" + render(not.operand()) + ")";
        }
        throw new UnsupportedOperationException("unknown predicate " + predicate);
    }

    private static String joined(List<Predicate> operands, String word, String none) {
        if (operands.isEmpty()) {
            return none;
        }
        return operands.stream().map(operand -> "(" + render(operand) + ")").collect(Collectors.joining(word));
    }

    private static String in(String column, List<Literal> literals) {
        if (literals.isEmpty()) {
            throw new UnsupportedOperationException("IN without values");
        }
        if (isDateInMillis(literals.get(0).type())) {
            return literals.stream()
                    .map(literal -> "(" + comparison(column, Operator.EQUAL, literal) + ")")
                    .collect(Collectors.joining(" or "));
        }
        return column(column)
                + literals.stream().map(LiteralSql::render).collect(Collectors.joining(", ", " in (", ")"));
    }

    private static String comparison(String column, Operator operator, Literal literal) {
        String name = column(column);
        if (isDateInMillis(literal.type())) {
            return dateInMillis(name, operator, literal);
        }
        return name + symbol(operator) + LiteralSql.render(literal);
    }

    private static boolean isDateInMillis(ArrowType type) {
        return type instanceof ArrowType.Date date && date.getUnit() == DateUnit.MILLISECOND;
    }

    /** A date that is stored in milliseconds may hold a time of day, which SQL does not see: compare with its bounds. */
    private static String dateInMillis(String name, Operator operator, Literal literal) {
        String start = LiteralSql.dateInMillis(literal, 0);
        String end = LiteralSql.dateInMillis(literal, 1);
        return switch (operator) {
            case EQUAL -> name + " >= " + start + " and " + name + " < " + end;
            case NOT_EQUAL -> name + " < " + start + " or " + name + " >= " + end;
            case LESS -> name + " < " + start;
            case LESS_OR_EQUAL -> name + " < " + end;
            case GREATER -> name + " >= " + end;
            case GREATER_OR_EQUAL -> name + " >= " + start;
        };
    }

    private static String symbol(Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }

    private static String column(String name) {
        ColumnNames.requireAddressable(name);
        return "`" + name + "`";
    }
}
