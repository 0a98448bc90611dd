package org.lancesql.storage;

import static org.lancesql.storage.PredicateSql.and;
import static org.lancesql.storage.PredicateSql.isNotNull;
import static org.lancesql.storage.PredicateSql.name;
import static org.lancesql.storage.PredicateSql.or;

import java.util.List;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Comparison;
import org.lancesql.storage.Predicate.In;
import org.lancesql.storage.Predicate.Like;
import org.lancesql.storage.Predicate.Literal;
import org.lancesql.storage.Predicate.Never;
import org.lancesql.storage.Predicate.Operator;
import org.lancesql.storage.Predicate.Remainder;

/** Comparisons of a column with constants: where they hold and where they fail, neither being where it is null. */
final class ComparisonSql {
    private ComparisonSql() {}

    static Column column(Predicate predicate) {
        if (predicate instanceof Comparison comparison) {
            return comparison.column();
        } else if (predicate instanceof Remainder remainder) {
            return remainder.comparison().column();
        } else if (predicate instanceof In in) {
            return in.column();
        } else if (predicate instanceof Like like) {
            return like.column();
        } else if (predicate instanceof Never never) {
            return never.column();
        }
        throw new UnsupportedOperationException("unknown predicate " + predicate);
    }

    static String holds(Predicate predicate) {
        if (predicate instanceof Comparison comparison) {
            return comparison(comparison.column(), comparison.operator(), comparison.literal());
        } else if (predicate instanceof Remainder remainder) {
            return remainder(remainder, remainder.comparison().operator());
        } else if (predicate instanceof In in) {
            return isOneText(in) ? list(in, " in (") : or(each(in, Operator.EQUAL));
        } else if (predicate instanceof Like like) {
            return LikeSql.holds(like);
        }
        return "false";
    }

    static String fails(Predicate predicate) {
        if (predicate instanceof Comparison comparison) {
            return comparison(comparison.column(), comparison.operator().negated(), comparison.literal());
        } else if (predicate instanceof Remainder remainder) {
            return remainder(remainder, remainder.comparison().operator().negated());
        } else if (predicate instanceof In in) {
            return isOneText(in) ? list(in, " not in (") : and(each(in, Operator.NOT_EQUAL));
        } else if (predicate instanceof Like like) {
            return LikeSql.fails(like);
        }
        return isNotNull(column(predicate));
    }

    private static boolean isOneText(In in) {
        ArrowType type = in.literals().get(0).type();
        return !isDateInMillis(type) && !(type instanceof ArrowType.FloatingPoint);
    }

    private static String list(In in, String word) {
        return in.literals().stream()
                .map(LiteralSql::render)
                .distinct()
                .collect(Collectors.joining(", ", name(in.column()) + word, ")"));
    }

    private static List<String> each(In in, Operator operator) {
        return in.literals().stream()
                .map(literal -> comparison(in.column(), operator, literal))
                .toList();
    }

    private static String comparison(Column column, Operator operator, Literal literal) {
        if (isDateInMillis(literal.type())) {
            return dateInMillis(name(column), operator, literal);
        } else if (literal.type() instanceof ArrowType.FloatingPoint type) {
            return FloatSql.comparison(column, operator, type, (Number) literal.value());
        }
        return name(column) + symbol(operator) + LiteralSql.render(literal);
    }

    private static String remainder(Remainder remainder, Operator operator) {
        Comparison comparison = remainder.comparison();
        return name(comparison.column()) + " % " + remainder.divisor() + symbol(operator)
                + LiteralSql.render(comparison.literal());
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

    static String symbol(Operator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }
}
