package org.lancesql.storage;

import java.util.List;
import java.util.stream.Collectors;
import org.lancesql.storage.Predicate.Column;
import org.lancesql.storage.Predicate.Not;
import org.lancesql.storage.Predicate.Truth;

/**
 * Renders a {@link Predicate} in the filter language of Lance.
 *
 * <p>A scan returns the rows for which a condition is true, so negations and IS TRUE are resolved here, down to the
 * comparisons: what is sent holds only AND and OR of comparisons, IN, LIKE and IS [NOT] NULL. No result then depends on
 * how Lance tells false from unknown, which it does differently when an index answers.
 */
final class PredicateSql {
    /** Lance's parser gives up on deeper brackets. */
    private static final int DEEPEST = 16;

    /** Nested IS UNKNOWN doubles the text at each level. */
    private static final int LONGEST = 1 << 22;

    private static final String TRUE = "true";
    private static final String FALSE = "false";

    private PredicateSql() {}

    /**
     * The filter; {@code true} or {@code false} when it does not depend on the row.
     *
     * @throws UnsupportedOperationException for what Lance would not evaluate exactly; the caller then filters itself
     */
    static String render(Predicate predicate) {
        return text(predicate, Truth.TRUE, 0);
    }

    private static String text(Predicate predicate, Truth truth, int depth) {
        if (depth > DEEPEST) {
            throw new UnsupportedOperationException("nested more than " + DEEPEST + " deep");
        }
        if (predicate instanceof Predicate.And and) {
            return conjunction(and.operands(), truth, depth + 1);
        } else if (predicate instanceof Predicate.Or or) {
            List<Predicate> negated = or.operands().stream()
                    .map(operand -> (Predicate) new Not(operand))
                    .toList();
            return conjunction(negated, truth.negated(), depth + 1);
        } else if (predicate instanceof Not not) {
            return text(not.operand(), truth.negated(), depth);
        } else if (predicate instanceof Predicate.Is is) {
            return switch (truth) {
                case TRUE, NOT_FALSE -> text(is.operand(), is.truth(), depth);
                case FALSE, NOT_TRUE -> text(is.operand(), is.truth().complement(), depth);
                case UNKNOWN -> FALSE;
                case KNOWN -> TRUE;
            };
        } else if (predicate instanceof Predicate.Unknown) {
            return truth == Truth.TRUE || truth == Truth.FALSE || truth == Truth.KNOWN ? FALSE : TRUE;
        } else if (predicate instanceof Predicate.IsNull isNull) {
            return switch (truth) {
                case TRUE, NOT_FALSE -> isNull(isNull.column());
                case FALSE, NOT_TRUE -> isNotNull(isNull.column());
                case UNKNOWN -> FALSE;
                case KNOWN -> TRUE;
            };
        }
        return comparison(predicate, truth);
    }

    private static String conjunction(List<Predicate> operands, Truth truth, int depth) {
        return switch (truth) {
            case TRUE, NOT_FALSE -> and(texts(operands, truth, depth));
            case FALSE, NOT_TRUE -> or(texts(operands, truth, depth));
            case UNKNOWN ->
                and(List.of(
                        and(texts(operands, Truth.NOT_FALSE, depth + 1)),
                        or(texts(operands, Truth.NOT_TRUE, depth + 1))));
            case KNOWN ->
                or(List.of(and(texts(operands, Truth.TRUE, depth + 1)), or(texts(operands, Truth.FALSE, depth + 1))));
        };
    }

    private static List<String> texts(List<Predicate> operands, Truth truth, int depth) {
        return operands.stream().map(operand -> text(operand, truth, depth)).toList();
    }

    private static String comparison(Predicate predicate, Truth truth) {
        Column column = ComparisonSql.column(predicate);
        return switch (truth) {
            case TRUE -> ComparisonSql.holds(predicate);
            case FALSE -> ComparisonSql.fails(predicate);
            case UNKNOWN -> isNull(column);
            case KNOWN -> isNotNull(column);
            case NOT_TRUE -> or(List.of(ComparisonSql.fails(predicate), isNull(column)));
            case NOT_FALSE -> or(List.of(ComparisonSql.holds(predicate), isNull(column)));
        };
    }

    static String isNull(Column column) {
        return name(column) + " is null";
    }

    static String isNotNull(Column column) {
        return name(column) + " is not null";
    }

    static String and(List<String> conditions) {
        return joined(conditions, " and ", TRUE, FALSE);
    }

    static String or(List<String> conditions) {
        return joined(conditions, " or ", FALSE, TRUE);
    }

    /**
     * @param neutral condition that changes nothing
     * @param dominant condition that decides alone
     */
    private static String joined(List<String> conditions, String word, String neutral, String dominant) {
        List<String> relevant = conditions.stream()
                .filter(text -> !text.equals(neutral))
                .distinct()
                .toList();
        if (relevant.contains(dominant)) {
            return dominant;
        }
        if (relevant.size() <= 1) {
            return relevant.isEmpty() ? neutral : relevant.get(0);
        }
        if (relevant.stream().mapToLong(String::length).sum() > LONGEST) {
            throw new UnsupportedOperationException("more than " + LONGEST + " characters");
        }
        return balanced(relevant, word);
    }

    /** Lance's planner descends once for each operand of a chain, so that a long one must be a bushy tree. */
    private static String balanced(List<String> conditions, String word) {
        if (conditions.size() <= 8) {
            return conditions.stream().map(text -> "(" + text + ")").collect(Collectors.joining(word));
        }
        int group = (conditions.size() + 7) / 8;
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < conditions.size(); i += group) {
            text.append(i == 0 ? "" : word)
                    .append('(')
                    .append(balanced(conditions.subList(i, Math.min(conditions.size(), i + group)), word))
                    .append(')');
        }
        return text.toString();
    }

    static String name(Column column) {
        column.path().forEach(ColumnNames::requireAddressable);
        if (column.path().get(0).equals(RowColumns.ADDRESS)) {
            throw new IllegalArgumentException("Lance takes addresses in conditions for row ids");
        }
        return column.path().stream().collect(Collectors.joining("`.`", "`", "`"));
    }
}
